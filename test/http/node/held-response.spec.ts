/** What a handler, or a middleware, does with the response of the NodeAdapter itself. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Res, type Type } from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { ETag, EtagModule } from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { NOTHING } from '../../support/stages.js';
import { request, type WireResponse } from '../../support/wire.js';

interface NodeResponse extends ServerResponse {
  send(body?: unknown): unknown;
  json(body: unknown): unknown;
  sendStatus(status: number): unknown;
}

const CONTENT = { 'Content-Type': 'text/plain', 'Content-Length': '4' };

/** Left alone, whichever of Node's own methods is called. */
const BY_ITSELF: Record<string, (response: NodeResponse) => unknown> = {
  end: (response) => response.end('text'),
  'end, without content': (response) => response.end(),
  write: (response) => (response.write('te'), response.end('xt')),
  flushHeaders: (response) => (response.flushHeaders(), response.end('text')),
  writeHead: (response) => response.writeHead(200, CONTENT).end('text'),
  'writeHead, with a reason': (response) => response.writeHead(200, 'Fine', CONTENT).end('text'),
  'writeHead, with a list': (response) => response.writeHead(200, Object.entries(CONTENT).flat()).end('text'),
  'writeHead, with another status': (response) => response.writeHead(203).end('text'),
  'writeHead, which is told at once': (response) => {
    response.writeHead(200);
    response.end(String(response.headersSent));
  },
  pipe: (response) => Readable.from(['te', 'xt']).pipe(response),
};

/** Tagged. */
const BY_SENDING: Record<string, (response: NodeResponse) => unknown> = {
  send: (response) => response.send('text'),
  'send, of an object': (response) => response.send({ name: 'thing' }),
  'send, of bytes': (response) => response.send(Buffer.from('text')),
  json: (response) => response.json({ name: 'thing' }),
  sendStatus: (response) => response.sendStatus(200),
};

const ALL = Object.entries({ ...BY_ITSELF, ...BY_SENDING });
const pathOf = (name: string) => name.replaceAll(/\W+/g, '-');

function controllerOf(path: string, decorator: MethodDecorator): Type {
  class ResponsesController {}
  const { prototype } = ResponsesController;
  for (const [name, answer] of ALL) {
    const descriptor = { value: (response: NodeResponse) => void answer(response), configurable: true };
    Object.defineProperty(prototype, name, descriptor);
    Res()(prototype, name, 0);
    for (const decorate of [Get(pathOf(name)), decorator]) decorate(prototype, name, descriptor);
  }
  Controller(path)(ResponsesController);
  return ResponsesController;
}

@Controller('replies')
class RepliesController {
  @Get('object') @ETag() object(): object {
    return { name: 'thing' };
  }

  @Get('sent') @ETag() sent(@Res() response: NodeResponse): void {
    response.json({ name: 'thing' });
  }

  @Get('circular') @ETag() circular(): object {
    const circle: Record<string, unknown> = {};
    return Object.assign(circle, { circle });
  }
}

/** What goes over the wire, but for the clock. */
const bytesOf = ({ status, rawHeaders, text }: WireResponse) => ({
  status,
  text,
  fields: rawHeaders.filter((_, at) => rawHeaders[at - (at % 2)]!.toLowerCase() !== 'date'),
});

/** A middleware that writes in pieces what others send in one go. */
function inPieces(_: unknown, response: NodeResponse, next: () => void): void {
  response.json = (body) => {
    response.write(JSON.stringify(body));
    return response.end('\n');
  };
  next();
}

function changed(_: unknown, response: NodeResponse, next: () => void): void {
  const json = response.json.bind(response);
  response.json = (body) => json({ ...(body as object), changed: true });
  next();
}

describe.each(ADAPTERS.filter(({ name }) => name === 'node'))('a response on $name', (adapter) => {
  let running: RunningApp;
  beforeAll(async () => {
    const controllers = [
      controllerOf('decorated', ETag()),
      controllerOf('plain', NOTHING as MethodDecorator),
    ];
    running = await startApp(
      { imports: [EtagModule.forRoot()], controllers: [...controllers, RepliesController] },
      adapter,
    );
  });
  afterAll(() => running.close());

  const get = (path: string, headers = {}) => request(running.port, { path, headers });

  it.each(Object.keys(BY_ITSELF))('%s: goes out as without the module', async (name) => {
    const [decorated, plain] = [await get(`/decorated/${pathOf(name)}`), await get(`/plain/${pathOf(name)}`)];
    expect(bytesOf(decorated)).toEqual(bytesOf(plain));
    expect(decorated.headers['etag']).toBeUndefined();
  });

  it.each(Object.keys(BY_SENDING))('%s: has a tag behind its other fields, and a 304', async (name) => {
    const [decorated, plain] = [await get(`/decorated/${pathOf(name)}`), await get(`/plain/${pathOf(name)}`)];
    const { etag, ...others } = decorated.headers;
    expect([decorated.text, Object.keys(others)]).toEqual([plain.text, Object.keys(plain.headers)]);
    const again = await get(`/decorated/${pathOf(name)}`, { 'if-none-match': etag });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('is refused as without the module where it cannot be written', async () => {
    const { status, headers } = await get('/replies/circular');
    expect([status, headers['etag']]).toEqual([500, undefined]);
  });
});

describe.each(ADAPTERS.filter(({ name }) => name === 'node'))('a middleware on $name', (adapter) => {
  async function withMiddleware(middleware: unknown, path: string): Promise<[WireResponse, WireResponse]> {
    const { port, close } = await startApp(
      { imports: [EtagModule.forRoot()], controllers: [RepliesController] },
      adapter,
      { configure: (app) => app.use(middleware) },
    );
    const first = await request(port, { path });
    const again = await request(port, {
      path,
      headers: { 'if-none-match': first.headers['etag'] ?? '"other"' },
    });
    await close();
    return [first, again];
  }

  it('may write in pieces: nobody knows all of the bytes', async () => {
    const [first, again] = await withMiddleware(inPieces, '/replies/sent');
    expect([first.text, first.headers['etag']]).toEqual(['{"name":"thing"}\n', undefined]);
    expect([again.status, again.text]).toEqual([200, first.text]);
  });

  it('may change what is sent: its bytes are tagged', async () => {
    const [first, again] = await withMiddleware(changed, '/replies/sent');
    expect(first.json).toEqual({ name: 'thing', changed: true });
    expect([again.status, again.headers['etag']]).toEqual([304, first.headers['etag']]);
  });
});
