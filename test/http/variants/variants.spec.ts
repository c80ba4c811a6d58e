import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Header, Headers, Injectable, Param, Put } from '@nestjs/common';
import {
  currentFrom,
  ETag,
  EtagModule,
  IfMatch,
  Versioned,
  type EtagModuleOptions,
  type ExpectedVersion,
} from '../../../src/index.js';
import { ADAPTERS, startApp, type Adapter, type RunningApp } from '../../support/adapters.js';
import { STAGES } from '../../support/stages.js';
import { request } from '../../support/wire.js';

interface Page {
  readonly id: string;
  readonly version: number | string;
  readonly text: string;
}

@Injectable()
class Pages {
  readonly pages = new Map<string, Page>([
    ['a', { id: 'a', version: 1, text: 'one' }],
    ['dated', { id: 'dated', version: '1.2026112212', text: 'one' }],
    ['plain', { id: 'plain', version: '1', text: 'one' }],
  ]);
  reads = 0;

  find(id: string): Page | null {
    return this.pages.get(id) ?? null;
  }

  write(id: string, text: string): Page {
    const page = { id, version: Number(this.find(id)?.version) + 1, text };
    this.pages.set(id, page);
    return page;
  }
}

const current = currentFrom(Pages, (pages, { params }) => pages.find(params['id']!));

@Controller('pages')
class PagesController {
  constructor(private readonly pages: Pages) {}

  @Get(':id')
  @Header('Vary', 'Origin')
  @Versioned({ current, vary: ['Accept-Language'] })
  find(@Param('id') id: string, @Headers('accept-language') language = 'en') {
    this.pages.reads += 1;
    return { ...this.pages.find(id), language };
  }

  @Get(':id/expected')
  @Versioned({ vary: ['Accept-Language'] })
  expected(@IfMatch() { versions }: ExpectedVersion) {
    return { version: 1, versions };
  }

  @Put(':id')
  @Versioned({ current, vary: ['Accept-Language'] })
  async write(@Param('id') id: string, @Body() { text }: Page, @IfMatch() expected: ExpectedVersion) {
    await expected.assert(this.pages.find(id));
    return this.pages.write(id, text);
  }
}

@Controller('hashed')
class HashedController {
  @Get(':id/body') @ETag({ vary: ['Accept-Language'] }) body() {
    return 'the same to everybody';
  }
}

function start(adapter: Adapter, options?: EtagModuleOptions): Promise<RunningApp> {
  const controllers = [PagesController, HashedController];
  return startApp({ imports: [EtagModule.forRoot(options)], controllers, providers: [Pages] }, adapter);
}

const read = (app: RunningApp, path: string, headers = {}) => request(app.port, { path, headers });
const write = (app: RunningApp, path: string, headers: Record<string, string>) =>
  request(app.port, { method: 'PUT', path, headers, body: { text: 'two' } });

describe.each(STAGES)('variants by request header fields, on $name', ({ adapter }) => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await start(adapter);
  });
  afterAll(() => app.close());

  it('have a tag each, the default one that of the version', async () => {
    const [plain, german, french] = await Promise.all([
      read(app, '/pages/a'),
      read(app, '/pages/a', { 'accept-language': 'de' }),
      read(app, '/pages/a', { 'accept-language': 'fr' }),
    ]);
    expect(plain!.headers['etag']).toBe('"1"');
    expect(german!.headers['etag']).toMatch(/^"1\.[\w-]{10}"$/);
    expect(french!.headers['etag']).toMatch(/^"1\.[\w-]{10}"$/);
    expect(german!.headers['etag']).not.toBe(french!.headers['etag']);
  });

  it('are 304 each on its own, without the handler, with Vary merged as on the 200', async () => {
    const german = await read(app, '/pages/a', { 'accept-language': 'de' });
    expect(german.headers['vary']).toBe('Origin, Accept-Language');
    app.app.get(Pages).reads = 0;
    const headers = { 'if-none-match': german.headers['etag']! };
    const again = await read(app, '/pages/a', { ...headers, 'accept-language': 'de' });
    expect([again.status, again.headers['etag'], again.headers['vary']]).toEqual([
      304,
      german.headers['etag'],
      'Origin, Accept-Language',
    ]);
    expect(app.app.get(Pages).reads).toBe(0);
    expect((await read(app, '/pages/a', { ...headers, 'accept-language': 'fr' })).status).toBe(200);
    expect((await read(app, '/pages/a', headers)).status).toBe(200);
  });

  it('are all the version to a write: who read one of them may change it, once', async () => {
    const german = (await read(app, '/pages/a', { 'accept-language': 'de' })).headers['etag']!;
    expect((await write(app, '/pages/a', { 'if-match': german, 'accept-language': 'fr' })).status).toBe(200);
    const stale = await write(app, '/pages/a', { 'if-match': german, 'accept-language': 'de' });
    const fresh = (await read(app, '/pages/a', { 'accept-language': 'de' })).headers['etag'];
    expect([stale.status, stale.headers['etag']]).toEqual([412, fresh]);
    expect((await write(app, '/pages/a', { 'if-none-match': fresh! })).status).toBe(412);
    expect((await write(app, '/pages/a', { 'if-match': fresh! })).status).toBe(200);
  });

  it('are compared as a whole by a read, whose handler is told the version', async () => {
    const headers = { 'accept-language': 'de' };
    const etag = (await read(app, '/pages/a/expected', headers)).headers['etag']!;
    const answer = await read(app, '/pages/a/expected', { ...headers, 'if-match': etag });
    expect([answer.status, answer.json]).toEqual([200, { version: 1, versions: ['1'] }]);
    expect((await read(app, '/pages/a/expected', { ...headers, 'if-match': '"1"' })).status).toBe(412);
    const both = await read(app, '/pages/a/expected', { ...headers, 'if-match': `${etag}, "2.47DEAAAAAA"` });
    expect(both.json).toEqual({ version: 1, versions: ['1'] });
  });

  it('are told from versions that look like one', async () => {
    const { etag } = (await read(app, '/pages/dated')).headers;
    expect(etag).toMatch(/^"1\.2026112212\.[\w-]{10}"$/);
    // The version "1" is current there: the tag of version "1.2026112212" must not be taken for a variant of it.
    expect((await write(app, '/pages/plain', { 'if-match': etag! })).status).toBe(412);
    expect((await write(app, '/pages/plain', { 'if-match': '"1.2026112212"' })).status).toBe(412);
    expect((await write(app, '/pages/dated', { 'if-match': '"1"' })).status).toBe(412);
    expect((await write(app, '/pages/dated', { 'if-match': etag! })).status).toBe(200);
  });

  it('do not concern a hash of the bytes', async () => {
    const tags = await Promise.all(
      ['de', 'fr'].map(
        async (language) => (await read(app, '/hashed/a/body', { 'accept-language': language })).headers,
      ),
    );
    expect(tags[0]!['etag']).toBe(tags[1]!['etag']);
    expect(tags[0]!['vary']).toBe('Accept-Language');
  });

  it.each([{}, { secret: 'correct horse battery staple' }])(
    'that nobody was sent are no match, with options %j',
    async (options) => {
      const own = await start(adapter, options);
      const version = (await read(own, '/pages/a')).headers['etag']!.slice(1, -1);
      for (const variant of ['47DEAAAAAA', '0000000000', '2026112212']) {
        const etag = `"${version}.${variant}"`;
        const refused = await write(own, '/pages/a', { 'if-match': etag });
        expect([etag, refused.status, refused.headers['etag']]).toEqual([etag, 412, `"${version}"`]);
        expect((await write(own, '/pages/a', { 'if-match': `"other", ${etag}` })).status).toBe(412);
      }
      // The version behind it is current, and the condition is true all the same.
      const performed = await write(own, '/pages/a', { 'if-none-match': `"${version}.47DEAAAAAA"` });
      expect(performed.status).toBe(200);
      await own.close();
    },
  );

  it('of one version are no match for another', async () => {
    const german = (await read(app, '/pages/a', { 'accept-language': 'de' })).headers['etag']!;
    const version = Number((await read(app, '/pages/a')).headers['etag']!.slice(1, -1));
    expect((await write(app, '/pages/a', { 'if-match': `"${version}"` })).status).toBe(200);
    const moved = german.replace(`"${version}.`, `"${version + 1}.`);
    expect((await write(app, '/pages/a', { 'if-match': moved })).status).toBe(412);
    const now = (await read(app, '/pages/a', { 'accept-language': 'de' })).headers['etag']!;
    expect((await write(app, '/pages/a', { 'if-match': now })).status).toBe(200);
  });
});

describe.each(ADAPTERS)('namespaces, on $name', (adapter) => {
  let before: RunningApp;
  let after: RunningApp;
  beforeAll(async () => {
    before = await start(adapter, { namespace: 'release 1' });
    after = await start(adapter, { namespace: 'release 2' });
  });
  afterAll(() => Promise.all([before.close(), after.close()]));

  it('keep the tags of two releases apart', async () => {
    const old = (await read(before, '/pages/a')).headers['etag']!;
    expect(old).toMatch(/^"1\.[\w-]{10}"$/);
    expect((await read(before, '/pages/a', { 'if-none-match': old })).status).toBe(304);
    const answer = await read(after, '/pages/a', { 'if-none-match': old });
    expect([answer.status, answer.headers['etag']]).toEqual([200, expect.not.stringMatching(old)]);
  });

  it('fail the writes of clients that read before', async () => {
    const path = '/pages/a';
    const old = (await read(before, path)).headers['etag']!;
    const answer = await write(after, path, { 'if-match': old });
    const now = (await read(after, path)).headers['etag']!;
    expect([answer.status, answer.headers['etag']]).toEqual([412, now]);
    expect((await write(after, path, { 'if-match': '"1"' })).status).toBe(412);
    expect((await write(after, path, { 'if-match': now })).status).toBe(200);
  });

  it('are no part of the hash of a body, which names its bytes', async () => {
    const [one, other] = await Promise.all([before, after].map((app) => read(app, '/hashed/a/body')));
    expect(one!.headers['etag']).toBe(other!.headers['etag']);
  });

  it('are the same tags on every server', async () => {
    const twin = await start(adapter, { namespace: 'release 1' });
    const headers = { 'accept-language': 'de' };
    const tags = await Promise.all([before, twin].map((app) => read(app, '/pages/plain', headers)));
    expect(tags[0]!.headers['etag']).toBe(tags[1]!.headers['etag']);
    await twin.close();
  });
});
