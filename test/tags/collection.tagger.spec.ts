import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { VersionedOptions } from '../../src/options/etag-options.interface.js';
import { formatEntityTag } from '../../src/rfc9110/index.js';
import type { Envelope } from '../../src/tags/collection.tagger.js';
import { CollectionTagger } from '../../src/tags/collection.tagger.js';
import { VersionTagger } from '../../src/tags/version.tagger.js';

interface Item {
  readonly id: unknown;
  readonly version: unknown;
}
interface Page {
  readonly data: unknown;
  readonly [member: string]: unknown;
}

const ITEMS: readonly Item[] = [
  { id: 1, version: 1 },
  { id: 2, version: 5 },
];
const IN_DATA: VersionedOptions = { items: (body: Page) => body.data as unknown[] };

function tagOf(body: unknown, options: VersionedOptions = {}): string | undefined {
  const tag = new VersionTagger(options).tagOf(body);
  return tag && formatEntityTag(tag);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

describe('the tag of a collection', () => {
  it.each<[string, unknown[], VersionedOptions, string]>([
    ['pairs in order', [...ITEMS], {}, '1:1,2:5'],
    ['nothing', [], {}, ''],
    ['a key of two columns', [{ a: 1, b: 'x~y', version: 2 }], { id: ['a', 'b'] }, '1~x%7Ey:2'],
    ['a version of two columns', [{ id: 1, a: 2, b: 3 }], { column: ['a', 'b'] }, '1:2~3'],
    ['separators', [{ id: 'a:b,c', version: '%3A' }], {}, 'a%3Ab%2Cc:%253A'],
    ['dates', [{ id: 1, version: new Date(0) }], {}, '1:1970-01-01T00%3A00%3A00.000Z'],
  ])('is the SHA-256 of a text: %s', (_, items, options, text) => {
    expect(tagOf(items, options)).toBe(`"${sha256(text)}"`);
  });

  // Texts that could be taken apart in more than one way, where separators were not encoded.
  const part = fc.oneof(
    fc.string({ unit: fc.constantFrom(...':,~%3A2C17E"1'), maxLength: 5 }),
    fc.nat(20).map(String),
  );
  const list = fc.array(fc.record({ id: part, version: part }), { maxLength: 4 });
  const changed = (items: readonly Item[]) =>
    fc.oneof(
      list,
      fc.shuffledSubarray([...items]),
      fc.constant(items.map(({ id, version }) => ({ id: version, version: id }))),
      fc.constant(items.slice(1)),
      fc.constant([...items, ...items.slice(-1)]),
    );

  it('is one for one list of ids and versions, and another for any other', () => {
    fc.assert(
      fc.property(
        list.chain((one) => fc.tuple(fc.constant(one), changed(one))),
        ([one, other]) => {
          expect(tagOf(one) === tagOf(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
          const [a, b] = [one, other].map((data) => tagOf({ data }, IN_DATA));
          expect(a === b).toBe(JSON.stringify(one) === JSON.stringify(other));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('is one for one pair of columns, and another for any other', () => {
    const options = { id: ['id', 'version'], column: 'v' };
    const pair = (row: Item) => tagOf([{ ...row, v: 1 }], options);
    const row = fc.record({ id: part, version: part });
    fc.assert(
      fc.property(row, row, (one, other) => {
        expect(pair(one) === pair(other)).toBe(one.id === other.id && one.version === other.version);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the tag of a collection in an envelope', () => {
  const page = (members: object = {}, data: unknown = ITEMS) => ({ data, total: 7, page: 1, ...members });

  it('is the same for the same items and members, and another than that of the items alone', () => {
    expect(tagOf(page(), IN_DATA)).toBeDefined();
    expect(tagOf(page(), IN_DATA)).toBe(tagOf(page({}, [...ITEMS]), IN_DATA));
    expect(tagOf(page(), IN_DATA)).not.toBe(tagOf(ITEMS));
    expect(tagOf(page({}, []), IN_DATA)).toBeDefined();
    expect(tagOf({ data: ITEMS }, IN_DATA)).not.toBe(tagOf(ITEMS));
  });

  it('takes a body that is the collection itself for what it is', () => {
    expect(tagOf(ITEMS, IN_DATA)).toBe(tagOf(ITEMS));
  });

  it.each<[string, Page]>([
    ['total', page({ total: 8 })],
    ['page', page({ page: 2 })],
    ['a member more', page({ next: 'x' })],
    ['a member in depth', page({ links: { next: null } })],
    ['an item', page({}, [ITEMS[0]])],
    ['a version', page({}, [ITEMS[0], { id: 2, version: 6 }])],
    ['no item', page({}, [])],
    ['the name of the items', { rows: ITEMS, data: ITEMS, total: 7, page: 1 }],
  ])('changes with %s', (_, changed) => {
    expect(tagOf(changed, IN_DATA)).toBeDefined();
    expect(tagOf(changed, IN_DATA)).not.toBe(tagOf(page(), IN_DATA));
  });

  it('changes with any member', () => {
    const members = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 });
    fc.assert(
      fc.property(members, members, (one, other) => {
        const [a, b] = [one, other].map((each) => JSON.stringify({ ...each, data: ITEMS }));
        const [tag, next] = [one, other].map((each) => tagOf({ ...each, data: ITEMS }, IN_DATA));
        expect(tag === next).toBe(a === b);
      }),
    );
  });

  it('is made of all of the envelope, where the items are not found in it', () => {
    const options: VersionedOptions = {
      items: (body: { edges: { node: Item; cursor: string }[] }) => body.edges.map(({ node }) => node),
    };
    const edges = (cursor: string) => ({ edges: ITEMS.map((node) => ({ node, cursor })) });
    expect(tagOf(edges('a'), options)).toBe(tagOf(edges('a'), options));
    expect(tagOf(edges('a'), options)).not.toBe(tagOf(edges('b'), options));
    expect(tagOf({ edges: [] }, options)).toBeDefined();
  });

  it('cannot be had by a text that says what the digest says', () => {
    const digest = sha256('1:1,2:5');
    const options: VersionedOptions = { items: () => ITEMS };
    expect(tagOf({ a: ITEMS, b: digest }, options)).not.toBe(tagOf({ a: digest, b: ITEMS }, options));
    expect(tagOf({ a: ITEMS, b: `=${digest}` }, options)).not.toBe(
      tagOf({ a: `=${digest}`, b: ITEMS }, options),
    );
  });

  it.each<[string, unknown]>([
    ['what is no envelope', { id: 1, version: 1 }],
    ['items that are no array', page({}, 'text')],
    ['an item without a version', page({}, [{ id: 1 }])],
  ])('is none of %s', (_, body) => {
    expect(tagOf(body, IN_DATA)).toBeUndefined();
    expect(new VersionTagger(IN_DATA).needs).toBe('items that all have id, version');
  });
});

describe('the tag of a collection that was looked up without its items', () => {
  const pairs = sha256('1:1,2:5');
  const stateOf = (envelope?: Envelope, options = IN_DATA, found: object[] | string = pairs) =>
    new CollectionTagger(options).stateOf({ pairs: found, count: 2, total: 7 }, envelope);
  const around = (envelope: (items: readonly unknown[], total: number) => object) => {
    const state = stateOf(envelope as Envelope);
    return [state && tagOf(state, IN_DATA), tagOf(envelope(ITEMS, 7), IN_DATA)];
  };

  it.each([
    ['a digest', pairs],
    ['pairs', [...ITEMS]],
  ] as const)('is that of the items, from %s', (_, found) => {
    expect(tagOf(stateOf(undefined, {}, found as string))).toBe(tagOf(ITEMS));
  });

  it.each<[string, (data: readonly unknown[], total: number) => object]>([
    ['members', (data, total) => ({ data, total, page: 3, kind: 'products' })],
    ['the number of the items', (data, total) => ({ data, more: total > data.length })],
    ['the items in a list and a list of their own', (data) => ({ list: [data], data })],
  ])('is that of the envelope: %s', (_, envelope) => {
    const [current, sent] = around(envelope);
    expect(current).toBeDefined();
    expect(current).toBe(sent);
  });

  it.each<[string, (data: readonly unknown[], total: number) => object]>([
    ['maps them', (data) => ({ data: data.map((item) => item) })],
    ['spreads them', (data) => ({ data: [...data] })],
    ['reads one', (data) => ({ data, next: (data as Item[]).at(-1)!.id })],
    ['looks which there are', (data) => ({ data, last: 1 in data })],
    ['copies them', (data) => ({ data, copy: { ...data } })],
    ['writes them out', (data) => ({ data, text: JSON.stringify(data) })],
    ['hides them', (data) => ({ data, toJSON: () => ({ hidden: true }) })],
    ['shows others', () => ({ data: [] })],
  ])('is unknown where the envelope %s', (_, envelope) => {
    const [current, sent] = around(envelope);
    expect(current).toBeUndefined();
    expect(sent).toBeDefined();
  });

  it('is unknown without `items`, and where a row has no version', () => {
    expect(stateOf((data) => ({ data }), {})).toBeUndefined();
    expect(stateOf(undefined, {}, [{ id: 1, version: null }])).toBeUndefined();
  });

  it('fails as the envelope fails', () => {
    const fails = () => {
      throw new Error('no envelope');
    };
    expect(() => stateOf(fails)).toThrow('no envelope');
  });
});
