import type { Type } from '@nestjs/common';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { ExpectedVersion, VersionedRepository, type EntityAdapter, type EntityKey } from '../../src/index.js';

class Row {
  declare id: string;
  declare version: number | null;
  declare text: string;
}

type Versions = readonly string[] | undefined;

/** An adapter with all that one can have. It notes what it is asked for, and answers what it is told to. */
class NotingAdapter implements EntityAdapter<string> {
  readonly source = 'default';
  readonly restrictsKeys = true;
  readonly asked: unknown[][] = [];
  row: object | null = { id: 'a', version: 1, text: 'first' };
  written = true;

  describe() {
    return { version: 'version', key: ['id'], lastModified: undefined };
  }

  keyFrom() {
    return undefined;
  }

  async find(_: Type, key: EntityKey, as: 'validators' | 'all' | 'deleted', scope?: string) {
    this.asked.push(['find', key, as, scope]);
    return this.row;
  }

  async update(_: Type, key: EntityKey, changes: object, versions: Versions, scope?: string) {
    return this.answer('update', this.row, key, changes, versions, scope);
  }

  async save(_: Type, entity: object, scope?: string) {
    return this.answer('save', entity, entity, scope);
  }

  async delete(_: Type, key: EntityKey, versions: Versions, scope?: string) {
    return this.answer('delete', true, key, versions, scope) ?? false;
  }

  async softDelete(_: Type, key: EntityKey, versions: Versions, scope?: string) {
    return this.answer('softDelete', true, key, versions, scope) ?? false;
  }

  async restore(_: Type, key: EntityKey, versions: Versions, scope?: string) {
    return this.answer('restore', this.row, key, versions, scope);
  }

  async insert(_: Type, values: object, scope?: string) {
    return this.answer('insert', values, values, scope);
  }

  conflictOf(): undefined {}

  private answer<T>(method: string, answer: T, ...given: unknown[]): T | null {
    this.asked.push([method, ...given]);
    return this.written ? answer : null;
  }
}

const KEY = { id: 'a' };
const FIRST = { id: 'a', version: 1, text: 'first' };
const at = (tag: string) => ExpectedVersion.of({ 'if-match': tag });

describe('a VersionedRepository', () => {
  let adapter: NotingAdapter;
  let rows: VersionedRepository<Row, string>;

  beforeEach(() => {
    adapter = new NotingAdapter();
    rows = new VersionedRepository<Row, string>(Row, adapter, adapter.describe());
  });

  type Write = (rows: VersionedRepository<Row, string>, expected: ExpectedVersion) => Promise<unknown>;

  describe.each<[string, Write, unknown[], 'all' | 'deleted', unknown]>([
    ['update', (to, e) => to.update(KEY, { text: 'b' }, e), [KEY, { text: 'b' }, ['1']], 'all', FIRST],
    ['delete', (to, e) => to.delete(KEY, e), [KEY, ['1']], 'all', undefined],
    ['softDelete', (to, e) => to.softDelete(KEY, e), [KEY, ['1']], 'all', undefined],
    ['restore', (to, e) => to.restore(KEY, e), [KEY, ['1']], 'deleted', FIRST],
    ['save', (to, e) => to.save(FIRST, e), [FIRST], 'all', FIRST],
  ])('%s()', (method, write, given, as, result) => {
    it.each([undefined, 'a transaction'])('is one statement, within %s', async (scope) => {
      const within = scope === undefined ? rows : rows.within(scope);
      expect(await write(within, at('"1"'))).toEqual(result);
      expect(adapter.asked).toEqual([[method, ...given, scope]]);
    });

    it('looks at the row where that was not written, and is refused', async () => {
      adapter.written = false;
      await expect(write(rows.within('a transaction'), at('"1"'))).rejects.toMatchObject({ status: 412 });
      expect(adapter.asked).toEqual([
        [method, ...given, 'a transaction'],
        ['find', KEY, as, 'a transaction'],
      ]);
    });
  });

  it('saves no entity whose version is not the expected one, or was not loaded', async () => {
    for (const [version, tag] of [
      [1, '"2"'],
      [undefined, '"1"'],
      [undefined, '*'],
    ] as const) {
      const entity = { ...FIRST, version } as Row;
      await expect(rows.save(entity, at(tag))).rejects.toMatchObject({ status: 412 });
    }
    expect(adapter.asked).toEqual([1, 2, 3].map(() => ['find', KEY, 'all', undefined]));
  });

  it('saves an entity that was loaded without a version', async () => {
    const entity = { ...FIRST, version: null };
    expect(await rows.save(entity, at('*'))).toBe(entity);
    expect(adapter.asked).toEqual([['save', entity, undefined]]);
  });

  it('writes nothing where a row has all changes already', async () => {
    const options = { skipUnchanged: true };
    expect(await rows.update(KEY, { text: 'first' }, at('"1"'), options)).toBe(adapter.row);
    expect(adapter.asked).toEqual([['find', KEY, 'all', undefined]]);
  });

  describe('insert()', () => {
    const creating = () => ExpectedVersion.of({ 'if-none-match': '*' });

    it.each([undefined, ExpectedVersion.of({}), creating()])('creates a row', async (expected) => {
      expect(await rows.insert(FIRST, expected)).toBe(FIRST);
      expect(expected?.consumed ?? true).toBe(true);
      expect(adapter.asked).toEqual([['insert', FIRST, undefined]]);
    });

    it('is a conflict where the row exists, and nobody asked for it to be absent', async () => {
      adapter.written = false;
      for (const expected of [undefined, ExpectedVersion.of({}), at('"1"')])
        await expect(rows.insert(FIRST, expected)).rejects.toMatchObject({
          status: 409,
          message: 'The resource exists already.',
        });
    });

    it('is a failed precondition where the row was to be absent, with the tag of what is there', async () => {
      adapter.written = false;
      await expect(rows.within('a transaction').insert(FIRST, creating())).rejects.toMatchObject({
        status: 412,
        current: { opaque: '1' },
      });
      expect(adapter.asked.at(-1)).toEqual(['find', KEY, 'all', 'a transaction']);
      adapter.row = null;
      await expect(rows.insert(FIRST, creating())).rejects.toMatchObject({
        status: 412,
        current: undefined,
        message: expect.stringMatching(/^The resource exists already\. /),
      });
    });
  });
});
