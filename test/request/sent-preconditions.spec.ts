import { describe, expect, it } from '@jest/globals';
import type { ConditionalRequest } from '../../src/request/route-context.js';
import { sentPreconditions } from '../../src/request/sent-preconditions.js';

const DATE = 'Fri, 01 May 2026 12:00:00 GMT';
const TIME = Date.parse(DATE);
const LINE = ['If-Modified-Since', DATE];

describe('a date of a request (RFC 9110, 5.3)', () => {
  const headers = { 'if-modified-since': DATE };

  it.each<[string, Partial<ConditionalRequest>, number | undefined]>([
    ['on one line', { rawHeaders: LINE }, TIME],
    ['on two lines', { rawHeaders: [...LINE, ...LINE] }, undefined],
    [
      'on two lines, of which a name has other letters',
      { rawHeaders: [...LINE, 'if-modified-SINCE', DATE] },
      undefined,
    ],
    ['on two lines of the request below', { raw: { rawHeaders: [...LINE, ...LINE] } }, undefined],
    ['beside a value that looks like its name', { rawHeaders: [...LINE, 'X-A', 'if-modified-since'] }, TIME],
    ['of a request that does not show its lines', {}, TIME],
  ])('%s', (_, lines, time) => {
    const { ifModifiedSince } = sentPreconditions({ method: 'GET', headers, ...lines }, []);
    expect(ifModifiedSince).toBe(time);
  });
});

describe('suffixes that proxies put on tags', () => {
  const of = (value: string) =>
    sentPreconditions({ method: 'PUT', headers: { 'if-match': value, 'if-none-match': value } }, [
      '-gzip',
      '-br',
    ]);
  const tag = (opaque: string, weak = false) => ({ weak, opaque });

  it.each<[string, object]>([
    ['"1-gzip", W/"2-br"', { kind: 'tags', tags: [tag('1'), tag('2', true)] }],
    ['"1", "gzip"', { kind: 'tags', tags: [tag('1'), tag('gzip')] }],
    ['"1-gzip-br"', { kind: 'tags', tags: [tag('1-gzip')] }],
    ['*', { kind: 'any' }],
  ])('are taken off %s', (value, list) => {
    expect(of(value)).toMatchObject({ ifMatch: list, ifNoneMatch: list });
  });
});

it('a method that has no preconditions has none here (RFC 9110, 13.2.1)', () => {
  expect(sentPreconditions({ method: 'OPTIONS', headers: { 'if-match': '"1"' } }, [])).toEqual({});
});
