import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Header,
  HttpCode,
  Put,
  Redirect,
  Render,
  Res,
  Sse,
  StreamableFile,
  type MessageEvent,
} from '@nestjs/common';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { of, type Observable } from 'rxjs';
import {
  CacheControl,
  ETag,
  EtagModule,
  PreconditionFailedException,
  Versioned,
} from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { request } from '../../support/wire.js';

/** What both platforms' responses can do. */
interface AnyResponse {
  status(code: number): this;
  header(name: string, value: string): this;
  send(body?: unknown): unknown;
}

let destroyed = 0;

function stream(): Readable {
  return Readable.from(['streamed ', 'content']).on('close', () => (destroyed += 1));
}

class Tagged {
  readonly version = 5;
}

class CurrentTag {
  current(): object {
    return {};
  }
}

@Controller('kinds')
@CacheControl({ private: true, maxAge: 5 })
class KindsController {
  @Get('sent') @ETag() sent(@Res() response: AnyResponse): void {
    response.header('Content-Type', 'text/plain; charset=utf-8').send('sent by the handler');
  }

  @Get('bytes') @ETag() bytes(@Res() response: AnyResponse): void {
    response.header('Content-Type', 'application/octet-stream').send(Buffer.from([0, 255, 13, 10]));
  }

  @Get('passthrough') @ETag() passthrough(@Res({ passthrough: true }) response: AnyResponse): object {
    response.header('X-Mine', 'yes');
    return { passed: 'through' };
  }

  @Get('own-tag') @ETag() ownTag(@Res({ passthrough: true }) response: AnyResponse): object {
    response.header('ETag', '"mine"').header('Cache-Control', 'public');
    return { passed: 'through' };
  }

  @Put('sent-and-thrown')
  @ETag({ tag: () => 'v', current: CurrentTag })
  sentAndThrown(@Res() response: AnyResponse): never {
    response.status(202).send('sent by the handler');
    throw new PreconditionFailedException();
  }

  @Get('rendered') @ETag() @Render('page.hbs') rendered(): object {
    return { name: 'Ada' };
  }

  @Get('redirected') @ETag() @Redirect('/elsewhere', 302) redirected(): void {}

  @Get('created') @ETag() @HttpCode(201) created(): string {
    return 'created';
  }

  @Get('no-content') @Versioned() @HttpCode(204) noContent(): object {
    return new Tagged();
  }

  @Put('no-content') @ETag({ tag: () => 'new', current: CurrentTag }) @HttpCode(204) putNoContent(): object {
    return {};
  }

  @Get('file') @ETag() file(): StreamableFile {
    return new StreamableFile(stream(), { type: 'text/plain' });
  }

  @Get('tagged-file') @ETag({ tag: () => 'file-1' }) taggedFile(): StreamableFile {
    return new StreamableFile(stream(), { type: 'text/plain' });
  }

  @Get('failing-file') @ETag({ tag: () => 'file-1' }) failingFile(): StreamableFile {
    const failing = new Readable({ read: () => failing.destroy(new Error('the disk is gone')) });
    return new StreamableFile(failing);
  }

  @Get('observable') @Versioned() observable(): Observable<object> {
    return of({ version: 1 }, { version: 2 });
  }

  @Get('promised') @Versioned() async promised(): Promise<object> {
    return { version: 6 };
  }

  @Get('iterated') @ETag() async *iterated(): AsyncGenerator<string> {
    yield 'one ';
    yield 'two';
  }

  @Sse('events') @ETag() events(): Observable<MessageEvent> {
    return of({ data: 'one' }, { data: 'two' });
  }

  @Get('headers')
  @ETag()
  @Header('Content-Location', '/kinds/headers.json')
  @Header('Expires', 'never')
  headers(): object {
    return { a: 1 };
  }
}

const VIEWS = fileURLToPath(new URL('../../fixtures/views', import.meta.url));

describe.each(ADAPTERS)('every kind of response, on $name', (adapter) => {
  let running: RunningApp;

  beforeAll(async () => {
    const metadata = {
      imports: [EtagModule.forRoot()],
      controllers: [KindsController],
      providers: [CurrentTag],
    };
    running = await startApp(metadata, adapter, { configure: (app) => adapter.views(app, VIEWS) });
  });
  afterAll(() => running.close());

  const get = (path: string, headers = {}) => request(running.port, { path: `/kinds/${path}`, headers });

  it.each(['sent', 'bytes', 'passthrough', 'rendered', 'promised', 'headers'])(
    '%s: tagged, then 304',
    async (path) => {
      const first = await get(path);
      const again = await get(path, { 'if-none-match': first.headers['etag'] });
      expect(first).toMatchObject({ status: 200, headers: { etag: expect.stringMatching(/^"[\w-]+"$/) } });
      expect([again.status, again.body.length, again.headers['cache-control']]).toEqual([
        304,
        0,
        'max-age=5, private',
      ]);
    },
  );

  it('keeps what a handler set itself', async () => {
    const { headers } = await get('own-tag');
    const again = await get('own-tag', { 'if-none-match': '"mine"' });
    expect(headers).toMatchObject({ etag: '"mine"', 'cache-control': 'public' });
    expect(again).toMatchObject({ status: 304, headers: { etag: '"mine"', 'cache-control': 'public' } });
    expect((await get('passthrough')).headers['x-mine']).toBe('yes');
  });

  it('keeps Content-Location and Expires in a 304', async () => {
    const { headers } = await get('headers');
    const again = await get('headers', { 'if-none-match': headers['etag'] });
    expect(again.headers).toMatchObject({ 'content-location': '/kinds/headers.json', expires: 'never' });
  });

  it('leaves a redirect alone', async () => {
    const response = await get('redirected', { 'if-none-match': '*' });
    expect(response).toMatchObject({ status: 302, headers: { location: '/elsewhere' } });
    expect(response.headers).not.toHaveProperty('etag');
  });

  it.each(['created', 'no-content'])('makes a 304 of nothing but a 200: %s', async (path) => {
    const { status, headers } = await get(path, { 'if-none-match': '*' });
    expect({ status, etag: headers['etag'] }).toEqual({
      status: path === 'created' ? 201 : 204,
      etag: undefined,
    });
  });

  it('tells the new tag with a 204 to a PUT', async () => {
    const response = await request(running.port, { method: 'PUT', path: '/kinds/no-content' });
    expect(response).toMatchObject({ status: 204, headers: { etag: '"new"' } });
  });

  it('leaves a response alone that a handler sent before it threw', async () => {
    const response = await request(running.port, { method: 'PUT', path: '/kinds/sent-and-thrown' });
    expect(response).toMatchObject({ status: 202, text: 'sent by the handler' });
    expect(running.logger.errors).toEqual([]);
  });

  it('streams a file without buffering, and so without a hash', async () => {
    const { status, text, headers } = await get('file', { 'if-none-match': '"x"' });
    expect({ status, text, etag: headers['etag'] }).toEqual({
      status: 200,
      text: 'streamed content',
      etag: undefined,
    });
  });

  it('tags a file by its tag function, and closes it where 304 takes its place', async () => {
    const first = await get('tagged-file');
    expect(first).toMatchObject({ status: 200, text: 'streamed content', headers: { etag: '"file-1"' } });
    const before = destroyed;
    const again = await get('tagged-file', { 'if-none-match': '"file-1"' });
    expect([again.status, again.body.length, destroyed]).toEqual([304, 0, before + 1]);
  });

  it('takes the tag back where the file cannot be read', async () => {
    const { status, headers } = await get('failing-file');
    expect(status).toBeGreaterThanOrEqual(400);
    expect(headers).not.toHaveProperty('etag');
    expect(headers).not.toHaveProperty('cache-control');
  });

  it('tags what an observable emits last', async () => {
    expect(await get('observable')).toMatchObject({ headers: { etag: '"2"' }, json: { version: 2 } });
  });

  it('sends events as they are', async () => {
    // Nest keeps the connection of events open, whatever the client asks for.
    const response = await fetch(`${running.url}/kinds/events`, { headers: { 'if-none-match': '*' } });
    expect([response.status, response.headers.get('etag')]).toEqual([200, null]);
    expect(await response.text()).toContain('data: two');
  });

  it('answers pipelined requests in their order, each by its own preconditions', async () => {
    const { headers } = await get('passthrough');
    const ask = (extra: string) => `GET /kinds/passthrough HTTP/1.1\r\nHost: x\r\n${extra}\r\n`;
    const known = `If-None-Match: ${headers['etag']}\r\n`;
    const text = await pipelined(
      running.port,
      ask(known) + ask('') + ask(known) + ask('Connection: close\r\n'),
    );
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(
      ['304', '200', '304', '200'].map((status) => `HTTP/1.1 ${status}`),
    );
  });
});

function pipelined(port: number, message: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(message));
    socket.on('data', (chunk) => (text += chunk.toString('latin1')));
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
  });
}
