/** Servers that hang, flood, lead in circles or lie end in a clear line. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type RequestListener, type Server as HttpServer } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { check } from './run.js';

const LINE = 'HTTP/1.1 200 OK\r\n';

describe('nestjs-etag check, against a server that', () => {
  let close: () => void = () => {};
  afterEach(() => close());

  async function at(server: Server | HttpServer): Promise<string> {
    const sockets = new Set<Socket>();
    server.on('connection', (socket: Socket) => {
      sockets.add(socket.on('error', () => {}));
    });
    close = () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    };
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  /** Answers every request with these octets, and closes the connection or not. */
  function raw(text: string | Buffer, end = true): Promise<string> {
    return at(
      createTcpServer((socket) => {
        socket.once('data', () => (end ? socket.end(text) : socket.write(text)));
      }),
    );
  }

  function http(listener: RequestListener): Promise<string> {
    return at(createServer(listener));
  }

  async function lineOn(url: string, ...options: readonly string[]): Promise<string> {
    const { code, out } = await check(url, ...options);
    expect(code).toBe(1);
    expect(out).toMatch(/^GET \/: .*\n\n0 of 1 routes checked, no rule is broken\.\n$/);
    return out.split('\n')[0]!;
  }

  it('is not there', async () => {
    expect(await lineOn('http://127.0.0.1:1/')).toContain('nothing listens there (ECONNREFUSED)');
  });

  it('takes the request and says nothing', async () => {
    const url = await at(createTcpServer(() => {}));
    expect(await lineOn(url, '--timeout', '0.2')).toContain('the response was not complete after 200 ms');
  });

  it('never ends its response', async () => {
    const url = await raw(`${LINE}Content-Length: 10\r\n\r\nabc`, false);
    expect(await lineOn(url, '--timeout', '0.2')).toContain('not complete after 200 ms');
  });

  it('sends without an end', async () => {
    const url = await http((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65536)));
        response.once('drain', more);
      };
      more();
    });
    expect(await lineOn(url, '--max-bytes', '1000000')).toContain('is longer than 1000000 octets');
  });

  it('has a header section without an end', async () => {
    const url = await raw(`${LINE}${'X-Long: x\r\n'.repeat(5000)}`, false);
    expect(await lineOn(url)).toContain('header section of the response is longer than 16 KiB');
  });

  it('leads in a circle', async () => {
    const url = await http((_, response) => void response.writeHead(302, { location: '/' }).end());
    expect(await lineOn(url)).toContain('a GET is answered 302, which leads to /. Check that one');
  });

  it('leads elsewhere with what would move a cursor', async () => {
    const url = await raw(`HTTP/1.1 302 Found\r\nLocation: /a\u009b2J\r\nContent-Length: 0\r\n\r\n`);
    expect(await lineOn(url)).not.toMatch(/[\u0080-\u009f]/);
  });

  it('closes before its response is complete', async () => {
    const url = await raw(`${LINE}Content-Length: 100\r\n\r\nabc`);
    expect(await lineOn(url)).toContain('closed the connection before the response was complete');
  });

  it('closes at once', async () => {
    const url = await at(createTcpServer((socket) => void socket.end()));
    expect(await lineOn(url)).toContain('closed the connection before the response was complete');
  });

  it('does not speak HTTP', async () => {
    expect(await lineOn(await raw('SSH-2.0-OpenSSH_9.6\r\n'))).toContain(
      'what came back is no HTTP response',
    );
  });

  it.each([
    ['two lengths', 'Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc'],
    ['no number for a length', 'Content-Length: many\r\n\r\nabc'],
    ['chunks that are none', 'Transfer-Encoding: chunked\r\n\r\nzz\r\nabc'],
  ])('has %s', async (_, rest) => {
    expect(await lineOn(await raw(LINE + rest))).toContain('is malformed');
  });

  it('says 304 to everything', async () => {
    const url = await http((_, response) => void response.writeHead(304).end());
    expect(await lineOn(url)).toContain('a GET is answered 304');
  });

  it('hangs as soon as a request has preconditions', async () => {
    const url = await http(({ headers }, response) => {
      if (headers['if-none-match'] === undefined) response.writeHead(200, { etag: '"1"' }).end('x');
    });
    const { code, out } = await check(
      url,
      '--timeout',
      '0.2',
      '--ignore',
      'modified,not-modified-content,not-modified-fields,not-modified-length,not-modified-metadata,list,list-lines,' +
        'list-empty-members,list-commas,weak-comparison,any,none-match-malformed,head-not-modified',
    );
    expect(out).toContain('No response: the response was not complete after 200 ms.');
    expect(code).toBe(1);
  });

  it('sends a document that is not one', async () => {
    const url = await http((_, response) => void response.end('{"openapi": "3.0.0", "paths": "none"}'));
    const { out } = await check(url);
    expect(out).toContain('validator: RFC 9110, 8.8.3 (should)');
  });
});
