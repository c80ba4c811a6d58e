import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Header,
  HttpCode,
  Module,
  Param,
  Post,
  Redirect,
  Res,
  Sse,
  StreamableFile,
} from '@nestjs/common';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { of } from 'rxjs';
import {
  CacheControl,
  ETag,
  EtagModule,
  NoETag,
  Versioned,
  type EtagModuleOptions,
} from '../../../src/index.js';
import { ADAPTERS, startApp, type Adapter, type RunningApp } from '../../support/adapters.js';
import { request } from '../../support/wire.js';

const text = (length: number) => '☂'.repeat(length);

@Controller('plain')
class PlainController {
  @Get('json') json() {
    return { name: 'Ada ☂' };
  }

  @Get('sized/:length') sized(@Param('length') length: string) {
    return text(Number(length));
  }

  @Get('cached') @CacheControl({ maxAge: 60 }) cached() {
    return { cached: true };
  }

  @Get('own') own(@Res({ passthrough: true }) response: { header(name: string, value: string): void }) {
    response.header('ETag', '"own"');
    return { own: true };
  }

  @Get('opted-out') @NoETag() optedOut() {
    return { name: 'Ada' };
  }

  @Get('secret') @Header('Cache-Control', 'no-store') secret() {
    return { name: 'Ada' };
  }

  @Get('stream') stream() {
    return new StreamableFile(Readable.from(['one', 'two']));
  }

  @Get('file') file() {
    return new StreamableFile(createReadStream('package.json'));
  }

  @Get('buffer') buffer() {
    return new StreamableFile(Buffer.from('in memory'));
  }

  @Get('created') @HttpCode(201) created() {
    return { name: 'Ada' };
  }

  @Get('moved') @Redirect('/elsewhere') moved() {}

  @Sse('events') events() {
    return of({ data: 'one' });
  }

  @Get('version') @Versioned() version() {
    return { version: 7 };
  }

  @Get('weak') @ETag({ weak: true }) weak() {
    return { name: 'Ada' };
  }

  @Post('json') create() {
    return { name: 'Ada' };
  }
}

@Controller('silent')
@NoETag()
class SilentController {
  @Get() read() {
    return { name: 'Ada' };
  }
}

/** A module without any decorator of ours: nothing of it tells Nest to make our interceptor. */
@Controller('feature')
class FeatureController {
  @Get() read() {
    return { name: 'Ada' };
  }
}
@Module({ controllers: [FeatureController] })
class FeatureModule {}

const start = (adapter: Adapter, options: EtagModuleOptions) =>
  startApp(
    {
      imports: [EtagModule.forRoot(options), FeatureModule],
      controllers: [PlainController, SilentController],
    },
    adapter,
  );
const hashOf = (body: Buffer) => `"${createHash('sha256').update(body).digest('base64url')}"`;

describe.each(ADAPTERS)('auto: true, on $name', (adapter) => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await start(adapter, { auto: true });
  });
  afterAll(() => app.close());

  const send = (method: string, path: string, headers = {}) => request(app.port, { method, path, headers });

  it.each(['/plain/json', '/plain/sized/10', '/plain/sized/100000', '/plain/cached', '/feature'])(
    'gives what has no tag of its own the hash of its bytes, and answers it 304: GET %s',
    async (path) => {
      const ok = await send('GET', path);
      const etag = hashOf(ok.body);
      expect([ok.status, ok.headers['etag']]).toEqual([200, etag]);
      for (const method of ['GET', 'HEAD']) {
        const again = await send(method, path, { 'if-none-match': etag });
        expect([again.status, again.headers['etag'], again.body.length]).toEqual([304, etag, 0]);
        expect(again.headers['cache-control']).toBe(ok.headers['cache-control']);
      }
    },
  );

  it.each<[string, string, string | undefined]>([
    ['a version', '/plain/version', '"7"'],
    ['a weak hash', '/plain/weak', expect.stringMatching(/^W\/"[\w-]{43}"$/) as never],
    ['a tag the handler sets', '/plain/own', '"own"'],
    ['none, by a decorator', '/plain/opted-out', undefined],
    ['none, by a decorator of the class', '/silent', undefined],
    ['none, since it must not be stored', '/plain/secret', undefined],
    ['none, since it is a stream', '/plain/stream', undefined],
    ['none, since it is a stream of a file', '/plain/file', undefined],
    ['none, since it is streamed, though in memory', '/plain/buffer', undefined],
    ['none, since it is no 200', '/plain/created', undefined],
    ['none, since it redirects', '/plain/moved', undefined],
  ])('leaves alone what has %s', async (_, path, etag) => {
    expect((await send('GET', path)).headers['etag']).toEqual(etag);
  });

  it('is for GET alone: a write hears no If-Match, as without it', async () => {
    const answer = await send('POST', '/plain/json', { 'if-match': '"0"' });
    expect([answer.status, answer.text]).toEqual([201, '{"name":"Ada"}']);
    expect(app.logger.warnings).toEqual([]);
  });

  it('refuses an If-Match of a read that does not hold', async () => {
    expect((await send('GET', '/plain/json', { 'if-match': '"0"' })).status).toBe(412);
  });

  it('shows in the audit where tags come from', () => {
    const audit = app.logger.logs.join('\n');
    expect(audit).toMatch(/FeatureController\.read +GET +hash of the body/);
    expect(audit).not.toMatch(/PlainController\.events/);
  });
});

describe.each(ADAPTERS)('auto with a maxSize, on $name', (adapter) => {
  it('hashes what is not larger, in bytes', async () => {
    const app = await start(adapter, { auto: { maxSize: 30 } });
    const tagOf = async (path: string) => (await request(app.port, { path })).headers['etag'];
    expect(await tagOf('/plain/sized/10')).toBe(hashOf(Buffer.from(text(10))));
    expect(await tagOf('/plain/sized/11')).toBeUndefined();
    expect(await tagOf('/plain/sized/11')).toBeUndefined();
    await app.close();
  });

  it('does not concern what is decorated', async () => {
    const app = await start(adapter, { auto: { maxSize: 1 } });
    expect((await request(app.port, { path: '/plain/weak' })).headers['etag']).toMatch(/^W\//);
    await app.close();
  });

  it('leaves everything as it is once it is off again', async () => {
    const app = await start(adapter, {});
    const { headers } = await request(app.port, { path: '/feature' });
    expect(headers['etag'] ?? 'W/').toMatch(/^W\//);
    await app.close();
  });
});
