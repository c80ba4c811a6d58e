import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { clampLastModified, isKeptOnNotModified, mergeVary } from '../../src/rfc9110/index.js';

describe('isKeptOnNotModified', () => {
  it.each([
    'cache-control',
    'content-location',
    'date',
    'etag',
    'expires',
    'vary',
    'set-cookie',
    'accept-ranges',
    'access-control-allow-origin',
    'content-security-policy',
    'x-anything',
  ])('rule 34: %s is kept', (name) => {
    expect([isKeptOnNotModified(name, true), isKeptOnNotModified(name, false)]).toEqual([true, true]);
  });

  it.each([
    'content-type',
    'content-encoding',
    'content-length',
    'content-language',
    'content-range',
    'content-md5',
    'content-disposition',
    'content-digest',
    'repr-digest',
    'digest',
    'transfer-encoding',
    'trailer',
  ])('rule 34: %s is dropped', (name) => {
    expect([isKeptOnNotModified(name, true), isKeptOnNotModified(name, false)]).toEqual([false, false]);
  });

  it('rule 34: last-modified is kept only where there is no ETag', () => {
    expect(isKeptOnNotModified('last-modified', true)).toBe(false);
    expect(isKeptOnNotModified('last-modified', false)).toBe(true);
  });
});

describe('mergeVary', () => {
  it.each<[string | undefined, string[], string]>([
    [undefined, [], ''],
    ['', [''], ''],
    [undefined, ['Accept'], 'Accept'],
    ['Accept', [], 'Accept'],
    ['Accept', ['Accept-Language'], 'Accept, Accept-Language'],
    ['Accept-Encoding', ['accept-encoding', 'Accept'], 'Accept-Encoding, Accept'],
    ['b,a , B', ['A', 'c', 'C'], 'b, a, c'],
    [' ,\tAccept,, ', ['Origin, accept'], 'Accept, Origin'],
    ['*', ['Accept'], '*'],
    ['Accept', ['*'], '*'],
    ['Accept, *', [], '*'],
    ['constructor', ['__proto__'], 'constructor, __proto__'],
  ])('%j with %j is %j', (existing, fields, expected) => {
    expect(mergeVary(existing, fields)).toBe(expected);
  });

  it('leaves a merged value as it is', () => {
    const names = fc.array(fc.stringMatching(/^[A-Za-z-]{1,4}$/), { maxLength: 6 });
    fc.assert(
      fc.property(names, names, (some, others) => {
        const merged = mergeVary(some.join(', '), others);
        expect(mergeVary(merged, [...some, ...others])).toBe(merged);
      }),
    );
  });
});

describe('clampLastModified', () => {
  it.each([
    ['rule 31: never later than the response', 5_000, 3_000, 3_000],
    ['rule 31: nor by less than a second', 3_999, 3_500, 3_000],
    ['rule 31: an earlier one stays', 2_000, 3_000, 2_000],
    ['rule 30: whole seconds', 2_999, 9_000, 2_000],
    ['rule 30: whole seconds before the epoch', -1, 9_000, -1_000],
    ['rule 29: no date stays no date', Number.NaN, 9_000, Number.NaN],
  ])('%s', (_title, ms, now, expected) => {
    expect(clampLastModified(ms, now)).toBe(expected);
  });

  it('rule 31: takes the present for now', () => {
    expect(clampLastModified(Infinity)).toBeLessThanOrEqual(Date.now());
  });
});
