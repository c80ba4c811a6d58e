/** Byte ranges of what a handler returns, over real HTTP. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { hash } from 'node:crypto';
import { renameSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { EtagModule } from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { partsOfResponse } from '../../support/multipart.js';
import { request, type WireResponse } from '../../support/wire.js';
import { CONTENT, Files, FilesController, MODIFIED, PlainController, seen } from './ranges.fixture.js';

const SIZE = CONTENT.length;
/** Size and date, in hexadecimal. */
const TAG = `"${SIZE.toString(16)}-${Date.parse(MODIFIED).toString(16)}"`;
/** Every way to hold the same bytes. */
const KINDS = ['letters', 'handle', 'buffer', 'raw', 'stream', 'hashed', 'current', 'dated'];

const MODULE = {
  imports: [EtagModule.forRoot()],
  controllers: [FilesController, PlainController],
  providers: [Files],
};

describe.each(ADAPTERS)('on $name', (adapter) => {
  let running: RunningApp;
  beforeAll(async () => (running = await startApp(MODULE, adapter)));
  afterAll(() => running.close());

  function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<WireResponse> {
    return request(running.port, { method, path: path.startsWith('/') ? path : `/files/${path}`, headers });
  }

  function range(path: string, value: string, headers: Record<string, string> = {}): Promise<WireResponse> {
    return get(path, { range: value, ...headers });
  }

  async function nothingOpen(): Promise<void> {
    while (seen.open.size > 0) await setTimeout(5);
  }

  describe.each(KINDS)('%s', (path) => {
    it('is sent whole, with what a range needs', async () => {
      const { status, headers, text } = await get(path);
      expect([status, text]).toEqual([200, CONTENT]);
      expect(headers).toMatchObject({ 'accept-ranges': 'bytes', 'content-length': String(SIZE) });
      expect(headers).not.toHaveProperty('content-range');
    });

    it.each([
      ['bytes=0-0', '0-0', 'a'],
      ['bytes=5-9', '5-9', 'fghij'],
      ['BYTES=5-9', '5-9', 'fghij'],
      ['bytes=30-', '30-35', '456789'],
      ['bytes=30-99999999999999999999', '30-35', '456789'],
      ['bytes=-3', '33-35', '789'],
      ['bytes=-1000', '0-35', CONTENT],
      ['bytes=0-35', '0-35', CONTENT],
      ['bytes=0-4,2-9', '0-9', 'abcdefghij'],
      ['bytes=0-4,5-9', '0-9', 'abcdefghij'],
      ['bytes=,0-4 ,\t, 100-', '0-4', 'abcde'],
    ])('%s is 206: bytes %s', async (value, sent, content) => {
      const whole = await get(path);
      const { status, headers, text } = await range(path, value);
      expect([status, text]).toEqual([206, content]);
      expect(headers).toMatchObject({
        'accept-ranges': 'bytes',
        'content-range': `bytes ${sent}/${SIZE}`,
        'content-length': String(content.length),
      });
      // What the 200 has, the 206 has (15.3.7).
      const { date: _, 'content-length': __, 'content-range': ___, ...described } = headers;
      const { date: ____, 'content-length': _____, ...wholly } = whole.headers;
      expect(described).toEqual(wholly);
    });

    it('several ranges are 206 in parts', async () => {
      const response = await range(path, 'bytes=0-2, 10-11, -1');
      expect(response.status).toBe(206);
      expect(response.headers).not.toHaveProperty('content-range');
      const { headers } = await get(path);
      const parts = partsOfResponse(response);
      expect(parts.map(({ range: of, content }) => [of, content.toString()])).toEqual([
        [`0-2/${SIZE}`, 'abc'],
        [`10-11/${SIZE}`, 'kl'],
        [`35-35/${SIZE}`, '9'],
      ]);
      expect(new Set(parts.map(({ type }) => type))).toEqual(new Set([headers['content-type']]));
      expect(response.headers['etag']).toBe(headers['etag']);
    });

    it('no range that is there is 416', async () => {
      const { status, headers, json } = await range(path, 'bytes=36-, 50-60, -0');
      expect(status).toBe(416);
      expect(headers['content-range']).toBe(`bytes */${SIZE}`);
      expect(json).toMatchObject({ statusCode: 416, error: 'Range Not Satisfiable' });
      for (const name of ['etag', 'last-modified', 'content-disposition']) {
        expect(headers).not.toHaveProperty(name);
      }
      await nothingOpen();
    });

    it.each([
      'bytes=5-2',
      'bytes=',
      'bytes=,',
      'bytes',
      'bytes=a-b',
      'bytes=-',
      'bytes=1',
      'bytes=0x1-2',
      'bytes=+1-2',
      'bytes=1-2;3-4',
      'bytes=1 - 2',
      'bytes=1-2 3-4',
      'bytes=0-1,5-2',
      'bytes=0-1,2-3x',
      'bytes=1-2-3',
      'bytes=١-٢',
      'items=0-1',
      `bytes=${Array.from({ length: 51 }, (_, at) => `${at}-${at}`).join()}`,
    ])('%s is ignored', async (value) => {
      const { status, headers, text } = await range(path, value);
      expect([status, text]).toEqual([200, CONTENT]);
      expect(headers).not.toHaveProperty('content-range');
    });

    it('HEAD ignores Range, and has the fields of the 200', async () => {
      const { headers: whole } = await get(path);
      const { status, headers, body } = await get(path, { range: 'bytes=0-4' }, 'HEAD');
      expect([status, body.length]).toEqual([200, 0]);
      for (const name of ['accept-ranges', 'content-length', 'content-type', 'etag', 'last-modified']) {
        expect([name, headers[name]]).toEqual([name, whole[name]]);
      }
      await nothingOpen();
    });
  });

  it('keeps the order the ranges were asked in, except where it can read only once', async () => {
    const ranges = async (path: string) =>
      partsOfResponse(await range(path, 'bytes=20-21,0-1,10-11')).map(({ content }) => content.toString());
    expect(await ranges('letters')).toEqual(['uv', 'ab', 'kl']);
    expect(await ranges('buffer')).toEqual(['uv', 'ab', 'kl']);
    expect(await ranges('stream')).toEqual(['ab', 'kl', 'uv']);
  });

  it('serves exactly the slices of any content', async () => {
    const files = running.app.get(Files);
    const content = fc.uint8Array({ minLength: 1, maxLength: 300 });
    const ranges = fc.array(fc.tuple(fc.nat(250), fc.nat(250)), { minLength: 1, maxLength: 6 });
    const property = fc.asyncProperty(content, ranges, async (bytes, asked) => {
      const pairs = asked.map(([first, more]) => [first, first + more] as const);
      files.write('any', Buffer.from(bytes));
      const response = await range('any', `bytes=${pairs.map((pair) => pair.join('-')).join()}`);
      const wanted = [...bytes.keys()].filter((at) =>
        pairs.some(([first, last]) => at >= first && at <= last),
      );
      expect(response.status).toBe(wanted.length > 0 ? 206 : 416);
      if (response.status === 416) return;
      const single = response.headers['content-range']?.slice('bytes '.length);
      const parts = single ? [{ range: single, content: response.body }] : partsOfResponse(response);
      const sent = parts.flatMap(({ range: of, content: part }) => {
        const [first, last, size] = of.split(/[-/]/).map(Number);
        expect(size).toBe(bytes.length);
        expect(part.equals(bytes.subarray(first, last! + 1))).toBe(true);
        return Array.from(part, (_, at) => first! + at);
      });
      expect(sent.toSorted((a, b) => a - b)).toEqual(wanted);
    });
    await fc.assert(property, { numRuns: 100 });
  });

  it('has another boundary each time', async () => {
    const types = await Promise.all([1, 2].map(() => range('letters', 'bytes=0-0,2-2')));
    expect(types[0]!.headers['content-type']).not.toBe(types[1]!.headers['content-type']);
  });

  it('takes no more ranges than it is told', async () => {
    expect((await range('few', 'bytes=0-0,2-2')).status).toBe(206);
    expect((await range('few', 'bytes=0-0,2-2,4-4')).status).toBe(200);
  });

  describe('validators', () => {
    it('of a file: size and date, strong once the date is a second old', async () => {
      const { headers } = await get('letters');
      expect(headers).toMatchObject({ etag: TAG, 'last-modified': MODIFIED });
      const fresh = await get('fresh');
      expect(fresh.headers['etag']).toMatch(/^W\/"24-/);
    });

    it('of a file without ranges too, which is sent as it ever was', async () => {
      const { headers, text } = await get('/plain/file');
      expect(text).toBe(CONTENT);
      expect(headers).toMatchObject({ etag: TAG, 'last-modified': MODIFIED });
      expect(headers).not.toHaveProperty('accept-ranges');
      expect((await get('/plain/file', { range: 'bytes=0-1' })).status).toBe(200);
      expect((await get('/plain/weak')).headers['etag']).toBe(`W/${TAG}`);
      expect((await get('/plain/file', { 'if-none-match': TAG })).status).toBe(304);
      await nothingOpen();
    });

    it('of a Buffer: the hash of its bytes, unless it must not be stored', async () => {
      const etag = `"${hash('sha256', CONTENT, 'base64url')}"`;
      for (const path of ['buffer', 'raw', '/plain/buffer']) {
        const { headers, text } = await get(path);
        expect([path, headers['etag'], text]).toEqual([path, etag, CONTENT]);
        expect((await get(path, { 'if-none-match': etag })).status).toBe(304);
      }
      const secret = await get('/plain/secret');
      expect([secret.headers['etag'], secret.text]).toEqual([undefined, CONTENT]);
    });

    it('from the caller, or from the response itself, win', async () => {
      expect((await get('hashed')).headers['etag']).toBe('"given-by-the-caller"');
      expect((await range('own-tag', 'bytes=0-1', { 'if-range': '"mine"' })).status).toBe(206);
      expect((await range('own-tag', 'bytes=0-1', { 'if-range': TAG })).status).toBe(200);
    });

    it('by the same function of the current state: 304 without a file', async () => {
      const before = seen.ran;
      const { status, headers } = await get('current', { 'if-none-match': TAG, range: 'bytes=0-1' });
      expect([status, headers['etag'], seen.ran]).toEqual([304, TAG, before]);
      expect((await get('current', { 'if-modified-since': MODIFIED })).status).toBe(304);
      expect(seen.ran).toBe(before);
      for (const path of ['current', 'tagged']) {
        expect((await get(path)).headers).toMatchObject({ etag: TAG, 'last-modified': MODIFIED });
      }
    });
  });

  describe('preconditions come before ranges', () => {
    it.each([
      [{ 'if-none-match': TAG }, 304],
      [{ 'if-none-match': TAG, 'if-range': '"other"' }, 304],
      [{ 'if-modified-since': MODIFIED }, 304],
      [{ 'if-match': '"other"' }, 412],
      [{ 'if-match': TAG }, 206],
      [{ 'if-none-match': '"other"' }, 206],
      [{ 'if-unmodified-since': 'Wed, 01 May 2024 11:59:59 GMT' }, 412],
      [{ 'if-match': 'junk' }, 400],
    ])('%j: %i', async (headers, status) => {
      for (const path of ['letters', 'current']) {
        const response = await range(path, 'bytes=0-4', headers);
        expect([path, response.status]).toEqual([path, status]);
        if (status !== 206) expect(response.headers).not.toHaveProperty('content-range');
      }
      // Before what is unsatisfiable, too.
      const expected = status === 206 ? 416 : status;
      expect((await range('letters', 'bytes=100-', headers)).status).toBe(expected);
      await nothingOpen();
    });
  });

  describe('If-Range', () => {
    it.each([
      ['letters', TAG, 206],
      ['letters', `W/${TAG}`, 200],
      ['letters', '"other"', 200],
      ['letters', `${TAG}, ${TAG}`, 200],
      ['letters', '*', 200],
      ['letters', 'junk', 200],
      ['letters', MODIFIED, 206],
      ['letters', 'Wednesday, 01-May-24 12:00:00 GMT', 206],
      ['letters', 'Wed, 01 May 2024 11:59:59 GMT', 200],
      ['letters', 'Wed, 01 May 2024 12:00:01 GMT', 200],
      ['letters', '2024-05-01T12:00:00Z', 200],
      ['dated', MODIFIED, 206],
      ['dated', TAG, 200],
      ['buffer', MODIFIED, 200],
    ])('%s, %s: %i', async (path, value, status) => {
      const response = await range(path, 'bytes=0-4', { 'if-range': value });
      expect([response.status, response.text]).toEqual([status, status === 206 ? 'abcde' : CONTENT]);
      // What is there does not matter where the condition is false.
      const unsatisfiable = await range(path, 'bytes=100-', { 'if-range': value });
      expect(unsatisfiable.status).toBe(status === 206 ? 416 : 200);
      expect((await get(path, { 'if-range': value })).status).toBe(200);
    });

    it('never matches a weak tag, nor a date that is not over', async () => {
      const { headers } = await get('fresh');
      expect((await range('fresh', 'bytes=0-4', { 'if-range': headers['etag']! })).status).toBe(200);
      expect((await range('fresh', 'bytes=0-4', { 'if-range': headers['last-modified']! })).status).toBe(200);
    });
  });

  it('serves what the handler chose of a file as the representation', async () => {
    expect((await get('slice')).text).toBe('klmnopqrst');
    const { headers, text } = await range('slice', 'bytes=2-3');
    expect([headers['content-range'], text]).toEqual(['bytes 2-3/10', 'mn']);
    expect((await range('slice', 'bytes=10-')).headers['content-range']).toBe('bytes */10');
  });

  it('has no range of nothing', async () => {
    for (const path of ['empty', 'no-bytes']) {
      const whole = await get(path);
      expect([whole.status, whole.body.length, whole.headers['content-length']]).toEqual([200, 0, '0']);
      expect((await range(path, 'bytes=-5')).status).toBe(200);
      const { status, headers } = await range(path, 'bytes=0-');
      expect([status, headers['content-range']]).toEqual([416, 'bytes */0']);
    }
  });

  it.each([
    ['unknown', 'a stream of no known length'],
    ['read', 'a file somebody has read from'],
    ['chunked', 'a coded transfer'],
  ])('leaves %s alone: %s', async (path) => {
    const { status, headers, text } = await range(path, 'bytes=0-4');
    expect([status, text]).toEqual([200, CONTENT]);
    expect(headers).not.toHaveProperty('accept-ranges');
  });

  it('leaves alone a stream without a StreamableFile, which only Nest 12 sends', async () => {
    const { status, headers } = await range('alone', 'bytes=0-4');
    expect(status).not.toBe(206);
    expect(headers).not.toHaveProperty('accept-ranges');
    // Nest 11 sends it as JSON on Express, and leaves it open.
    for (const stream of seen.open) stream.destroy();
  });

  it('serves ranges in the place of a 200 only', async () => {
    const { status, headers, text } = await range('accepted', 'bytes=0-4');
    expect([status, text]).toEqual([202, CONTENT]);
    expect(headers).not.toHaveProperty('accept-ranges');
    const json = await range('json', 'bytes=0-4');
    expect([json.status, json.json]).toEqual([200, { no: 'file' }]);
    expect(json.headers).not.toHaveProperty('accept-ranges');
  });

  it('has the type of the route in each part, and a length of its own', async () => {
    const one = await range('typed', 'bytes=0-4');
    const { headers } = await get('typed');
    expect(headers['content-type']).toMatch(/^text\/html/);
    expect(one.headers).toMatchObject({ 'content-type': headers['content-type'], 'content-length': '5' });
    const [first] = partsOfResponse(await range('typed', 'bytes=0-4,10-14'));
    expect(first).toMatchObject({ type: headers['content-type'], range: `0-4/${SIZE}` });
  });

  it('takes a type that is none for the error it is without ranges', async () => {
    expect((await range('bad-type', 'bytes=0-4,10-14')).status).toBe(500);
    expect((await get('bad-type')).status).toBe(500);
  });

  describe('whatever else becomes of the response', () => {
    it.each(['replaced', 'replaced-typed'])('%s: an interceptor answers something else', async (path) => {
      for (const value of ['bytes=0-4', 'bytes=0-4,10-14', 'none']) {
        const { status, headers, json } = await range(path, value);
        expect([status, json]).toEqual([200, { something: 'else' }]);
        expect(headers['content-type']).toMatch(/^application\/json/);
        for (const name of ['content-range', 'accept-ranges']) expect(headers).not.toHaveProperty(name);
      }
    });

    it('an interceptor throws', async () => {
      const { status, headers } = await range('thrown', 'bytes=0-4');
      expect(status).toBe(500);
      for (const name of ['content-range', 'accept-ranges', 'etag']) expect(headers).not.toHaveProperty(name);
    });

    it.each(['missing', 'folder'])('%s: the file cannot be read', async (path) => {
      const plain = await get(path);
      expect(plain.status).toBe(adapter.unreadable);
      for (const headers of [{ range: 'bytes=0-4' }, { 'if-match': 'junk' }, { 'if-none-match': '"x"' }]) {
        const { status, headers: fields } = await get(path, headers as Record<string, string>);
        if (path === 'missing') expect(status).toBe(plain.status);
        expect(status).toBeGreaterThanOrEqual(400);
        for (const name of ['content-range', 'etag']) expect(fields).not.toHaveProperty(name);
      }
    });

    it.each(['short', 'failing'])('%s: what breaks off does not look complete', async (path) => {
      const one = await range(path, 'bytes=5-');
      expect(one.status).toBe(206);
      expect(one.body.length).toBeLessThan(Number(one.headers['content-length']));
      const many = await range(path, 'bytes=0-4,20-');
      expect(many.body.length).toBeLessThan(Number(many.headers['content-length']));
      await nothingOpen();
      expect((await get('letters')).status).toBe(200);
    });
  });

  describe('a client that goes away', () => {
    it.each([
      ['large', 'none'],
      ['large', 'bytes=1-'],
      ['large', 'bytes=1-4000000,5000000-'],
      ['stuck', 'bytes=1-'],
      ['stuck', 'bytes=1-5,20-'],
    ])('%s, %s: leaves nothing open', async (path, value) => {
      await new Promise<void>((resolve) => {
        const socket = connect(running.port, '127.0.0.1', () => {
          socket.write(`GET /files/${path} HTTP/1.1\r\nHost: a\r\nRange: ${value}\r\n\r\n`);
        });
        socket.once('data', () => {
          expect(seen.open.size).toBe(1);
          socket.destroy();
        });
        socket.once('close', () => resolve());
      });
      await nothingOpen();
    });

    it('before anything is sent: leaves nothing open', async () => {
      const before = seen.ran;
      const socket = connect(running.port, '127.0.0.1', () => {
        socket.end('GET /files/large HTTP/1.1\r\nHost: a\r\nRange: bytes=1-\r\n\r\n', () =>
          socket.resetAndDestroy(),
        );
      });
      socket.on('error', () => undefined);
      while (seen.ran === before) await setTimeout(5);
      await nothingOpen();
    });
  });

  it('serves the file that was opened, whatever stands under its name by then', async () => {
    const files = running.app.get(Files);
    files.write('other', CONTENT.toUpperCase());
    const stream = files.stream;
    files.stream = (name, options) => {
      const opened = stream.call(files, name, options);
      opened.once('open', () => renameSync(files.path('other'), files.path('letters')));
      return opened;
    };
    const { headers, text } = await range('letters', 'bytes=0-4');
    files.stream = stream;
    files.write('letters', CONTENT);
    expect([headers['etag'], text]).toEqual([TAG, 'abcde']);
  });

  it('leaves nothing open', nothingOpen);
});

describe.each(ADAPTERS)('on $name, with a middleware that compresses', (adapter) => {
  let running: RunningApp;
  beforeAll(async () => {
    running = await startApp(MODULE, adapter, {
      configure: (app) => adapter.compress(app, { threshold: 0 }),
    });
  });
  afterAll(() => running.close());

  it.each(['large', 'letters', 'buffer', 'stream'])(
    '%s: ranges are of what is not compressed',
    async (path) => {
      const gzip = { 'accept-encoding': 'gzip' };
      const send = (headers: Record<string, string>) =>
        request(running.port, { path: `/files/${path}`, headers: { ...gzip, ...headers } });
      const whole = await send({});
      expect([whole.status, whole.headers['content-encoding']]).toEqual([200, 'gzip']);
      const one = await send({ range: 'bytes=0-4' });
      expect([one.status, one.headers['content-encoding'], one.text]).toEqual([
        206,
        undefined,
        path === 'large' ? 'large' : 'abcde',
      ]);
      expect(one.headers['content-length']).toBe('5');
      const many = await send({ range: 'bytes=0-4,10-14', 'if-range': one.headers['etag']! });
      expect(many.headers).not.toHaveProperty('content-encoding');
      expect(partsOfResponse(many)).toHaveLength(2);
    },
  );
});
