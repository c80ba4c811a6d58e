import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { entityTag, parseEntityTag, formatEntityTag, type EntityTag } from '../../src/rfc9110/index.js';
import { TagMac } from '../../src/tags/tag-mac.js';
import { FOREIGN, Variants, type Selection } from '../../src/tags/variants.js';

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

const MAC = new TagMac('correct horse battery staple');
const macs = fc.constantFrom(undefined, MAC, new TagMac('another secret, as long'));

describe('the version in a tag', () => {
  it('is the one the tag was made of, whatever it looks like', () => {
    fc.assert(
      fc.property(
        versions,
        fc.constantFrom('', 'a'),
        macs,
        selections,
        (version, namespace, mac, selection) => {
          const variants = new Variants(namespace, mac);
          const tag = entityTag(version);
          expect(variants.versionOf(variants.tagOf(tag, selection))).toEqual(tag);
        },
      ),
    );
  });

  it('is taken off by the namespace and the secret it was given by, and by no other', () => {
    const makers = fc.tuple(fc.constantFrom('', 'a', 'b'), macs);
    fc.assert(
      fc.property(versions, selections, makers, makers, (version, selection, maker, reader) => {
        const tag = new Variants(...maker).tagOf(entityTag(version), { ...selection, coding: 'gzip' });
        const isOwn = maker[0] === reader[0] && maker[1] === reader[1];
        const found = new Variants(...reader).versionOf(tag);
        expect(found).toEqual(isOwn ? entityTag(version) : FOREIGN);
      }),
    );
  });

  const character = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');
  const suffix = fc.string({ unit: character, minLength: 10, maxLength: 10 });

  it.each([
    ['without a secret', undefined],
    ['with a secret', MAC],
  ])('is none in a variant that nobody was sent, %s', (_, mac) => {
    const variants = new Variants('', mac);
    expect(variants.versionOf(entityTag('1.47DEAAAAAA'))).toBe(FOREIGN);
    fc.assert(
      fc.property(versions, suffix, (version, invented) => {
        expect(variants.versionOf(entityTag(`${version}.${invented}`))).toBe(FOREIGN);
      }),
    );
  });

  it('is none where the variant of one version is put behind another, or a character of it is changed', () => {
    const variants = new Variants('a');
    fc.assert(
      fc.property(versions, selections, fc.nat(9), character, (version, selection, at, other) => {
        const { opaque } = variants.tagOf(entityTag(version), selection);
        const variant = opaque.slice(-10);
        expect(variants.versionOf(entityTag(`${version}0.${variant}`))).toBe(FOREIGN);
        if (variant[at] === other) return;
        const changed = variant.slice(0, at) + other + variant.slice(at + 1);
        expect(variants.versionOf(entityTag(`${version}.${changed}`))).toBe(FOREIGN);
      }),
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
