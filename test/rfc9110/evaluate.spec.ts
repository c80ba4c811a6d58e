import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  evaluate,
  ignoresPreconditions,
  isMalformed,
  parseEntityTag,
  parsePreconditions,
} from '../../src/rfc9110/index.js';
import type { CurrentState, Outcome, RequestHeaders } from '../../src/rfc9110/index.js';
import { anyText, shortJunk } from './arbitraries.js';
import { transcription } from './transcription.js';
import type { Field } from './transcription.js';

const NOON = Date.UTC(2024, 4, 2, 12);
const BEFORE = 'Thu, 02 May 2024 11:59:59 GMT';
const AT = 'Thu, 02 May 2024 12:00:00 GMT';
const AFTER = 'Thu, 02 May 2024 12:00:01 GMT';

const absent: CurrentState = { kind: 'absent' };
const untagged: CurrentState = { kind: 'present' };
const a = present('"a"');
const weakA = present('W/"a"');
const aAtNoon = present('"a"', NOON);
const noon: CurrentState = { kind: 'present', lastModified: NOON };

function present(etag: string, lastModified?: number): CurrentState {
  return { kind: 'present', etag: parseEntityTag(etag), lastModified };
}

type Row = readonly [title: string, method: string, RequestHeaders, CurrentState, Outcome];

const im = (value: string): RequestHeaders => ({ 'if-match': value });
const inm = (value: string): RequestHeaders => ({ 'if-none-match': value });
const ims = (value: string): RequestHeaders => ({ 'if-modified-since': value });
const ius = (value: string): RequestHeaders => ({ 'if-unmodified-since': value });

const order: Row[] = [
  [
    'rule 1: a true If-Match hides If-Unmodified-Since',
    'PUT',
    { ...im('"a"'), ...ius(BEFORE) },
    aAtNoon,
    'perform',
  ],
  ['rule 1: so does a false one', 'PUT', { ...im('"x"'), ...ius(AFTER) }, aAtNoon, 'precondition-failed'],
  ['rule 1: so does `*`', 'PUT', { ...im('*'), ...ius(BEFORE) }, aAtNoon, 'perform'],
  ['rule 1: so does an empty list', 'PUT', { ...im(''), ...ius(AFTER) }, aAtNoon, 'precondition-failed'],
  [
    'rule 2: after a true If-Match, If-None-Match',
    'PUT',
    { ...im('*'), ...inm('"a"') },
    a,
    'precondition-failed',
  ],
  ['rule 2: … on a GET', 'GET', { ...im('"a"'), ...inm('"a"') }, a, 'not-modified'],
  ['rule 2: … after If-Unmodified-Since', 'GET', { ...ius(AT), ...inm('"a"') }, aAtNoon, 'not-modified'],
  ['rule 2: a false If-Match comes first', 'GET', { ...im('"x"'), ...inm('"a"') }, a, 'precondition-failed'],
  ['rule 2: … If-Modified-Since as well', 'GET', { ...im('"a"'), ...ims(AT) }, aAtNoon, 'not-modified'],
  ['rule 2: … both dates', 'GET', { ...ius(AT), ...ims(AT) }, noon, 'not-modified'],
  ['rule 2: … the first date first', 'GET', { ...ius(BEFORE), ...ims(AT) }, noon, 'precondition-failed'],
  ['rule 3: no match hides If-Modified-Since', 'GET', { ...inm('"x"'), ...ims(AT) }, aAtNoon, 'perform'],
  ['rule 3: a match hides it', 'GET', { ...inm('"a"'), ...ims(BEFORE) }, aAtNoon, 'not-modified'],
  ['rule 3: so does an empty list', 'GET', { ...inm(','), ...ims(AT) }, aAtNoon, 'perform'],
  ['rule 3: so does a malformed one', 'GET', { ...inm('junk'), ...ims(AT) }, aAtNoon, 'perform'],
  ['rule 3: so does a list without a current tag', 'GET', { ...inm('"a"'), ...ims(AT) }, noon, 'perform'],
  ['rule 4: If-Modified-Since on GET', 'GET', ims(AT), noon, 'not-modified'],
  ['rule 4: … on HEAD', 'HEAD', ims(AT), noon, 'not-modified'],
  ['rule 4: … not on PUT', 'PUT', ims(AT), noon, 'perform'],
  ['rule 4: … not on POST', 'POST', ims(AT), noon, 'perform'],
  ['rule 4: … not on DELETE', 'DELETE', ims(AT), noon, 'perform'],
  ['rule 4: … nor on `get`: methods are case-sensitive', 'get', ims(AT), noon, 'perform'],
  ['rule 5: an absent resource fails If-Match (PUT upsert)', 'PUT', im('"a"'), absent, 'precondition-failed'],
  ['rule 6: OPTIONS ignores a false If-Match', 'OPTIONS', im('"x"'), a, 'perform'],
  ['rule 6: OPTIONS ignores a malformed If-Match', 'OPTIONS', im('x'), a, 'perform'],
  ['rule 6: CONNECT ignores a malformed If-None-Match', 'CONNECT', inm('x'), a, 'perform'],
  ['rule 6: CONNECT ignores `*`', 'CONNECT', inm('*'), a, 'perform'],
  ['rule 6: TRACE ignores dates', 'TRACE', ius(BEFORE), noon, 'perform'],
  ['rule 6: `options` is another method', 'options', im('"x"'), a, 'precondition-failed'],
  ['rule 7: a false If-None-Match on GET', 'GET', inm('"a"'), a, 'not-modified'],
  ['rule 7: … on HEAD', 'HEAD', inm('"a"'), a, 'not-modified'],
  ['rule 7: … on POST', 'POST', inm('"a"'), a, 'precondition-failed'],
  ['rule 7: … on PATCH', 'PATCH', inm('"a"'), a, 'precondition-failed'],
  ['rule 7: … on DELETE', 'DELETE', inm('"a"'), a, 'precondition-failed'],
  ['rule 7: … on QUERY', 'QUERY', inm('"a"'), a, 'precondition-failed'],
];

const tags: Row[] = [
  ['rule 9: a strong tag matches itself', 'PUT', im('"x", "a"'), a, 'perform'],
  ['rule 9: a weak listed tag does not', 'PUT', im('W/"a"'), a, 'precondition-failed'],
  ['rule 9: a weak current tag does not', 'PUT', im('"a"'), weakA, 'precondition-failed'],
  ['rule 9: two weak tags do not', 'PUT', im('W/"a"'), weakA, 'precondition-failed'],
  ['rule 10: weak against strong, on GET', 'GET', inm('W/"a"'), a, 'not-modified'],
  ['rule 10: strong against weak, on GET', 'GET', inm('"a"'), weakA, 'not-modified'],
  ['rule 10: weak against weak, on PUT', 'PUT', inm('W/"a"'), weakA, 'precondition-failed'],
  ['rule 10: weak against strong, on DELETE', 'DELETE', inm('W/"a"'), a, 'precondition-failed'],
  ['rule 10: no match, on PUT', 'PUT', inm('"x", "y"'), a, 'perform'],
  ['rule 11: `If-Match: *` on a resource without a tag', 'PUT', im('*'), untagged, 'perform'],
  ['rule 11: … with a weak tag', 'PUT', im('*'), weakA, 'perform'],
  ['rule 11: … absent', 'DELETE', im('*'), absent, 'precondition-failed'],
  ['rule 12: `If-None-Match: *` on GET', 'GET', inm('*'), a, 'not-modified'],
  ['rule 12: … without a tag', 'GET', inm('*'), untagged, 'not-modified'],
  ['rule 12: … on HEAD', 'HEAD', inm('*'), untagged, 'not-modified'],
  ['rule 12: … absent', 'GET', inm('*'), absent, 'perform'],
  ['rule 13: `If-None-Match: *` on PUT, present', 'PUT', inm('*'), a, 'precondition-failed'],
  ['rule 13: … with a weak tag', 'PUT', inm('*'), weakA, 'precondition-failed'],
  ['rule 13: … without a tag', 'PUT', inm('*'), untagged, 'precondition-failed'],
  ['rule 13: … absent: may create', 'PUT', inm('*'), absent, 'perform'],
  ['rule 14: If-Match never creates', 'PUT', im('"a"'), absent, 'precondition-failed'],
  ['rule 14: … nor does `*`', 'PUT', im('*'), absent, 'precondition-failed'],
  ['rule 15: If-None-Match tags without a current tag, GET', 'GET', inm('"a"'), untagged, 'perform'],
  ['rule 15: … PUT', 'PUT', inm('"a"'), untagged, 'perform'],
  ['rule 15: … absent', 'PUT', inm('"a"'), absent, 'perform'],
  ['rule 16: a false If-Match on GET', 'GET', im('"x"'), a, 'precondition-failed'],
  ['rule 16: … on HEAD', 'HEAD', im('"x"'), a, 'precondition-failed'],
  ['rule 16: … and without a current tag', 'GET', im('"x"'), untagged, 'precondition-failed'],
  ['rule 16: a true one', 'GET', im('"a"'), a, 'perform'],
  ['rule 18: `*` among tags is malformed', 'PUT', im('"a", *'), a, 'malformed'],
  ['rule 19: a tag with a comma is one tag', 'PUT', im('"x,a"'), present('"x,a"'), 'perform'],
  ['rule 19: … and none of its parts', 'GET', inm('"x,a"'), a, 'perform'],
  ['rule 23: case counts in the opaque-tag', 'GET', inm('"A"'), a, 'perform'],
  ['rule 23: … and `w/` is no prefix', 'PUT', im('w/"a"'), a, 'malformed'],
  ['rule 24: a malformed If-Match on PUT', 'PUT', im('a'), a, 'malformed'],
  ['rule 24: … on GET', 'GET', im('a'), a, 'malformed'],
  ['rule 24: … though the resource is absent', 'DELETE', im('a'), absent, 'malformed'],
  ['rule 24: a malformed If-None-Match on PUT', 'PUT', inm('a'), a, 'malformed'],
  ['rule 24: … though If-Match is false already', 'PUT', { ...im('"x"'), ...inm('a') }, a, 'malformed'],
  ['rule 24: … on GET: ignored', 'GET', inm('a'), a, 'perform'],
  ['rule 24: … on HEAD: ignored', 'HEAD', inm('a'), a, 'perform'],
  ['rule 25: junk before a tag never matches', 'GET', inm('junk"a"'), a, 'perform'],
  ['rule 25: … nor junk after it', 'PUT', im('"a"junk'), a, 'malformed'],
];

const dates: Row[] = [
  ['rule 28: an ISO date is ignored', 'GET', ims('2024-05-02T12:00:00Z'), noon, 'perform'],
  ['rule 28: a year alone is ignored', 'GET', ims('2030'), noon, 'perform'],
  ['rule 28: … in If-Unmodified-Since as well', 'PUT', ius('2001'), noon, 'perform'],
  ['rule 29: If-Modified-Since, no date known', 'GET', ims(AFTER), a, 'perform'],
  ['rule 29: If-Unmodified-Since, no date known', 'PUT', ius(BEFORE), a, 'perform'],
  ['rule 29: … an invalid one', 'PUT', ius(BEFORE), present('"a"', Number.NaN), 'perform'],
  ['rule 29: … absent', 'PUT', ius(BEFORE), absent, 'perform'],
  ['rule 29: … absent, on GET', 'GET', ims(AFTER), absent, 'perform'],
  [
    'rule 30: .700 was sent as .000: not modified',
    'GET',
    ims(AT),
    present('"a"', NOON + 700),
    'not-modified',
  ],
  ['rule 30: … and unmodified', 'PUT', ius(AT), present('"a"', NOON + 700), 'perform'],
  ['rule 30: a second later: modified', 'GET', ims(AT), present('"a"', NOON + 1000), 'perform'],
  ['rule 30: … and not unmodified', 'PUT', ius(AT), present('"a"', NOON + 1000), 'precondition-failed'],
  ['rule 30: not modified since a later date', 'GET', ims(AFTER), noon, 'not-modified'],
  ['rule 30: modified since an earlier one', 'GET', ims(BEFORE), noon, 'perform'],
  ['rule 30: unmodified since a later one', 'PUT', ius(AFTER), noon, 'perform'],
  ['rule 30: not unmodified since an earlier one', 'PUT', ius(BEFORE), noon, 'precondition-failed'],
  ['rule 30: … on GET', 'GET', ius(BEFORE), noon, 'precondition-failed'],
];

describe('evaluate', () => {
  it.each([...order, ...tags, ...dates])('%s', (_title, method, headers, state, outcome) => {
    const preconditions = parsePreconditions(headers);
    expect(evaluate(method, preconditions, state)).toBe(outcome);
    expect(isMalformed(method, preconditions)).toBe(outcome === 'malformed');
  });

  it.each([
    ...['OPTIONS', 'CONNECT', 'TRACE'].map((method) => [method, true] as const),
    ...['GET', 'HEAD', 'PUT', 'DELETE', 'options'].map((method) => [method, false] as const),
  ])('rule 6: %s ignores preconditions: %s', (method, expected) => {
    expect(ignoresPreconditions(method)).toBe(expected);
  });

  it('rule 8: nothing is performed for an If-Match that does not name the current tag', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, shortJunk), (text) => {
        const outcome = evaluate('PUT', parsePreconditions(im(text)), a);
        if (outcome === 'perform') expect(text.trim() === '*' || text.includes('"a"')).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('rule 30: fractions of a second count on neither side, even in dates not read from a field', () => {
    expect(evaluate('PUT', { ifUnmodifiedSince: NOON }, present('"a"', NOON + 700))).toBe('perform');
    expect(evaluate('GET', { ifModifiedSince: NOON + 700 }, present('"a"', NOON + 900))).toBe('not-modified');
  });
});

describe('evaluate with weakIfMatch', () => {
  const rows: Row[] = [
    ['takes a weak listed tag for a strong one', 'PUT', im('W/"a"'), a, 'perform'],
    ['takes a strong listed tag as before', 'PUT', im('"a"'), a, 'perform'],
    ['still wants the opaque-tags to be the same', 'PUT', im('W/"x"'), a, 'precondition-failed'],
    ['still wants a strong current tag', 'PUT', im('W/"a", "a"'), weakA, 'precondition-failed'],
    ['still wants a representation', 'PUT', im('W/"a"'), absent, 'precondition-failed'],
  ];

  it.each(rows)('%s', (_title, method, headers, state, outcome) => {
    expect(evaluate(method, parsePreconditions(headers), state, { weakIfMatch: true })).toBe(outcome);
  });
});

describe('evaluate and the letter of section 13.2.2', () => {
  const tag = fc.constantFrom('"a"', 'W/"a"', '"b"', 'W/"b"', '"A"', '""', '"a,b"', '"\\"', '"\u00e9"');
  const field = fc.oneof(
    fc.constant<Field>('*'),
    fc.constant<Field>('malformed'),
    fc.array(tag, { maxLength: 4 }),
    fc.array(tag, { maxLength: 4 }),
  );
  const seconds = fc.integer({ min: NOON / 1000 - 1, max: NOON / 1000 + 1 });
  const request = fc.record(
    {
      method: fc.constantFrom(
        'GET',
        'HEAD',
        'PUT',
        'POST',
        'PATCH',
        'DELETE',
        'OPTIONS',
        'CONNECT',
        'TRACE',
        'get',
      ),
      ifMatch: field,
      ifNoneMatch: field,
      ifModifiedSince: seconds,
      ifUnmodifiedSince: seconds,
    },
    { requiredKeys: ['method'] },
  );
  const resource = fc.record(
    { exists: fc.boolean(), etag: tag, lastModified: seconds },
    { requiredKeys: ['exists'] },
  );

  it('come to the same, whatever the request and the resource (rules 1 to 4, 6 to 16, 24, 29, 30)', () => {
    const fraction = fc.nat(999);
    const property = fc.property(
      request,
      resource,
      fraction,
      fc.boolean(),
      (asked, held, extra, weakIfMatch) => {
        const headers = {
          'if-match': write(asked.ifMatch),
          'if-none-match': write(asked.ifNoneMatch),
          'if-modified-since': writeDate(asked.ifModifiedSince),
          'if-unmodified-since': writeDate(asked.ifUnmodifiedSince),
        };
        const state: CurrentState = held.exists
          ? {
              kind: 'present',
              etag: held.etag === undefined ? undefined : parseEntityTag(held.etag),
              lastModified: held.lastModified === undefined ? undefined : held.lastModified * 1000 + extra,
            }
          : absent;
        const outcome = evaluate(asked.method, parsePreconditions(headers), state, { weakIfMatch });
        expect(outcome).toBe(transcription(asked, held, weakIfMatch));
      },
    );
    fc.assert(property, { numRuns: 5000 });
  });
});

function write(value: Field | undefined): string | undefined {
  return typeof value === 'object' ? value.join(' ,\t') : value;
}

function writeDate(value: number | undefined): string | undefined {
  return value === undefined ? undefined : new Date(value * 1000).toUTCString();
}
