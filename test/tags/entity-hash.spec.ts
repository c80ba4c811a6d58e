import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { entityHash } from '../../src/index.js';

class Product {
  constructor(
    readonly price: unknown,
    readonly name: unknown,
  ) {}

  get label(): string {
    return `${this.name} at ${this.price}`;
  }
}

const twice = (value: object): object[] => [value, value];

/** The same content, with the keys of every object the other way round. */
function turned(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(turned);
  const members = Object.entries(value).map(([name, member]) => [name, turned(member)] as const);
  return Object.fromEntries(members.toReversed());
}

/** The content with another value at one of its leaves, whichever `at` says. */
function changed(value: unknown, at: number): unknown {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return { other: value };
  const names = Object.keys(value);
  const name = names[at % names.length]!;
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
  copy[name] = changed(copy[name], Math.floor(at / names.length));
  return copy;
}

describe('the hash of an entity', () => {
  it('is the SHA-256 of its JSON, keys in order at every depth', () => {
    const json = '{"a":[{"b":1,"c":null}],"a!":"é","b":{"10":true,"9":-0.5}}';
    expect(entityHash({ b: { 9: -0.5, 10: true }, 'a!': 'é', a: [{ c: null, b: 1 }] })).toBe(
      createHash('sha256').update(json).digest('base64url'),
    );
  });

  it.each<[string, unknown, unknown]>([
    ['a class instance and a plain object', new Product(120, 'x'), { name: 'x', price: 120 }],
    ['keys in another order', { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }],
    ['an undefined member and none', { a: 1, b: undefined }, { a: 1 }],
    ['a function or a symbol as a member, and none', { a: 1, b: () => 1, c: Symbol('c') }, { a: 1 }],
    ['a date and its text', { at: new Date(0) }, { at: '1970-01-01T00:00:00.000Z' }],
    ['no date, no number and null', [new Date(Number.NaN), Number.NaN, -Infinity], [null, null, null]],
    ['nothing in an array and null', [undefined, () => 1], [null, null]],
    ['a hole in an array and null', Array(2), [null, null]],
    ['0 and -0', { a: -0 }, { a: 0 }],
    ['what its own toJSON() makes of it', { a: { toJSON: (name: string) => `${name}!` } }, { a: 'a!' }],
    ['a toJSON() in a toJSON()', { toJSON: () => ({ b: new Date(0), a: 1 }) }, { a: 1, b: new Date(0) }],
    ['a Buffer, its bytes, and its JSON', { a: Buffer.from('ab') }, { a: Uint8Array.of(97, 98) }],
    ['a Buffer and its JSON', { a: Buffer.from('ab') }, { a: { type: 'Buffer', data: [97, 98] } }],
    ['a boxed text and the text', { a: Object('b') as object }, { a: 'b' }],
    [
      'Maps, whatever their order',
      { m: new Map([['b', 1]]).set('a', 2) },
      { m: new Map([['a', 2]]).set('b', 1) },
    ],
    ['Sets, whatever their order', { s: new Set([1, '1', 2]) }, { s: new Set([2, 1, '1']) }],
    ['one object in two places', [{ a: 1 }, { a: 1 }], twice({ a: 1 })],
    ['an object without a prototype', Object.assign(Object.create(null) as object, { a: 1 }), { a: 1 }],
    ['a member called __proto__', JSON.parse('{"__proto__":1,"a":2}'), JSON.parse('{"a":2,"__proto__":1}')],
  ])('is one for %s', (_, one, other) => {
    expect(entityHash(one)).toMatch(/^[\w-]{43}$/);
    expect(entityHash(one)).toBe(entityHash(other));
  });

  it('is another one for whatever differs', () => {
    const scalars = [1, '1', 1n, '1n', true, 'true', null, 'null', '', 0, 0n, [], {}, '[1,2]'];
    const lists = [[[]], [null], [{}], [1, 2], [2, 1], [[1], 2], [1, [2]], new Set([1]), new Set(['1'])];
    const objects = [{ a: 1 }, { a: '1' }, { a: 1n }, { a: null }, { b: 1 }, { a: [1] }, { 'a":1,"b': 1 }];
    const orders = [
      { a: 1, b: 1 },
      { 'a!': 1, a: 2 },
      { 'a!': 2, a: 1 },
      JSON.parse('{"__proto__":1}'),
      new Product(1, 2),
      new Product(2, 1),
    ];
    const maps = [new Map([[1, 1]]), new Map([['1', 1]]), new Map([[{ a: 1 }, 1]]), new Map([[{ a: 2 }, 1]])];
    const bytes = [Buffer.from('a'), Buffer.from('b'), new DataView(new ArrayBuffer(1)), new ArrayBuffer(2)];
    const all: unknown[] = [scalars, lists, objects, orders, maps, bytes, [new Date(0), new Date(1)]].flat();
    const contents = all.map((content) => ({ content }));
    expect(new Set(contents.map(entityHash)).size).toBe(contents.length);
  });

  it('is that of the JSON of the entity, as somebody else would read it again', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const entity = { at: new Date(0), value };
        expect(entityHash(entity)).toBe(entityHash(JSON.parse(JSON.stringify(entity))));
      }),
    );
  });

  it('never minds the order of keys, and always a changed leaf', () => {
    const leaf = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.bigInt(), fc.constant(null));
    const entity = fc.object({ values: [leaf], maxDepth: 4 });
    fc.assert(
      fc.property(entity, fc.nat(), (value, at) => {
        expect(entityHash(turned(value))).toBe(entityHash(value));
        expect(entityHash(changed(value, at))).not.toBe(entityHash(value));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['null', null],
    ['undefined', undefined],
    ['a function', () => 1],
    ['a stream, whose state is not its content', Readable.from(['x'])],
  ])('is none of %s', (_, value) => {
    expect(entityHash(value)).toBeUndefined();
  });

  it('is refused where JSON would show nothing of what is there', () => {
    for (const value of [/x/, new Error('x'), Promise.resolve(1), new WeakMap()]) {
      expect(() => entityHash({ value })).toThrow(/no JSON of \[object/);
    }
  });

  it('is refused to what holds itself, as JSON is', () => {
    const parent: { children: unknown[] } = { children: [] };
    parent.children.push({ parent });
    expect(() => entityHash(parent)).toThrow(/holds itself/);
    const map = new Map<string, unknown>();
    expect(() => entityHash(map.set('map', map))).toThrow(/holds itself/);
  });
});
