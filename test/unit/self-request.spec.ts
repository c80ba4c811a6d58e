import { describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NEVER, of } from 'rxjs';
import type { Exchange } from '../../src/request/exchange.js';
import { forwardedHeaders } from '../../src/self-request/forwarded-headers.js';
import { KeyedMutex } from '../../src/self-request/keyed-mutex.js';
import { lockKeyOf } from '../../src/self-request/lock-key.js';
import { endOf } from '../../src/self-request/request-end.js';
import { Turn } from '../../src/self-request/turn.js';
import { BodyHash } from '../../src/tags/body-hash.js';

const forever = new AbortController().signal;

describe('a keyed mutex', () => {
  it('lets in one at a time, in order, and forgets a key nobody holds', async () => {
    const mutex = new KeyedMutex();
    const order: number[] = [];
    const visits = Array.from({ length: 5 }, async (_, n) => {
      const release = await mutex.lock('key', forever);
      order.push(n, n);
      await Promise.resolve();
      expect(order.length).toBe(2 * (n + 1));
      release();
    });
    await Promise.all(visits);
    expect(order).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
    expect(mutex).toEqual(new KeyedMutex());
  });

  it('lets go once, however often it is told to', async () => {
    const mutex = new KeyedMutex();
    const release = await mutex.lock('key', forever);
    release();
    await mutex.lock('key', forever);
    release();
    let entered = false;
    void mutex.lock('key', forever).then(() => (entered = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(entered).toBe(false);
  });

  it('forgets who does not wait any more, and does not let in who came too late', async () => {
    const mutex = new KeyedMutex();
    const release = await mutex.lock('key', forever);
    const controller = new AbortController();
    const waiting = mutex.lock('key', controller.signal);
    controller.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    await expect(mutex.lock('key', controller.signal)).rejects.toThrow('gone');
    release();
    expect(mutex).toEqual(new KeyedMutex());
  });
});

describe('the key of a URL', () => {
  it.each([
    '/notes/1',
    '/notes/1/',
    '//notes//1',
    '/Notes/1',
    '/n%6Ftes/%31',
    '/notes/1?a=%',
    '/notes/1;b=1',
    '/notes/1#c',
    'http://example.org/notes/1',
    'HTTPS://example.org:8080/notes/1?a',
  ])('is the same for %s', (url) => {
    expect(lockKeyOf(url)).toBe('/notes/1');
  });

  it.each([
    ['/', ''],
    ['http://example.org', ''],
    ['/notes/%e2%98%82', '/notes/☂'],
    ['/notes/1%2F2', '/notes/1/2'],
    ['/notes/%E0', '/notes/%e0'],
  ])('of %s is %s', (url, key) => {
    expect(lockKeyOf(url)).toBe(key);
  });
});

describe('the header of the GET', () => {
  it('keeps lines, their order and their spelling', () => {
    const raw = [
      'host',
      'x',
      'X-One',
      '1',
      'x-one',
      '2',
      'IF-MATCH',
      '*',
      'Content-Type',
      'a/b',
      'Iffy',
      'kept',
    ];
    const kept = ['host', 'x', 'X-One', '1', 'x-one', '2', 'Iffy', 'kept'];
    expect(forwardedHeaders(raw)).toEqual(['Accept-Encoding', 'identity', ...kept]);
  });
});

describe('the hash of a stream', () => {
  it.each(['sha256', 'sha1', 'md5'])('is that of its bytes in one piece: %s', async (algorithm) => {
    const hash = new BodyHash(algorithm);
    async function* pieces(): AsyncGenerator<Buffer> {
      for (const piece of ['one ', '', 'and ☂']) yield Buffer.from(piece);
    }
    expect(await hash.tagOfStream(pieces())).toEqual(hash.tagOf('one and ☂'));
  });
});

describe('a turn', () => {
  const exchange = (): Exchange => ({ began: false, blocked: false }) as Exchange;

  it('that is over before it begins is passed on, and the handler does not run in it', () => {
    let released = 0;
    const end = AbortSignal.abort();
    const turn = new Turn(() => (released += 1), end);
    expect(released).toBe(1);
    const late = exchange();
    turn.hold(late, of(1)).subscribe();
    expect(late.blocked).toBe(true);
  });

  it('ends with the request, but not before what runs in it', async () => {
    const controller = new AbortController();
    let released = false;
    const turn = new Turn(() => (released = true), controller.signal);
    const running = turn.hold(exchange(), NEVER).subscribe();
    controller.abort();
    expect(released).toBe(false);
    running.unsubscribe();
    await Promise.resolve();
    expect(released).toBe(true);
  });
});

describe('a request', () => {
  it('whose connection is closed already is over', async () => {
    const ends: AbortSignal[] = [];
    const server = createServer((request, response) => {
      request.socket.destroy();
      ends.push(endOf({ request, response, url: '/' }), endOf({ request, response, url: '/' }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    const [first, again] = ends;
    expect([first!.aborted, again]).toEqual([true, first]);
    await new Promise((resolve) => server.close(resolve));
  });
});
