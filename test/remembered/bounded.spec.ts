import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Keyv } from 'keyv';
import type { TagStore } from '../../src/index.js';
import { BoundedMap } from '../../src/util/bounded-map.js';
import { VersionClock, isGroupVersion, madeAt } from '../../src/remembered/group-version.js';
import { entryKey } from '../../src/remembered/entry-key.js';
import { groupKey } from '../../src/remembered/groups.js';
import { MemoryStore } from '../../src/remembered/memory-store.js';
import { sentFieldsOf } from '../../src/remembered/entry.js';
import { withTimeout } from '../../src/util/with-timeout.js';

describe('a bounded map', () => {
  it('makes room by what was used least recently', () => {
    const map = new BoundedMap<number>(2);
    map.set('a', 1);
    map.set('b', 2);
    map.get('a');
    map.set('c', 3);
    expect(['a', 'b', 'c'].map((key) => map.get(key))).toEqual([1, undefined, 3]);
    expect(map.size).toBe(2);
  });

  it('makes room by what came first, where nothing was used since it was half full', () => {
    const map = new BoundedMap<number>(8);
    for (const key of ['a', 'b', 'c']) map.set(key, 1);
    map.get('a');
    for (const key of ['d', 'e', 'f', 'g', 'h']) map.set(key, 1);
    map.get('b');
    map.set('i', 1);
    expect(['a', 'b', 'c', 'i'].map((key) => map.get(key))).toEqual([undefined, 1, 1, 1]);
    expect(map.size).toBe(8);
  });

  it('counts what is set again once, and forgets what is deleted', () => {
    const map = new BoundedMap<number>(2);
    for (const value of [1, 2, 3]) map.set('a', value);
    map.set('b', 4);
    expect(map.get('a')).toBe(3);
    map.delete('a');
    expect([map.get('a'), map.size]).toEqual([undefined, 1]);
  });
});

describe('the store in memory', () => {
  it('holds no more than it may, however many URLs there are', () => {
    const store = new MemoryStore(100);
    for (let at = 0; at < 100_000; at += 1) store.set(entryKey([at], false), { at }, 60_000);
    const keys = Array.from({ length: 100_000 }, (_, at) => entryKey([at], false));
    expect(store.getMany(keys).filter(Boolean)).toHaveLength(100);
  });

  it('drops what is over', () => {
    const store = new MemoryStore(10);
    store.set('kept', 1, 60_000);
    store.set('over', 2, 0);
    expect(store.getMany(['kept', 'over', 'never'])).toEqual([1, undefined, undefined]);
    expect(store.getMany(['over'])).toEqual([undefined]);
  });

  it('is one of two that fit: the other is a Keyv', () => {
    const stores: TagStore[] = [new MemoryStore(1), new Keyv()];
    expect(stores).toHaveLength(2);
  });
});

describe('keys', () => {
  it('are short, however long a URL is', () => {
    expect(entryKey([`/${'x'.repeat(16_384)}`], false).length).toBeLessThan(80);
    expect(groupKey('x'.repeat(16_384)).length).toBeLessThan(80);
  });

  it('tell nothing of a request where others may read them', () => {
    const keys = ['', '/', '/orders?token=secret'].map((url) => entryKey([url], true));
    for (const key of keys) expect(key).toMatch(/^nestjs-etag:tag:[\w-]{43}$/);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each([true, false])('are different where anything is (shared: %s)', (isShared) => {
    const parts = [['a', 'b'], ['ab'], ['a', 'b', ''], ['a', undefined], ['a', 'undefined'], ['a,b']];
    expect(new Set(parts.map((all) => entryKey(all, isShared))).size).toBe(parts.length);
  });

  it.each([true, false])('are different where halves of surrogate pairs are (shared: %s)', (isShared) => {
    for (const rest of ['', 'x'.repeat(1_000)])
      expect(entryKey(['a', `\ud800${rest}`], isShared)).not.toBe(entryKey(['a', `\ud801${rest}`], isShared));
  });

  it.each([true, false])('are different whatever a part holds (shared: %s)', (isShared) => {
    const part = fc.option(fc.oneof(fc.constantFrom('', '\n', 'a', 'a\n', '\na', ',', '"'), fc.string()), {
      nil: undefined,
    });
    const parts = fc.array(part, { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const isSame = one.every((each, at) => each === other[at]);
        expect(entryKey(one, isShared) === entryKey(other, isShared)).toBe(isSame);
      }),
      { numRuns: 5_000 },
    );
  });

  it('show the name of a group', () => {
    expect(groupKey('products')).toBe('nestjs-etag:group:products');
  });
});

describe('a version', () => {
  it('is later than any before it, and than any it has seen', () => {
    const clock = new VersionClock();
    const made = Array.from({ length: 1_000 }, () => clock.next());
    expect(made.toSorted()).toEqual(made);
    const ahead = new VersionClock();
    const later = `${(Date.now() + 60_000).toString(36).padStart(9, '0')}.${'a'.repeat(16)}`;
    ahead.see(later);
    ahead.see(made[0]!);
    expect(madeAt(ahead.next())).toBeGreaterThan(madeAt(later));
    expect([...made, later].every(isGroupVersion)).toBe(true);
  });

  it.each([undefined, null, 1, '', '000000000', `zzzzzzzzz.${'a'.repeat(16)}`])('%j is none', (value) => {
    expect(isGroupVersion(value)).toBe(false);
  });
});

describe('a time limit', () => {
  it('hands on what comes in time, and gives up on what does not', async () => {
    await expect(withTimeout(1_000, Promise.resolve(1))).resolves.toBe(1);
    await expect(withTimeout(1_000, Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(withTimeout(1, new Promise(() => undefined))).rejects.toThrow('no answer within 1 ms');
  });

  it('looks once more where the process was busy and the answer is there', async () => {
    const answer = new Promise((resolve) => setImmediate(() => resolve('there')));
    const limited = withTimeout(1, answer);
    const busy = Date.now() + 20;
    while (Date.now() < busy);
    await expect(limited).resolves.toBe('there');
  });
});

describe('the head that was sent', () => {
  it('is read as it was sent, lines that repeat joined', () => {
    const head = 'HTTP/1.1 200 OK\r\nETag: "1"\r\nVary: a\r\nvary: b\r\nX:\r\n\r\n';
    expect([...sentFieldsOf({ _header: head } as never)!].filter(([name]) => name)).toEqual([
      ['etag', '"1"'],
      ['vary', 'a, b'],
      ['x', ''],
    ]);
  });

  it('is not there over HTTP/2', () => {
    expect(sentFieldsOf({} as never)).toBeUndefined();
  });
});
