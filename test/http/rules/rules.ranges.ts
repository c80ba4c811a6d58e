/** If-Range: rules 32 and 33. */
import { expect } from '@jest/globals';
import { KEPT } from './fixture.js';
import { CONTENT } from './ranged.fixture.js';
import { rule, send, type Rule, type Step } from './rule.js';
import { LAST_MODIFIED } from './states.js';

const RANGE = { range: 'bytes=0-2' };
const EARLIER = 'Wed, 01 May 2024 11:59:59 GMT';
const LATER = 'Wed, 01 May 2024 12:00:01 GMT';

function steps(path: string, values: readonly [value: string, status: 200 | 206][]): Step[] {
  return values.map(([value, status]) => [
    `GET /ranged/${path}`,
    { ...RANGE, 'if-range': value },
    `${status} ran`,
  ]);
}

export const RANGES: readonly Rule[] = [
  rule(32, 'a tag in If-Range is compared strongly', [
    ['GET /ranged/strong', RANGE, '206 ran'],
    ...steps('strong', [
      ['"v1"', 206],
      ['W/"v1"', 200],
      ['"v2"', 200],
      ['"V1"', 200],
      ['"v1", "v2"', 200],
      ['v1', 200],
      ['*', 200],
    ]),
    ...steps('weak', [
      ['W/"v1"', 200],
      ['"v1"', 200],
    ]),
  ]),
  rule(
    32,
    'a date in If-Range has to be the very one, in any of its forms',
    steps('strong', [
      [LAST_MODIFIED, 206],
      ['Wednesday, 01-May-24 12:00:00 GMT', 206],
      ['Wed May  1 12:00:00 2024', 206],
      [EARLIER, 200],
      [LATER, 200],
      ['2024-05-01T12:00:00Z', 200],
      ['tomorrow', 200],
    ]),
  ),
  rule(32, 'a date beside a weak tag counts by itself', steps('weak', [[LAST_MODIFIED, 206]])),
  rule(32, 'a date is no strong validator before its second is over', async ({ main }) => {
    const ask = (headers = {}) => send(main, 'GET /ranged/changing', { ...RANGE, ...headers });
    // Tried until two responses fall into one second.
    for (let before = await ask(); ;) {
      const response = await ask({ 'if-range': before.headers['last-modified'] });
      expect([response.status, response.text]).toEqual([200, CONTENT]);
      if (response.headers['last-modified'] === before.headers['last-modified']) break;
      before = response;
    }
    expect((await send(main, 'GET /ranged/changing', RANGE)).status).toBe(206);
  }),
  rule(32, 'a false If-Range sends everything, with the current tag', async ({ main }) => {
    const { status, headers, text } = await send(main, 'GET /ranged/strong', {
      ...RANGE,
      'if-range': '"v0"',
    });
    expect([status, headers['etag'], text]).toEqual([200, '"v1"', CONTENT]);
    expect(headers).not.toHaveProperty('content-range');
  }),
  rule(34, 'a 206 has the fields of the 200 that describe it, as its 304 has', async ({ main }) => {
    const { headers, text } = await send(main, 'GET /ranged/strong', RANGE);
    expect(headers).toMatchObject({ ...KEPT, etag: '"v1"', 'last-modified': LAST_MODIFIED });
    expect([headers['content-range'], headers['content-length'], text]).toEqual(['bytes 0-2/10', '3', 'ten']);
  }),
  rule(33, 'If-Range is ignored without Range, and is never a reason for 412', [
    ...['"v1"', '"v2"', 'W/"v1"', LAST_MODIFIED, EARLIER, 'junk', '*'].map((value): Step => [
      'GET /ranged/strong',
      { 'if-range': value },
      '200 ran',
    ]),
    ['HEAD /ranged/strong', { ...RANGE, 'if-range': '"v2"' }, '200 ran'],
    ['GET /current/strong', { ...RANGE, 'if-range': '"v2"' }, '200 ran'],
    ['PUT /current/strong', { ...RANGE, 'if-range': '"v2"', 'if-match': '"v1"' }, '200 ran'],
    ['DELETE /current/strong', { ...RANGE, 'if-range': '"v2"', 'if-match': '"v1"' }, '204 ran'],
  ]),
  rule(35, 'a 304 stands in the place of a 206, whose preconditions come first', [
    ['GET /ranged/strong', { ...RANGE, 'if-none-match': '"v1"' }, '304 ran'],
    ['GET /ranged/strong', { ...RANGE, 'if-none-match': '"v1"', 'if-range': '"v2"' }, '304 ran'],
    ['GET /ranged/strong', { range: 'bytes=99-', 'if-none-match': '"v1"' }, '304 ran'],
    ['GET /ranged/strong', { range: 'bytes=99-', 'if-match': '"v2"' }, '412 ran'],
    ['GET /ranged/strong', { ...RANGE, 'if-match': '"v2"', 'if-range': '"v1"' }, '412 ran'],
    ['GET /ranged/strong', { range: 'bytes=99-' }, '416 ran'],
  ]),
];
