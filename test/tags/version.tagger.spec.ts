import { describe, expect, it } from '@jest/globals';
import type { VersionedOptions } from '../../src/options/etag-options.interface.js';
import { formatEntityTag } from '../../src/rfc9110/index.js';
import { VersionTagger } from '../../src/tags/version.tagger.js';

function tagOf(entity: unknown, options: VersionedOptions = {}): string | undefined {
  const tag = new VersionTagger(options).tagOf(entity);
  return tag && formatEntityTag(tag);
}

describe('the tag of an entity', () => {
  it.each<[string, unknown, VersionedOptions, string | undefined]>([
    ['is its version', { version: 7 }, {}, '"7"'],
    ['is the column named', { rev: 'b3' }, { column: 'rev' }, '"b3"'],
    ['is several columns', { a: 1, b: 2 }, { column: ['a', 'b'] }, '"1~2"'],
    ['is weak on request', { version: 7 }, { weak: true }, 'W/"7"'],
    ['is not read as a full entity-tag', { version: '"7"' }, {}, '"%227%22"'],
    [
      'takes a getter',
      new (class {
        get version() {
          return 7n;
        }
      })(),
      {},
      '"7"',
    ],
    ['is none without the column', { id: 1 }, {}, undefined],
    ['is none with an empty column', { version: null }, {}, undefined],
    ['is none where one of several is missing', { a: 1 }, { column: ['a', 'b'] }, undefined],
    ['is none of text', 'text', {}, undefined],
    ['is none of nothing', null, {}, undefined],
  ])('%s', (_, entity, options, tag) => {
    expect(tagOf(entity, options)).toBe(tag);
  });

  it('keeps the texts of several columns apart', () => {
    const options = { column: ['a', 'b'] };
    expect(tagOf({ a: '1~', b: '2' }, options)).not.toBe(tagOf({ a: '1', b: '~2' }, options));
  });
});

describe('the tag of a collection', () => {
  const items = [
    { id: 1, version: 1 },
    { id: 2, version: 5 },
  ];

  it('is the same for the same ids and versions, whatever else they hold', () => {
    expect(tagOf(items)).toBe(tagOf(items.map((item) => ({ ...item, name: 'x' }))));
    expect(tagOf([])).toBe(tagOf([]));
  });

  it.each<[string, unknown[]]>([
    ['a version changes', [items[0], { id: 2, version: 6 }]],
    ['an item goes', [items[0]]],
    ['an item is replaced by a new one of the same version', [items[0], { id: 3, version: 5 }]],
    ['the order changes', items.toReversed()],
    ['id and version trade places', [items[0], { id: 5, version: 2 }]],
    ['nothing is left', []],
  ])('changes when %s', (_, changed) => {
    expect(tagOf(changed)).toBeDefined();
    expect(tagOf(changed)).not.toBe(tagOf(items));
  });

  it('takes another id, or several', () => {
    const lines = [{ order: 1, line: 1, version: 1 }];
    expect(tagOf(lines, { id: ['order', 'line'] })).toBeDefined();
    expect(tagOf(lines)).toBeUndefined();
  });

  it.each([[[{ id: 1 }]], [[{ version: 1 }]], [[null]], [['text']]])('is none of %j', (collection) => {
    expect(tagOf(collection)).toBeUndefined();
  });
});
