/** Responses: rules 34 to 41. */
import { expect } from '@jest/globals';
import type { RunningApp } from '../../support/adapters.js';
import { KEPT } from './fixture.js';
import { faultsOf } from './observe.js';
import { rule, send, type Rule } from './rule.js';
import { LAST_MODIFIED, NEW_LAST_MODIFIED } from './states.js';

const READ_ROUTES = ['current/strong', 'current/weak', 'current/dated', 'returned/strong', 'hashed/strong'];
const VALIDATORS = ['etag', 'last-modified', 'vary'] as const;

export const RESPONSES: readonly Rule[] = [
  rule(
    34,
    'a 304 has the fields of the 200 that describe it, and none that describe content',
    async ({ main }) => {
      await Promise.all(READ_ROUTES.map((path) => holdAgainst200(main, path)));
    },
  ),
  rule(35, 'a 304 stands only in the place of a 200', [
    ['GET /special/created', { 'if-none-match': '"v1"' }, '201 ran'],
    ['GET /special/created', { 'if-none-match': '*' }, '201 ran'],
    ['GET /special/partial', { 'if-none-match': '*' }, '206 ran'],
    ['GET /special/empty', { 'if-none-match': '"v1"' }, '204 ran'],
    ['GET /special/redirect', { 'if-none-match': '*' }, '302 ran'],
    ['GET /special/status/500', { 'if-none-match': '*' }, '500 ran'],
  ]),
  rule(
    36,
    'a PUT response carries validators by default, and none with putValidators: strict',
    async (apps) => {
      const shown = await send(apps.main, 'PUT /current/strong', { 'if-match': '"v1"' });
      expect(shown.headers).toMatchObject({ etag: '"v2"', 'last-modified': NEW_LAST_MODIFIED });
      const hidden = await send(apps.strict, 'PUT /current/strong', { 'if-match': '"v1"' });
      expect(hidden.status).toBe(200);
      expect(hidden.headers).not.toHaveProperty('etag');
      expect(hidden.headers).not.toHaveProperty('last-modified');
      // 9.3.4 speaks of PUT; a 412 still says what would have matched.
      expect((await send(apps.strict, 'PATCH /current/strong')).headers['etag']).toBe('"v2"');
      expect((await send(apps.strict, 'PUT /current/strong', { 'if-match': '"v0"' })).headers['etag']).toBe(
        '"v1"',
      );
    },
  ),
  rule(
    37,
    "a write's validators describe the new state, and are left out where nobody knows it",
    async ({ main }) => {
      const writes = ['PUT', 'PATCH', 'POST'].map((method) =>
        send(main, `${method} /current/strong`, { 'if-match': '"v1"' }),
      );
      for (const { headers } of await Promise.all(writes)) {
        expect(headers).toMatchObject({ etag: '"v2"', 'last-modified': NEW_LAST_MODIFIED });
      }
      const silent = await send(main, 'PUT /special/silent', { 'if-match': '"v1"' });
      expect([silent.status, silent.headers['etag']]).toEqual([200, undefined]);
      const gone = await send(main, 'DELETE /current/strong', { 'if-match': '"v1"' });
      expect([gone.status, gone.headers['etag']]).toEqual([204, undefined]);
    },
  ),
  rule(38, 'representations that differ do not share a strong tag: hashes of the bytes', ({ main }) =>
    differByLanguage(main, 'translated'),
  ),
  rule(38, 'representations that differ do not share a strong tag: variants of one version', ({ main }) =>
    differByLanguage(main, 'translated-version'),
  ),
  rule(39, 'HEAD sends the validators GET would send, and no body', async ({ main }) => {
    const pairs = READ_ROUTES.map(async (path) => {
      const [get, head] = await Promise.all([send(main, `GET /${path}`), send(main, `HEAD /${path}`)]);
      expect(head.status).toBe(200);
      expect(head.body).toHaveLength(0);
      for (const name of VALIDATORS) expect([name, head.headers[name]]).toEqual([name, get.headers[name]]);
      expect([...VALIDATORS].some((name) => name in head.headers)).toBe(true);
    });
    await Promise.all(pairs);
  }),
  rule(39, 'a HEAD handler without a body sends no tag that GET would not send', async ({ main }) => {
    const [get, head] = await Promise.all(
      ['GET', 'HEAD'].map((method) => send(main, `${method} /special/headed`)),
    );
    expect([undefined, get!.headers['etag']]).toContain(head!.headers['etag']);
  }),
  rule(40, 'a write without a precondition where one is required is 428, before the handler', [
    ['PUT /special/required', {}, '428 did not run'],
    ['PATCH /special/required', {}, '428 did not run'],
    ['POST /special/required', {}, '428 did not run'],
    ['PUT /special/required', { 'if-modified-since': 'Wed, 01 May 2024 12:00:00 GMT' }, '428 did not run'],
    ['PUT /special/required', { 'if-unmodified-since': 'Wed, 01 May 2024 12:00:00 GMT' }, '428 did not run'],
    ['PUT /special/required', { 'if-unmodified-since': 'tomorrow' }, '428 did not run'],
    ['PUT /special/required', { 'if-none-match': ',' }, '428 did not run'],
    ['PUT /special/required', { 'if-match': '"v1"' }, '200 ran'],
    ['PUT /special/required', { 'if-match': '*' }, '200 ran'],
    ['PUT /special/required', { 'if-match': '"v0"' }, '412 did not run'],
    ['PUT /special/required', { 'if-match': 'v1' }, '400 did not run'],
    ['PATCH /special/required', { 'if-unmodified-since': 'Wed, 01 May 2024 12:00:00 GMT' }, '200 ran'],
  ]),
  rule(40, 'a 428 explains how to resubmit and is never stored', async ({ main }) => {
    const { headers, json } = await send(main, 'PUT /special/required');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers).not.toHaveProperty('etag');
    expect(json).toEqual({
      statusCode: 428,
      error: 'Precondition Required',
      message: expect.stringContaining('If-Match'),
    });
  }),
  rule(41, 'what must not be stored is not hashed: no tag with Cache-Control: no-store', async ({ main }) => {
    for (const { status, headers } of await Promise.all([
      send(main, 'GET /special/secret'),
      send(main, 'GET /special/secret-by-header'),
      send(main, 'GET /special/secret', { 'if-none-match': '"v1"' }),
      send(main, 'GET /special/secret-by-header', { 'if-none-match': '"v1"' }),
    ])) {
      expect([status, headers['etag']]).toEqual([200, undefined]);
      expect(headers['cache-control']).toMatch(/no-store/i);
    }
  }),
  rule(
    41,
    'a 304 in the place of what must not be stored carries the tag of its 200, or none',
    async ({ main }) => {
      const ok = await send(main, 'GET /special/secret-current');
      const conditions = [{ 'if-none-match': '"v1"' }, { 'if-modified-since': LAST_MODIFIED }];
      const sent = conditions.map((headers) => send(main, 'GET /special/secret-current', headers));
      for (const { status, headers } of await Promise.all(sent)) {
        expect([status, headers['cache-control'], headers['etag']]).toEqual([
          304,
          'no-store',
          ok.headers['etag'],
        ]);
      }
    },
  ),
];

/** A 304 without its handler, or after it, beside the 200 of the same URL; by GET and by HEAD. */
async function holdAgainst200(app: RunningApp, path: string): Promise<void> {
  const ok = await send(app, `GET /${path}`);
  const { etag, 'last-modified': lastModified } = ok.headers;
  const condition = etag ? { 'if-none-match': etag } : { 'if-modified-since': lastModified! };
  const responses = ['GET', 'HEAD'].map((method) => send(app, `${method} /${path}`, condition));
  for (const response of await Promise.all(responses)) {
    expect([path, response.status, faultsOf('GET', response)]).toEqual([path, 304, []]);
    for (const name of [...Object.keys(KEPT), 'etag']) {
      expect([path, name, response.headers[name]]).toEqual([path, name, ok.headers[name]]);
    }
  }
}

async function differByLanguage(app: RunningApp, name: string): Promise<void> {
  const german = await send(app, `GET /special/${name}`, { 'accept-language': 'de' });
  const french = await send(app, `GET /special/${name}`, { 'accept-language': 'fr' });
  expect(german.text).not.toBe(french.text);
  expect(german.headers).toMatchObject({ vary: 'Accept-Language', etag: expect.stringMatching(/^"/) });
  expect(german.headers['etag']).not.toBe(french.headers['etag']);
}
