import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { entityTag, parseEntityTag, formatEntityTag, type EntityTag } from '../../src/rfc9110/index.js';
import { FOREIGN, Variants, withoutSelection, type Selection } from '../../src/tags/variants.js';

const NONE: Selection = { values: [], coding: '' };
const name = (namespace: string, version: string, selection: Partial<Selection> = {}) =>
  new Variants(namespace).tagOf(entityTag(version), { ...NONE, ...selection });

describe('the tag of a variant', () => {
  it.each<[string, EntityTag]>([
    ['of nothing but the version', name('', '42')],
    ['of fields that are absent', name('', '42', { values: ['', ''] })],
  ])('is the version: %s', (_, tag) => {
    expect(tag).toEqual({ weak: false, opaque: '42' });
  });

  it('is version.variant, and differs where anything beside the version does', () => {
    const tags = [
      name('a', '42'),
      name('b', '42'),
      name('', '42', { coding: 'gzip' }),
      name('', '42', { coding: 'br' }),
      name('', '42', { values: ['de'] }),
      name('', '42', { values: ['fr'] }),
      name('', '42', { values: ['de', ''] }),
      name('', '42', { values: ['', 'de'] }),
      name('', '42', { values: ['de'], coding: 'gzip' }),
      name('a', '42', { values: ['de'], coding: 'gzip' }),
    ];
    for (const { opaque } of tags) expect(opaque).toMatch(/^42\.[\w-]{10}$/);
    expect(new Set(tags.map(({ opaque }) => opaque)).size).toBe(tags.length);
  });

  it('is weak where the version is', () => {
    expect(formatEntityTag(new Variants('a').tagOf(entityTag('1', true), NONE))).toMatch(
      /^W\/"1\.[\w-]{10}"$/,
    );
  });

  it('can always be sent, whatever the fields hold', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.array(fc.string({ unit: 'binary' })),
        (namespace, values) => {
          const tag = new Variants(namespace).tagOf(entityTag('1'), { values, coding: '' });
          expect(parseEntityTag(formatEntityTag(tag))).toEqual(tag);
        },
      ),
    );
  });
});

const LOOKS_LIKE_ONE = '1.2026112212';
const versions = fc.oneof(
  fc.string({ unit: 'grapheme-ascii' }),
  fc.constantFrom(
    '42',
    LOOKS_LIKE_ONE,
    `${LOOKS_LIKE_ONE}.abcdefghij`,
    '2026-11-22T10:00:00.000Z',
    'a.b',
    '.',
  ),
);
const selections = fc.record({
  values: fc.array(fc.constantFrom('', 'de', 'fr')),
  coding: fc.constantFrom('', 'gzip', 'br'),
});

describe('the version in a tag', () => {
  it('is the one the tag was made of, whatever it looks like', () => {
    fc.assert(
      fc.property(versions, fc.constantFrom('', 'a'), selections, (version, namespace, selection) => {
        const variants = new Variants(namespace);
        const tag = entityTag(version);
        expect(variants.versionOf(variants.tagOf(tag, selection))).toEqual(tag);
      }),
    );
  });

  it('is the same for two tags only where version and namespace are', () => {
    fc.assert(
      fc.property(
        fc.tuple(versions, fc.constantFrom('', 'a', 'b'), selections),
        fc.tuple(versions, fc.constantFrom('', 'a', 'b'), selections),
        (one, other) => {
          const [first, second] = [one, other].map(([version, namespace, selection]) =>
            withoutSelection(new Variants(namespace).tagOf(entityTag(version), selection)),
          );
          const isSame = one[0] === other[0] && one[1] === other[1];
          expect(first!.opaque === second!.opaque).toBe(isSame);
        },
      ),
    );
  });

  it.each<[string, EntityTag]>([
    ['another namespace', name('a', '42')],
    ['another namespace, coded', name('a', '42', { coding: 'gzip' })],
    ['none', name('', '42')],
    ['none, coded', name('', '42', { coding: 'gzip' })],
  ])('is no version that could be current in a tag of %s', (_, tag) => {
    expect(new Variants('b').versionOf(tag)).toBe(FOREIGN);
  });
});
