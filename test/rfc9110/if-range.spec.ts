import { describe, expect, it } from '@jest/globals';
import { entityTag, parseIfRange, rangeApplies, type EntityTag } from '../../src/rfc9110/index.js';

const DATE = 'Sun, 06 Nov 1994 08:49:37 GMT';
const TIME = 784_111_777_000;

describe('parseIfRange (13.1.5)', () => {
  it.each([
    ['"42"', { kind: 'tag', tag: { weak: false, opaque: '42' } }],
    ['W/"42"', { kind: 'tag', tag: { weak: true, opaque: '42' } }],
    ['"a,b"', { kind: 'tag', tag: { weak: false, opaque: 'a,b' } }],
    [DATE, { kind: 'date', date: TIME }],
    ['Sun Nov  6 08:49:37 1994', { kind: 'date', date: TIME }],
    ['"42", "43"', { kind: 'malformed' }],
    ['*', { kind: 'malformed' }],
    ['42', { kind: 'malformed' }],
    ['', { kind: 'malformed' }],
    ['1994-11-06T08:49:37Z', { kind: 'malformed' }],
  ])('%s', (value, parsed) => expect(parseIfRange(value)).toEqual(parsed));

  it('resolves two-digit years against the time it is given', () => {
    const value = 'Sunday, 06-Nov-94 08:49:37 GMT';
    expect(parseIfRange(value, Date.UTC(2024, 0))).toEqual({ kind: 'date', date: TIME });
    expect(parseIfRange(value, Date.UTC(2080, 0))).toEqual({
      kind: 'date',
      date: Date.UTC(2094, 10, 6, 8, 49, 37),
    });
  });
});

describe('rangeApplies (13.1.5)', () => {
  const strong = entityTag('42');
  const weak = entityTag('42', true);

  it.each<[string, string | undefined, EntityTag | undefined, boolean]>([
    ['without If-Range', undefined, undefined, true],
    ['the same strong tag', '"42"', strong, true],
    ['another tag', '"43"', strong, false],
    ['a weak tag given', 'W/"42"', strong, false],
    ['a weak tag at present', '"42"', weak, false],
    ['weak on both sides', 'W/"42"', weak, false],
    ['no tag at present', '"42"', undefined, false],
    ['junk', '42', strong, false],
    ['a date where none is known', DATE, strong, false],
  ])('%s', (_, value, etag, applies) => {
    const ifRange = value === undefined ? undefined : parseIfRange(value);
    expect(rangeApplies(ifRange, { etag })).toBe(applies);
  });

  it.each([
    ['the same', TIME, TIME + 60_000, true],
    ['the same, with a fraction of a second', TIME + 700, TIME + 60_000, true],
    ['the same, a second ago', TIME + 999, TIME + 1000, true],
    ['the same, in this very second', TIME, TIME + 999, false],
    ['later by a second', TIME + 1000, TIME + 60_000, false],
    ['earlier by a second', TIME - 1, TIME + 60_000, false],
    ['in the future', TIME, TIME - 60_000, false],
  ])('a date: %s', (_, lastModified, now, applies) => {
    expect(rangeApplies(parseIfRange(DATE), { lastModified }, now)).toBe(applies);
  });
});
