import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RunningApp } from '../../support/adapters.js';
import { STAGES } from '../../support/stages.js';
import { request } from '../../support/wire.js';
import { CODINGS, decoded, get, Notes, sha256, startCoded } from './coded-app.js';

const RESOURCES = ['hashed/1', 'versioned/1', 'streamed', 'own'];

describe.each(STAGES)('content codings, on $name', ({ adapter }) => {
  let app: RunningApp;
  let notes: Notes;
  beforeAll(async () => {
    app = await startCoded(adapter);
    notes = app.app.get(Notes);
  });
  afterAll(() => app.close());
  beforeEach(() => {
    notes.calls = 0;
  });

  const tagOf = async (path: string, coding: (typeof CODINGS)[number]) =>
    (await get(app, path, coding)).headers['etag']!;

  describe.each(RESOURCES)('of /%s', (path) => {
    it('have different strong tags, and one content', async () => {
      const answers = await Promise.all(CODINGS.map((coding) => get(app, `/${path}`, coding)));
      expect(answers.map(({ status, headers }) => [status, headers['content-encoding']])).toEqual([
        [200, 'gzip'],
        [200, 'br'],
        [200, undefined],
      ]);
      expect(new Set(answers.map(({ headers }) => headers['etag'])).size).toBe(3);
      for (const { headers } of answers) {
        expect(headers).toMatchObject({
          etag: expect.stringMatching(/^"[^"]+"$/),
          vary: expect.stringMatching(/^Accept-Encoding$/i),
        });
      }
      expect(new Set(answers.map(decoded)).size).toBe(1);
    });

    it('are each answered 304 on its own', async () => {
      for (const coding of CODINGS) {
        const etag = await tagOf(`/${path}`, coding);
        const again = await get(app, `/${path}`, coding, { 'if-none-match': etag });
        expect([coding, again.status, again.headers['etag'], again.body.length]).toEqual([
          coding,
          304,
          etag,
          0,
        ]);
        expect(again.headers).toMatchObject({ vary: expect.stringMatching(/^Accept-Encoding$/i) });
        expect(again.headers).not.toHaveProperty('content-encoding');
        expect(again.headers).not.toHaveProperty('content-length');
      }
    });

    it('are not answered 304 for one another', async () => {
      for (const coding of CODINGS) {
        const others = await Promise.all(
          CODINGS.filter((other) => other !== coding).map((other) => tagOf(`/${path}`, other)),
        );
        const answer = await get(app, `/${path}`, coding, { 'if-none-match': others.join(', ') });
        expect([coding, answer.status, decoded(answer).length]).toEqual([coding, 200, expect.any(Number)]);
        const all = await get(app, `/${path}`, coding, {
          'if-none-match': [...others, await tagOf(`/${path}`, coding)].join(', '),
        });
        expect(all.status).toBe(304);
      }
    });
  });

  it('have the hash of the bytes before them as the first part of their tag', async () => {
    const identity = await get(app, '/hashed/1', 'identity');
    expect(identity.headers['etag']).toBe(`"${sha256(identity.text)}"`);
    expect(await tagOf('/hashed/1', 'gzip')).toMatch(new RegExp(`^"${sha256(identity.text)}\\.[\\w-]{10}"$`));
  });

  it('need the handler once: what was decided for a version is known', async () => {
    for (const coding of CODINGS) {
      const etag = await tagOf('/versioned/1', coding);
      notes.calls = 0;
      expect((await get(app, '/versioned/1', coding, { 'if-none-match': etag })).status).toBe(304);
      expect([coding, notes.calls]).toEqual([coding, 0]);
    }
  });

  it('are found out by the handler where nobody has asked before: 304 all the same', async () => {
    const etag = await tagOf('/versioned/1', 'gzip');
    const headers = { 'accept-encoding': 'gzip;q=0.9', 'if-none-match': etag };
    notes.calls = 0;
    expect((await request(app.port, { path: '/versioned/1', headers })).status).toBe(304);
    expect(notes.calls).toBe(1);
    expect((await request(app.port, { path: '/versioned/1', headers })).status).toBe(304);
    expect(notes.calls).toBe(1);
  });

  it('are no 304 where nobody knows that a response would be of the coding the client has', async () => {
    const etag = await tagOf('/versioned/1', 'identity');
    const headers = { 'accept-encoding': 'gzip;q=0.8', 'if-none-match': etag };
    const { status, headers: sent } = await request(app.port, { path: '/versioned/1', headers });
    expect([status, sent['content-encoding']]).toEqual([200, 'gzip']);
  });

  it('are told apart by an If-Match, without the handler where they are known', async () => {
    const [gzip, br] = [await tagOf('/versioned/1', 'gzip'), await tagOf('/versioned/1', 'br')];
    notes.calls = 0;
    for (const range of [{}, { range: 'bytes=0-1' }]) {
      expect((await get(app, '/versioned/1', 'gzip', { 'if-match': br, ...range })).status).toBe(412);
      expect(notes.calls).toBe(0);
    }
    expect((await get(app, '/versioned/1', 'gzip', { 'if-match': gzip })).status).toBe(200);
  });

  it('leave what is too small to be compressed alone', async () => {
    const answers = await Promise.all(CODINGS.map((coding) => get(app, '/small/1', coding)));
    expect(new Set(answers.map(({ headers }) => headers['etag'])).size).toBe(1);
    expect(answers[0]!.headers).not.toHaveProperty('content-encoding');
  });

  it('do not matter to a weak tag', async () => {
    const tags = await Promise.all(CODINGS.map((coding) => tagOf('/weak/1', coding)));
    expect(new Set(tags)).toEqual(new Set([expect.stringMatching(/^W\/"\d+"$/)]));
    notes.calls = 0;
    const headers = { 'accept-encoding': 'br;q=0.7', 'if-none-match': tags[0]! };
    expect((await request(app.port, { path: '/weak/1', headers })).status).toBe(304);
    expect(notes.calls).toBe(0);
  });

  it('are none where the handler says identity', async () => {
    const { headers, text } = await get(app, '/uncoded', 'gzip');
    expect(headers['etag']).toBe(`"${sha256(text)}"`);
  });

  it('of the handler itself are told apart as well', async () => {
    const { headers, text } = await get(app, '/precoded', 'gzip');
    expect(headers['content-encoding']).toBe('x-own');
    expect(headers['etag']).toMatch(new RegExp(`^"${sha256(text)}\\.[\\w-]{10}"$`));
    expect((await get(app, '/precoded', 'gzip', { 'if-none-match': headers['etag']! })).status).toBe(304);
    const head = await request(app.port, { method: 'HEAD', path: '/precoded' });
    expect(head.headers['etag']).toBe(headers['etag']);
  });

  it('are HEAD’s as well, once GET has been asked; before that it has no tag', async () => {
    notes.notes.set('head', { version: 1, text: 'h'.repeat(3_000) });
    const head = (headers = {}) =>
      request(app.port, {
        method: 'HEAD',
        path: '/versioned/head',
        headers: { 'accept-encoding': 'gzip', ...headers },
      });
    expect([undefined, await tagOf('/versioned/1', 'gzip')]).toContain((await head()).headers['etag']);
    const etag = await tagOf('/versioned/head', 'gzip');
    const known = await head();
    expect([known.status, known.headers['etag'], known.body.length]).toEqual([200, etag, 0]);
    expect((await head({ 'if-none-match': etag })).status).toBe(304);
  });

  it('fail an If-Match of a read like any other state', async () => {
    const etag = await tagOf('/versioned/1', 'gzip');
    for (const [sent, status] of [
      [etag, 200],
      ['"0"', 412],
      [await tagOf('/versioned/1', 'br'), 412],
    ] as const) {
      const headers = { 'if-match': sent };
      const known = await get(app, '/versioned/1', 'gzip', headers);
      expect([sent, known.status]).toEqual([sent, status]);
      expect(known.headers['etag']).toBe(etag);
      const hashed = await get(app, '/hashed/1', 'gzip', { 'if-match': '"0"' });
      expect([hashed.status, JSON.parse(decoded(hashed))]).toEqual([
        412,
        expect.objectContaining({ statusCode: 412 }),
      ]);
    }
  });

  it.each(['versioned/1'])('are each accepted by If-Match: PUT /%s', async (path) => {
    for (const coding of CODINGS) {
      const etag = await tagOf(`/${path}`, coding);
      const write = (text: string) =>
        request(app.port, {
          method: 'PUT',
          path: `/${path}`,
          headers: { 'if-match': etag, 'accept-encoding': coding },
          body: { text: text.repeat(3_000) },
        });
      expect([coding, (await write('y')).status]).toEqual([coding, 200]);
      const stale = await write('z');
      expect([coding, stale.status]).toEqual([coding, 412]);
      expect(stale.headers['etag']).not.toBe(etag);
    }
  });

  it('are never those of a range, which is of the plain bytes and has their tag', async () => {
    const [gzip, identity] = [await tagOf('/ranged', 'gzip'), await tagOf('/ranged', 'identity')];
    expect(gzip).not.toBe(identity);
    const range = (headers = {}) => get(app, '/ranged', 'gzip', { range: 'bytes=0-9', ...headers });
    const partial = [200, identity, undefined, 10];
    const whole = [200, gzip, 'gzip', expect.any(Number)];
    for (const [headers, outcome] of [
      [{}, partial],
      [{ 'if-range': identity }, partial],
      [{ 'if-range': gzip }, whole],
    ] as const) {
      const answer = await range(headers);
      const { etag, 'content-encoding': coding } = answer.headers;
      const status = outcome === partial ? 206 : 200;
      expect([headers, answer.status, etag, coding, answer.body.length]).toEqual([
        headers,
        status,
        ...outcome.slice(1),
      ]);
    }
    expect((await range({ 'if-none-match': gzip })).status).toBe(304);
    expect((await get(app, '/ranged', 'gzip', { 'if-none-match': gzip })).status).toBe(304);
  });

  it('are told apart by an If-Match and an If-None-Match where a route has ranges', async () => {
    const [gzip, br] = [await tagOf('/ranged/1', 'gzip'), await tagOf('/ranged/1', 'br')];
    const ask = (headers: object) => get(app, '/ranged/1', 'gzip', { ...headers });
    const range = { range: 'bytes=0-1' };
    notes.calls = 0;
    expect((await ask({ 'if-match': br })).status).toBe(412);
    expect((await ask({ 'if-none-match': gzip, ...range })).status).toBe(304);
    expect(notes.calls).toBe(0);
  });

  describe('where nobody has asked before', () => {
    let fresh: RunningApp;
    beforeEach(async () => {
      fresh = await startCoded(adapter);
    });
    afterEach(() => fresh.close());

    const ask = (method: string, path: string, headers = {}) =>
      request(fresh.port, { method, path, headers: { 'accept-encoding': 'gzip', ...headers } });

    it('are no 304 for a client that has another one', async () => {
      const { status, headers } = await ask('GET', '/versioned/1', { 'if-none-match': '"1"' });
      expect([status, headers['content-encoding']]).toEqual([200, 'gzip']);
    });

    it('are found out by the handler where there is none: 304 all the same', async () => {
      expect((await ask('GET', '/small/1', { 'if-none-match': '"1"' })).status).toBe(304);
      expect(fresh.app.get(Notes).calls).toBe(1);
    });

    it('matter to no HEAD and no PUT of what no compressor touches', async () => {
      const head = await ask('HEAD', '/picture');
      const { headers } = await ask('GET', '/picture');
      expect(headers['etag']).toBe(`"${sha256('g'.repeat(3_000))}"`);
      // Every response of a Fastify with a compressor says that it varies.
      expect(head.headers['etag']).toBe(headers['vary'] ? undefined : headers['etag']);
      for (const time of ['first', 'second']) {
        const put = await ask('PUT', '/drawing/1');
        expect([time, put.headers['etag'], put.headers['vary']]).toEqual([time, '"d1"', headers['vary']]);
      }
    });
  });

  it('make the tag of a write’s answer that of a GET', async () => {
    const answer = await request(app.port, {
      method: 'PUT',
      path: '/versioned/1',
      headers: { 'accept-encoding': 'br' },
      body: { text: 'w'.repeat(3_000) },
    });
    expect(answer.headers['content-encoding']).toBe('br');
    expect(answer.headers['etag']).toBe(await tagOf('/versioned/1', 'br'));
  });

  it('are taken off what the handler is told', async () => {
    const etag = await tagOf('/versioned/1', 'gzip');
    const answer = await request(app.port, {
      method: 'PATCH',
      path: '/versioned/1',
      headers: { 'if-match': etag },
    });
    expect(answer.json).toEqual({ versions: [String(notes.find('1')!.version)] });
  });
});

describe.each(STAGES)("content codings with coding: 'weaken', on $name", ({ adapter }) => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startCoded(adapter, { coding: 'weaken' });
  });
  afterAll(() => app.close());

  it('weaken the tag of what is compressed', async () => {
    const [gzip, br, identity] = await Promise.all(CODINGS.map((coding) => get(app, '/versioned/1', coding)));
    expect([gzip, br, identity].map((answer) => answer!.headers['etag'])).toEqual(['W/"1"', 'W/"1"', '"1"']);
    const streamed = await get(app, '/streamed', 'gzip');
    expect([streamed.headers['content-encoding'], streamed.headers['etag']]).toEqual(['gzip', 'W/"s1"']);
  });

  it('are 304 to every client that has the version, with the tag of its 200', async () => {
    for (const path of ['/versioned/1', '/hashed/1']) {
      for (const coding of CODINGS) {
        const { etag } = (await get(app, path, coding)).headers;
        const again = await get(app, path, coding, { 'if-none-match': etag!.replace(/^(?:W\/)?/, 'W/') });
        expect([path, coding, again.status, again.headers['etag']]).toEqual([path, coding, 304, etag]);
      }
    }
  });

  it('are no tag for If-Match', async () => {
    const write = { method: 'PUT', path: '/versioned/1', body: { text: 'x'.repeat(3_000) } };
    const answer = await request(app.port, { ...write, headers: { 'if-match': 'W/"1"' } });
    expect([answer.status, answer.headers['etag']]).toEqual([412, '"1"']);
    expect((await request(app.port, { ...write, headers: { 'if-match': '"1"' } })).status).toBe(200);
  });
});
