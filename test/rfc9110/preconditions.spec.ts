import { describe, expect, it } from '@jest/globals';
import { guardsWrite, isConditional, NO_PRECONDITIONS, parsePreconditions } from '../../src/rfc9110/index.js';
import type { CurrentState, Preconditions, RequestHeaders } from '../../src/rfc9110/index.js';

const DATE = 'Sun, 06 Nov 1994 08:49:37 GMT';
const LATER = 'Sun, 06 Nov 1994 08:49:38 GMT';
const MS = 784_111_777_000;

const a = { weak: false, opaque: 'a' };
const b = { weak: true, opaque: 'b' };

describe('parsePreconditions', () => {
  it.each<[string, RequestHeaders, Preconditions]>([
    ['If-Match', { 'if-match': '"a"' }, { ifMatch: { kind: 'tags', tags: [a] } }],
    ['If-None-Match', { 'if-none-match': '*' }, { ifNoneMatch: { kind: 'any' } }],
    ['If-Modified-Since', { 'if-modified-since': DATE }, { ifModifiedSince: MS }],
    ['If-Unmodified-Since', { 'if-unmodified-since': DATE }, { ifUnmodifiedSince: MS }],
    [
      'all four',
      { 'if-match': '*', 'if-none-match': '"a"', 'if-modified-since': DATE, 'if-unmodified-since': LATER },
      {
        ifMatch: { kind: 'any' },
        ifNoneMatch: { kind: 'tags', tags: [a] },
        ifModifiedSince: MS,
        ifUnmodifiedSince: MS + 1000,
      },
    ],
    [
      'rule 21: lines of If-Match are one list',
      { 'if-match': ['"a"', 'W/"b"'] },
      { ifMatch: { kind: 'tags', tags: [a, b] } },
    ],
    [
      'rule 21: lines of If-None-Match are one list',
      { 'if-none-match': ['"a",', '', 'W/"b"'] },
      { ifNoneMatch: { kind: 'tags', tags: [a, b] } },
    ],
    ['rule 21: `*` on two lines is a list', { 'if-match': ['*', '*'] }, { ifMatch: { kind: 'malformed' } }],
    [
      'rule 21: a tag does not run over lines',
      { 'if-match': ['"a', 'b"'] },
      { ifMatch: { kind: 'malformed' } },
    ],
    ['rule 21: a date is no list', { 'if-modified-since': [DATE, LATER] }, {}],
    ['rule 21: … of the same date neither', { 'if-unmodified-since': [DATE, DATE] }, {}],
    ['rule 21: … but it may be in an array', { 'if-modified-since': [DATE] }, { ifModifiedSince: MS }],
    ['rule 24: a malformed If-Match is there', { 'if-match': 'a' }, { ifMatch: { kind: 'malformed' } }],
    ['rule 24: an empty If-Match is there', { 'if-match': '' }, { ifMatch: { kind: 'tags', tags: [] } }],
    [
      'rule 24: an empty If-None-Match is there',
      { 'if-none-match': '' },
      { ifNoneMatch: { kind: 'tags', tags: [] } },
    ],
    ['rule 28: no date', { 'if-modified-since': '2030', 'if-unmodified-since': '' }, {}],
    [
      'rule 28: … beside a tag',
      { 'if-none-match': '*', 'if-modified-since': '2030' },
      { ifNoneMatch: { kind: 'any' } },
    ],
  ])('%s', (_title, headers, expected) => {
    expect(parsePreconditions(headers)).toStrictEqual(expected);
  });

  it('rule 27: reads two-digit years relative to now', () => {
    const headers = { 'if-modified-since': 'Sunday, 06-Nov-94 08:49:37 GMT' };
    expect(parsePreconditions(headers, Date.UTC(2024, 0))).toEqual({ ifModifiedSince: MS });
    expect(parsePreconditions(headers, Date.UTC(2080, 0))).toEqual({
      ifModifiedSince: Date.UTC(2094, 10, 6, 8, 49, 37),
    });
  });

  it.each<[string, RequestHeaders]>([
    ['no fields', {}],
    ['other fields', { host: 'example.org', 'if-range': '"a"' }],
    ['undefined fields', { 'if-match': undefined, 'if-modified-since': undefined }],
    ['fields without a line', { 'if-match': [], 'if-modified-since': [] }],
  ])('returns the one frozen constant for %s', (_title, headers) => {
    expect(parsePreconditions(headers)).toBe(NO_PRECONDITIONS);
    expect(Object.isFrozen(NO_PRECONDITIONS)).toBe(true);
  });
});

describe('isConditional', () => {
  it.each<[boolean, RequestHeaders]>([
    [false, {}],
    [false, { 'if-modified-since': '2030' }],
    [true, { 'if-match': '' }],
    [true, { 'if-none-match': 'malformed' }],
    [true, { 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' }],
    [true, { 'if-unmodified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' }],
  ])('is %s for %j', (expected, headers) => {
    expect(isConditional(parsePreconditions(headers))).toBe(expected);
  });
});

describe('guardsWrite', () => {
  const dated: CurrentState = { kind: 'present', lastModified: 0 };
  const undated: CurrentState = { kind: 'present', etag: a };
  const absent: CurrentState = { kind: 'absent' };
  const ius = { 'if-unmodified-since': DATE };

  it.each<[string, boolean, RequestHeaders, CurrentState | undefined]>([
    ['no precondition', false, {}, dated],
    ['If-Match', true, { 'if-match': '"a"' }, undefined],
    ['`If-Match: *`', true, { 'if-match': '*' }, undefined],
    ['an empty If-Match, which fails', true, { 'if-match': '' }, undefined],
    ['a malformed If-Match, which is refused', true, { 'if-match': 'a' }, undefined],
    ['If-None-Match', true, { 'if-none-match': '"a"' }, undefined],
    ['`If-None-Match: *`', true, { 'if-none-match': '*' }, absent],
    ['a malformed If-None-Match, which is refused', true, { 'if-none-match': 'a' }, undefined],
    ['an empty If-None-Match, which holds always', false, { 'if-none-match': '' }, undefined],
    ['If-Modified-Since', false, { 'if-modified-since': DATE }, dated],
    ['If-Unmodified-Since, state not asked', true, ius, undefined],
    ['If-Unmodified-Since, modification date known', true, ius, dated],
    ['rule 29: If-Unmodified-Since, no modification date', false, ius, undated],
    ['rule 29: If-Unmodified-Since, absent', false, ius, absent],
    ['rule 28: If-Unmodified-Since, no date', false, { 'if-unmodified-since': '2030' }, dated],
    ['If-Unmodified-Since beside If-Match', true, { ...ius, 'if-match': '"a"' }, undated],
    ['If-Unmodified-Since beside an empty If-None-Match', true, { ...ius, 'if-none-match': '' }, dated],
  ])('%s: %s', (_title, expected, headers, state) => {
    expect(guardsWrite(parsePreconditions(headers), state)).toBe(expected);
  });
});
