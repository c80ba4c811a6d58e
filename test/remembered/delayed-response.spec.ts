import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { connect as connectTo, createServer as createHttp2Server, type Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { delayResponse } from '../../src/remembered/delayed-response.js';
import { pipeline, request } from '../support/wire.js';

let server: Server | Http2Server | undefined;
afterEach(() => void server?.close());

/** Answers as told; what is to be done before the response is done when `done` is called. */
async function start(
  answer: (response: ServerResponse) => unknown,
  task: () => Promise<void>,
  create: (listener: RequestListener) => Server | Http2Server = createServer,
): Promise<number> {
  server = create((_, response) => {
    delayResponse(response, task);
    answer(response);
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const soon = () => new Promise<void>((resolve) => setTimeout(resolve, 5));

describe('a response that is delayed', () => {
  it('goes out once, though its head was written twice', async () => {
    const port = await start((response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      expect(response.headersSent).toBe(true);
      response.writeHead(500);
      response.end('body');
    }, soon);
    const { status, text: body } = await request(port, { path: '/' });
    expect([status, body]).toEqual([200, 'body']);
  });

  it('goes out where what had to be done fails, and at once where nothing had to', async () => {
    const port = await start(
      (response) => response.end('body'),
      async () => Promise.reject(new Error('no')),
    );
    expect((await request(port, { path: '/' })).text).toBe('body');
    server!.close();
    const other = await start((response) => response.end('body'), (() => undefined) as never);
    expect((await request(other, { path: '/' })).text).toBe('body');
  });

  it('survives a listener that throws, and calls each as often as it asked for', async () => {
    const calls: string[] = [];
    const port = await start((response) => {
      response.once('drain', () => calls.push('once'));
      response.on('drain', () => calls.push('on'));
      expect(response.write('body')).toBe(false);
      response.once('drain', () => {
        response.end();
        throw new Error('of the application');
      });
    }, soon);
    expect((await request(port, { path: '/' })).text).toBe('body');
    expect(calls).toEqual(['once', 'on']);
  });

  it('keeps its place among others of its connection', async () => {
    let count = 0;
    const port = await start(
      (response) => response.end(String((count += 1))),
      () => new Promise((resolve) => setTimeout(resolve, 20 / (count + 1))),
    );
    const answers = await pipeline(
      port,
      Array.from({ length: 5 }, () => ({ path: '/' })),
    );
    expect(answers.map((each) => each.text)).toEqual(['1', '2', '3', '4', '5']);
  });

  it('may be one over HTTP/2', async () => {
    let isDone = false;
    const port = await start(
      (response) => {
        response.writeHead(201);
        response.write('in ');
        response.end('pieces');
      },
      async () => {
        await soon();
        isDone = true;
      },
      createHttp2Server as never,
    );
    const session = connectTo(`http://127.0.0.1:${port}`);
    const stream = session.request({ ':path': '/' });
    const [head] = await new Promise<[Record<string, unknown>, boolean]>((resolve) =>
      stream.once('response', (headers) => resolve([headers, isDone])),
    );
    expect([head[':status'], isDone, await text(stream)]).toEqual([201, true, 'in pieces']);
    session.close();
  });
});
