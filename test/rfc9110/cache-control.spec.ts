import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { contradictions, forbidsStore, formatCacheControl } from '../../src/rfc9110/index.js';
import type { CacheControlDirectives } from '../../src/rfc9110/index.js';

describe('formatCacheControl', () => {
  it.each<[CacheControlDirectives, string]>([
    [{}, ''],
    [{ noStore: true }, 'no-store'],
    [{ public: false, maxAge: undefined, noCache: true }, 'no-cache'],
    [
      { private: true, maxAge: 60, staleWhileRevalidate: 30 },
      'max-age=60, private, stale-while-revalidate=30',
    ],
    [
      {
        public: true,
        private: true,
        noCache: true,
        noStore: true,
        mustRevalidate: true,
        proxyRevalidate: true,
        mustUnderstand: true,
        noTransform: true,
        immutable: true,
        maxAge: 1,
        sMaxAge: 2,
        staleWhileRevalidate: 3,
        staleIfError: 4,
      },
      'max-age=1, must-revalidate, must-understand, no-cache, no-store, no-transform, private, proxy-revalidate, ' +
        'public, s-maxage=2, immutable, stale-if-error=4, stale-while-revalidate=3',
    ],
    [{ maxAge: 0 }, 'max-age=0'],
    [{ maxAge: 59.9 }, 'max-age=59'],
    [{ maxAge: -1 }, 'max-age=0'],
    [{ maxAge: Number.NaN }, 'max-age=0'],
    [{ maxAge: -Infinity }, 'max-age=0'],
    [{ maxAge: Infinity }, 'max-age=2147483648'],
    [{ maxAge: 2 ** 31 + 1 }, 'max-age=2147483648'],
    [{ maxAge: 1e21 }, 'max-age=2147483648'],
  ])('writes %j as %j', (directives, expected) => {
    expect(formatCacheControl(directives)).toBe(expected);
  });

  it('writes digits for any number', () => {
    fc.assert(
      fc.property(fc.double(), (maxAge) =>
        expect(formatCacheControl({ maxAge })).toMatch(/^max-age=\d{1,10}$/),
      ),
    );
  });
});

describe('forbidsStore', () => {
  it.each([
    'no-store',
    'No-STORE',
    ' \tno-store\t',
    'private, no-store',
    'no-store,private',
    ',,no-store',
    'max-age=0,no-store, must-revalidate',
    'ext="a, b", no-store',
    'ext="\\"", no-store',
    'ext="\\\\", no-store',
    'ext=, no-store',
    '=, no-store',
    'junk junk, no-store',
    'no-store=1',
  ])('rule 41: finds it in %j', (value) => {
    expect(forbidsStore(value)).toBe(true);
  });

  it.each([
    '',
    ',',
    'no-cache',
    'no-stor',
    'no-store-not',
    'x-no-store',
    'no_store',
    'ext=no-store',
    'ext="no-store"',
    'ext="a, no-store"',
    'ext="\\", no-store"',
    'ext="a, no-store',
    'ext="a, no-store", no-"x"store',
    'ext="\\',
    '"no-store"',
    'max-age=60, private',
  ])('rule 41: does not find it in %j', (value) => {
    expect(forbidsStore(value)).toBe(false);
  });

  it('rule 41: finds what formatCacheControl wrote', () => {
    expect(forbidsStore(formatCacheControl({ private: true, noStore: true, maxAge: 0 }))).toBe(true);
    expect(forbidsStore(formatCacheControl({ private: true, noCache: true, maxAge: 0 }))).toBe(false);
  });
});

describe('contradictions', () => {
  it.each<[CacheControlDirectives, RegExp]>([
    [{}, /^No directive/],
    [{ public: false, maxAge: undefined }, /^No directive/],
    [{ public: true, private: true }, /^"public" and "private"/],
    [{ noStore: true, maxAge: 60 }, /^"noStore"/],
    [{ noStore: true, sMaxAge: 60 }, /^"noStore"/],
    [{ noStore: true, staleWhileRevalidate: 60 }, /^"noStore"/],
    [{ noStore: true, staleIfError: 60 }, /^"noStore"/],
    [{ noStore: true, immutable: true }, /^"noStore"/],
    [{ noStore: true, public: true }, /^"noStore"/],
    [{ private: true, sMaxAge: 60 }, /^"private" keeps/],
    [{ noCache: true, immutable: true }, /^"noCache" has/],
    [{ noCache: true, staleWhileRevalidate: 60 }, /^"noCache" and "mustRevalidate"/],
    [{ mustRevalidate: true, staleIfError: 60, maxAge: 60 }, /^"noCache" and "mustRevalidate"/],
  ])('says so of %j', (directives, sentence) => {
    expect(contradictions(directives)).toMatch(sentence);
    expect(contradictions(directives)).toMatch(/\.$/);
  });

  it.each<CacheControlDirectives>([
    { maxAge: 0 },
    { private: true, maxAge: 60, staleWhileRevalidate: 30 },
    { public: true, maxAge: 60, sMaxAge: 600, immutable: true },
    { noStore: true, noCache: true, mustRevalidate: true, private: true, maxAge: 0 },
    { noStore: true, mustUnderstand: true, maxAge: 60 },
    { noCache: true, maxAge: 0, staleIfError: 0 },
    { private: true, public: false },
    { noTransform: true },
  ])('finds none in %j', (directives) => {
    expect(contradictions(directives)).toBeUndefined();
  });
});
