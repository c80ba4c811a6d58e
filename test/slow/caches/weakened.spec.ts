import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Param, Put } from '@nestjs/common';
import { currentFrom, EtagModule, ExpectedVersion, IfMatch, Versioned } from 'nestjs-etag';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { request, type WireResponse } from '../../support/wire.js';
import { Nginx } from '../../support/nginx.js';
import { runs } from '../../support/runs.js';

interface Page {
  readonly id: string;
  version: number;
  readonly text: string;
}

@Injectable()
class Pages {
  // Long enough for nginx to think it worth compressing.
  readonly page: Page = { id: '1', version: 7, text: 'conditional '.repeat(200) };
}

const current = currentFrom(Pages, (pages) => pages.page);

@Controller('pages')
class PagesController {
  constructor(private readonly pages: Pages) {}

  @Get(':id')
  @Versioned({ current })
  read(@Param('id') _id: string): Page {
    return this.pages.page;
  }

  @Put(':id')
  @Versioned({ current })
  async write(@IfMatch() expected: ExpectedVersion): Promise<Page> {
    await expected.assert(this.pages.page);
    this.pages.page.version += 1;
    return this.pages.page;
  }
}

const reason = Nginx.missing();

(runs('strong tags behind nginx', reason && `, since ${reason}`) ? describe.each : describe.skip.each)(
  ADAPTERS,
)('behind an nginx that compresses, $name', (adapter) => {
  const proxied: { app: RunningApp; nginx: Nginx }[] = [];

  async function behindNginx(weakIfMatch: boolean): Promise<number> {
    const app = await startApp(
      {
        imports: [EtagModule.forRoot({ weakIfMatch })],
        controllers: [PagesController],
        providers: [Pages],
      },
      adapter,
    );
    const nginx = await Nginx.inFrontOf(app.port, 'gzip');
    proxied.push({ app, nginx });
    return nginx.port;
  }

  let tolerant: number;
  let strict: number;

  beforeAll(async () => {
    tolerant = await behindNginx(true);
    strict = await behindNginx(false);
  });
  afterAll(async () => {
    for (const { app, nginx } of proxied) {
      await nginx.stop();
      await app.close();
    }
  });

  const get = (port: number, headers = {}): Promise<WireResponse> =>
    request(port, { path: '/pages/1', headers: { 'Accept-Encoding': 'gzip', ...headers } });
  const put = (port: number, tag: string): Promise<WireResponse> =>
    request(port, { method: 'PUT', path: '/pages/1', headers: { 'If-Match': tag }, body: {} });

  it('our strong tag arrives weakened, on a body that is compressed', async () => {
    const { status, headers } = await get(tolerant);
    expect([status, headers['content-encoding'], headers['etag']]).toEqual([200, 'gzip', 'W/"7"']);
    expect((await get(tolerant, { 'Accept-Encoding': 'identity' })).headers['etag']).toBe('"7"');
  });

  it.each(['tolerant', 'strict'])('the weakened tag in If-None-Match is a 304 (%s)', async (which) => {
    const port = which === 'strict' ? strict : tolerant;
    const { headers } = await get(port);
    const again = await get(port, { 'If-None-Match': headers['etag'] });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  });

  it('the weakened tag in If-Match is a 412 by default', async () => {
    const weakened = (await get(strict)).headers['etag']!;
    expect((await put(strict, weakened)).status).toBe(412);
    expect((await get(strict)).headers['etag']).toBe(weakened);
  });

  it('with weakIfMatch it is a 200, once', async () => {
    const weakened = (await get(tolerant)).headers['etag']!;
    expect((await put(tolerant, weakened)).status).toBe(200);
    const { headers } = await get(tolerant);
    expect(headers['etag']).toBe('W/"8"');
    expect((await put(tolerant, weakened)).status).toBe(412);
  });
});
