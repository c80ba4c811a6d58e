import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Header,
  Headers,
  Res,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { tap, type Observable } from 'rxjs';
import { CacheControl, ETag, EtagModule, TagMemory, Versioned } from '../../../src/index.js';
import { startApp, type RunningApp } from '../../support/adapters.js';
import { STAGES } from '../../support/stages.js';
import { Client } from './support.js';

interface Reply {
  header(name: string, value: string): unknown;
}

type Fields = Record<string, string | undefined>;

let calls = 0;

const remember = { groups: ['pages'] };
const rememberFor = 'everyone';

/** Sets fields before the handler, or after it. */
class Before implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { headers } = context.switchToHttp().getRequest<{ headers: Fields }>();
    context.switchToHttp().getResponse<Reply>().header('Content-Location', `/for/${headers['x-for']}`);
    return next.handle();
  }
}

class After implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<Reply>();
    return next.handle().pipe(tap(() => reply.header('Cache-Control', 'max-age=5')));
  }
}

@Controller('pages')
class PagesController {
  private page(): object {
    calls += 1;
    return { page: 1, version: 1 };
  }

  @Get('content-location')
  @ETag({ remember, rememberFor })
  contentLocation(
    @Headers('x-forwarded-host') host: string,
    @Res({ passthrough: true }) reply: Reply,
  ): object {
    if (host) reply.header('Content-Location', `https://${host}/pages`);
    return this.page();
  }

  @Get('cache-control')
  @Versioned({ remember, rememberFor })
  @CacheControl({ noCache: true })
  cacheControl(@Headers('cookie') cookie: string, @Res({ passthrough: true }) reply: Reply): object {
    if (cookie) reply.header('Cache-Control', `max-age=${cookie.slice('age='.length)}`);
    return this.page();
  }

  @Get('expires')
  @ETag({ remember })
  expires(@Headers('x-expires') date: string, @Res({ passthrough: true }) reply: Reply): object {
    if (date) reply.header('Expires', date);
    return this.page();
  }

  @Get('vary')
  @ETag({ remember })
  vary(@Headers('x-vary') names: string, @Res({ passthrough: true }) reply: Reply): object {
    if (names) reply.header('Vary', names);
    return this.page();
  }

  @Get('etag')
  @ETag({ remember })
  etag(@Headers('x-forwarded-host') host: string, @Res({ passthrough: true }) reply: Reply): object {
    reply.header('ETag', `"${host ?? 'ours'}"`);
    return this.page();
  }

  @Get('last-modified')
  @ETag({ remember })
  lastModified(@Headers('x-date') date: string, @Res({ passthrough: true }) reply: Reply): object {
    if (date) reply.header('Last-Modified', date);
    return this.page();
  }

  @Get('before')
  @ETag({ remember })
  @UseInterceptors(Before)
  before(): object {
    return this.page();
  }

  @Get('after')
  @ETag({ remember })
  @UseInterceptors(After)
  after(): object {
    return this.page();
  }

  @Get('constant')
  @Versioned({ remember, vary: ['Accept-Language'] })
  @Header('Cache-Control', 'private, max-age=60')
  @Header('Content-Location', '/pages/1')
  @Header('Expires', 'Thu, 01 Jan 1970 00:00:00 GMT')
  @Header('Vary', 'Origin')
  constant(): object {
    return this.page();
  }
}

describe.each(STAGES)('the fields of a 304 from memory, on $name', ({ adapter }) => {
  let running: RunningApp;
  let client: Client;

  beforeAll(async () => {
    running = await startApp({ imports: [EtagModule.forRoot()], controllers: [PagesController] }, adapter, {
      configure: (app) =>
        app.use((request: { headers: Fields }, reply: { setHeader: Reply['header'] }, next: () => void) => {
          const age = request.headers['x-age'];
          if (age) reply.setHeader('Cache-Control', `max-age=${age}`);
          next();
        }),
    });
    client = new Client(running);
  });
  afterEach(() => running.app.get(TagMemory).forget('pages'));
  afterAll(() => running.close());

  const warningsAbout = (name: string) =>
    running.logger.warnings.filter((line) => line.startsWith(`PagesController.${name} `));

  it.each<[string, string, Record<string, string>, string]>([
    ['content-location', 'contentLocation', { 'x-forwarded-host': 'evil.example' }, 'Content-Location'],
    ['cache-control', 'cacheControl', { cookie: 'age=31536000' }, 'Cache-Control'],
    ['expires', 'expires', { 'x-expires': 'Fri, 01 Jan 2100 00:00:00 GMT' }, 'Expires'],
  ])('are none that a handler made of another request: %s', async (path, name, evil, field) => {
    const { headers } = await client.get(`/pages/${path}`, evil);
    expect(headers[field.toLowerCase()]).toMatch(/evil|31536000|2100/);
    calls = 0;
    const after = await client.get(`/pages/${path}`, { 'if-none-match': '*' });
    expect([after.status, calls]).toEqual([304, 1]);
    expect(JSON.stringify(after.headers)).not.toMatch(/evil|31536000|2100/);
    // What has only fields of the route is remembered all the same.
    expect((await client.get(`/pages/${path}`, { 'if-none-match': '*' })).status).toBe(304);
    expect(calls).toBe(1);
    await client.get(`/pages/${path}`, evil);
    expect(warningsAbout(name)).toEqual([
      expect.stringMatching(new RegExp(`is not remembered: .*${field}.*@Header\\(\\)`)),
    ]);
  });

  it('are none that an interceptor set behind the handler', async () => {
    for (let turn = 0; turn < 2; turn += 1) {
      calls = 0;
      const { status, headers } = await client.get('/pages/after', { 'if-none-match': '*' });
      expect([status, headers['cache-control'], calls]).toEqual([304, 'max-age=5', 1]);
    }
    expect(warningsAbout('after')).toHaveLength(1);
  });

  it.each(['Accept-Encoding', 'X-Evil', 'Origin, X-Evil', '*'])(
    'name no Vary of a handler: %s',
    async (names) => {
      await client.get('/pages/vary', { 'x-vary': names });
      calls = 0;
      const { headers } = await client.get('/pages/vary', { 'if-none-match': '*' });
      expect([headers['vary'], calls]).toEqual([undefined, 1]);
      expect(warningsAbout('vary')).toEqual([
        expect.stringContaining('its responses vary by accept-encoding'),
      ]);
    },
  );

  it('show a tag that a handler made itself only to a client that has it', async () => {
    const { headers } = await client.get('/pages/etag', { 'x-forwarded-host': 'evil' });
    expect(headers['etag']).toBe('"evil"');
    calls = 0;
    for (const condition of [
      { 'if-none-match': '*' },
      { 'if-none-match': '"ours"' },
      { 'if-modified-since': new Date().toUTCString() },
    ]) {
      expect((await client.get('/pages/etag', condition)).headers['etag']).toBe('"ours"');
      await client.get('/pages/etag', { 'x-forwarded-host': 'evil' });
    }
    expect(calls).toBe(6);
    expect((await client.get('/pages/etag', { 'if-none-match': 'W/"evil"' })).status).toBe(304);
    expect(calls).toBe(6);
  });

  it('do not come of a date that a handler made itself', async () => {
    await client.get('/pages/last-modified', { 'x-date': 'Thu, 01 Jan 1970 00:00:00 GMT' });
    calls = 0;
    const since = { 'if-modified-since': new Date().toUTCString() };
    expect((await client.get('/pages/last-modified', since)).status).toBe(200);
    expect(calls).toBe(1);
  });

  it('are those of its own request where they are set before the handler', async () => {
    const ada = await client.get('/pages/before', { 'x-for': 'ada', 'x-age': '1' });
    expect([ada.headers['content-location'], ada.headers['cache-control']]).toEqual([
      '/for/ada',
      'max-age=1',
    ]);
    calls = 0;
    const bob = { 'x-for': 'bob', 'x-age': '2', 'if-none-match': ada.headers['etag'] };
    const { status, headers } = await client.get('/pages/before', bob);
    expect([status, calls, headers['content-location'], headers['cache-control']]).toEqual([
      304,
      0,
      '/for/bob',
      'max-age=2',
    ]);
  });

  it('are those that the 200 has, where they are constants of the route', async () => {
    const full = await client.get('/pages/constant');
    calls = 0;
    const { status, headers } = await client.get('/pages/constant', {
      'if-none-match': full.headers['etag'],
    });
    expect([status, calls]).toEqual([304, 0]);
    for (const name of ['etag', 'cache-control', 'content-location', 'expires', 'vary']) {
      expect([name, headers[name]]).toEqual([name, full.headers[name]]);
      expect(headers[name]).toBeDefined();
    }
    expect(warningsAbout('constant')).toEqual([]);
  });
});
