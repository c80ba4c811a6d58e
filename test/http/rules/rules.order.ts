/** Order and place: rules 1 to 8. */
import { expect } from '@jest/globals';
import { LAST_MODIFIED } from './states.js';
import { rule, send, type Rule } from './rule.js';

const EQUAL = LAST_MODIFIED;
const EARLIER = 'Wed, 01 May 2024 11:59:59 GMT';
const UNSAFE = ['PUT', 'PATCH', 'DELETE', 'POST'];

const DONE: Readonly<Record<string, '200 ran' | '201 ran' | '204 ran'>> = {
  PUT: '200 ran',
  PATCH: '200 ran',
  DELETE: '204 ran',
  POST: '201 ran',
};

export const ORDER: readonly Rule[] = [
  rule(1, 'If-Unmodified-Since is ignored beside If-Match', [
    ['PUT /current/strong', { 'if-match': '"v1"', 'if-unmodified-since': EARLIER }, '200 ran'],
    ['PUT /current/strong', { 'if-match': '"v0"', 'if-unmodified-since': EQUAL }, '412 did not run'],
    ['GET /current/strong', { 'if-match': '*', 'if-unmodified-since': EARLIER }, '200 ran'],
    ['PUT /current/strong', { 'if-unmodified-since': EARLIER }, '412 did not run'],
  ]),
  rule(2, 'If-None-Match is still evaluated after a true If-Match', [
    ['GET /current/strong', { 'if-match': '"v1"', 'if-none-match': '"v1"' }, '304 did not run'],
    ['GET /returned/strong', { 'if-match': '"v1"', 'if-none-match': '"v1"' }, '304 ran'],
    ['PUT /current/strong', { 'if-match': '"v1"', 'if-none-match': '*' }, '412 did not run'],
    ['PUT /current/strong', { 'if-match': '"v1"', 'if-none-match': '"v0"' }, '200 ran'],
    ['GET /current/strong', { 'if-unmodified-since': EQUAL, 'if-none-match': '"v1"' }, '304 did not run'],
  ]),
  rule(3, 'If-Modified-Since is ignored beside If-None-Match, whether that matched or not', [
    ['GET /current/strong', { 'if-none-match': '"v0"', 'if-modified-since': EQUAL }, '200 ran'],
    ['GET /returned/strong', { 'if-none-match': '"v0"', 'if-modified-since': EQUAL }, '200 ran'],
    ['GET /current/strong', { 'if-none-match': '"v1"', 'if-modified-since': EARLIER }, '304 did not run'],
    ['GET /current/dated', { 'if-none-match': '"v1"', 'if-modified-since': EQUAL }, '200 ran'],
    ['GET /current/strong', { 'if-none-match': 'malformed', 'if-modified-since': EQUAL }, '200 ran'],
    ['GET /current/strong', { 'if-modified-since': EQUAL }, '304 did not run'],
  ]),
  rule(4, 'If-Modified-Since counts for GET and HEAD only', [
    ['GET /current/dated', { 'if-modified-since': EQUAL }, '304 did not run'],
    ['HEAD /current/dated', { 'if-modified-since': EQUAL }, '304 did not run'],
    ...UNSAFE.map(
      (method) => [`${method} /current/dated`, { 'if-modified-since': EQUAL }, DONE[method]!] as const,
    ),
  ]),
  rule(
    4,
    'If-Modified-Since is no precondition of a write, nor where the current state is unknown',
    UNSAFE.map(
      (method) => [`${method} /current/unknown`, { 'if-modified-since': EQUAL }, DONE[method]!] as const,
    ),
  ),
  rule(
    5,
    'what a guard turns away is turned away as without preconditions',
    [401, 403, 404, 405, 415, 429, 503].flatMap((status) => [
      [`GET /special/guarded/${status}`, { 'if-none-match': '"v1"' }, `${status} did not run`] as const,
      [`GET /special/guarded/${status}`, { 'if-match': '"v0"' }, `${status} did not run`] as const,
      [`PUT /special/guarded/${status}`, { 'if-match': '"v0"' }, `${status} did not run`] as const,
      [`PUT /special/guarded/${status}`, { 'if-match': 'malformed' }, `${status} did not run`] as const,
    ]),
  ),
  rule(5, "a pipe's 400 wins over 304 and 412", async ({ main }) => {
    const read = await send(main, 'GET /special/piped/x', { 'if-none-match': '"v1"' });
    const write = await send(main, 'PUT /special/piped/x', { 'if-match': '"v0"' });
    for (const { status, json } of [read, write]) {
      expect(status).toBe(400);
      expect(json).toMatchObject({ message: expect.stringContaining('numeric string') });
    }
    expect((await send(main, 'PUT /special/piped/1', { 'if-match': '"v0"' })).status).toBe(412);
  }),
  rule(5, "the handler's own error and redirect win over 304 and 412", [
    ...[401, 403, 404, 405, 415, 503].flatMap((status) => [
      [`GET /special/status/${status}`, { 'if-none-match': '*' }, `${status} ran`] as const,
      [`GET /special/status/${status}`, { 'if-match': '"v0"' }, `${status} ran`] as const,
    ]),
    ['GET /special/redirect', { 'if-none-match': '*' }, '302 ran'],
    ['GET /special/redirect', { 'if-match': '"v0"' }, '302 ran'],
    ['GET /nowhere', { 'if-none-match': '*' }, '404 did not run'],
  ]),
  rule(
    5,
    'what is missing is 404 where nothing creates it, and a failed If-Match is 412 where something does',
    [
      ['GET /current/missing', { 'if-none-match': '*' }, '404 ran'],
      ['GET /current/missing', { 'if-match': '"v1"' }, '404 ran'],
      ['GET /returned/missing', { 'if-match': '"v1"' }, '404 ran'],
      ['GET /hashed/missing', { 'if-match': '*' }, '404 ran'],
      ...UNSAFE.map(
        (method) => [`${method} /current/missing`, { 'if-match': '"v1"' }, '404 did not run'] as const,
      ),
      ['PUT /current/missing', {}, '404 ran'],
      ['PUT /creating/missing', { 'if-match': '"v1"' }, '412 did not run'],
      ['PUT /creating/missing', { 'if-match': '*' }, '412 did not run'],
      ['PUT /creating/missing', {}, '200 ran'],
    ],
  ),
  rule(6, 'OPTIONS ignores preconditions, malformed ones too', [
    ['OPTIONS /current/strong', { 'if-match': '"v0"' }, '200 ran'],
    ['OPTIONS /current/strong', { 'if-none-match': '*' }, '200 ran'],
    ['OPTIONS /current/strong', { 'if-unmodified-since': EARLIER }, '200 ran'],
    ['OPTIONS /current/strong', { 'if-match': 'malformed' }, '200 ran'],
    ['OPTIONS /current/missing', { 'if-match': '*' }, '200 ran'],
  ]),
  rule(7, 'a false If-None-Match is 304 for GET and HEAD, and 412 for every other method', [
    ['GET /current/strong', { 'if-none-match': '"v1"' }, '304 did not run'],
    ['HEAD /current/strong', { 'if-none-match': '"v1"' }, '304 did not run'],
    ['GET /returned/strong', { 'if-none-match': '"v1"' }, '304 ran'],
    ['HEAD /returned/strong', { 'if-none-match': '"v1"' }, '304 ran'],
    ...UNSAFE.map(
      (method) => [`${method} /current/strong`, { 'if-none-match': '"v1"' }, '412 did not run'] as const,
    ),
  ]),
  rule(
    8,
    'nothing unsafe is performed while its preconditions do not hold, or cannot be known to',
    UNSAFE.flatMap((method) => [
      [`${method} /current/strong`, { 'if-match': '"v0"' }, '412 did not run'] as const,
      [`${method} /current/strong`, { 'if-unmodified-since': EARLIER }, '412 did not run'] as const,
      [`${method} /current/strong`, { 'if-match': 'v1' }, '400 did not run'] as const,
      [`${method} /current/unknown`, { 'if-match': '"v1"' }, '412 did not run'] as const,
      [`${method} /current/unknown`, { 'if-unmodified-since': EQUAL }, '412 did not run'] as const,
      [`${method} /current/strong`, { 'if-match': '"v1"' }, DONE[method]!] as const,
    ]),
  ),
  rule(8, 'a write that answers with a redirect is a write', [
    ['PUT /special/redirecting', { 'if-match': '"v0"' }, '412 did not run'],
    ['PUT /special/redirecting', { 'if-match': '"v1"' }, '303 ran'],
  ]),
];
