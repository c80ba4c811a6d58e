import type { Type } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EntityAdapter } from '../../src/index.js';

/** Key, two columns, a unique column that may be null, and what every update changes. */
export interface ProductRow {
  readonly id: number;
  readonly title: string;
  readonly sku: string | null;
  readonly stock: number;
  readonly version: number;
  readonly updatedAt: Date;
}

/** A key of two columns: `order` is an integer, `line` a text. */
export interface LineRow {
  readonly order: number;
  readonly line: string;
  readonly quantity: number;
  readonly version: number;
}

/** A library on a database, with empty tables of its own. */
export interface Opened<Scope> {
  readonly adapter: EntityAdapter<Scope>;
  /** The class that stands for {@link ProductRow}. */
  readonly product: Type;
  /** The class that stands for {@link LineRow}; undefined where the library has no keys of several columns. */
  readonly line: Type | undefined;
  /** A transaction of the library's own, undone where `run` rejects. */
  readonly transaction: <T>(run: (scope: Scope) => Promise<T>) => Promise<T>;
  /** The library's own errors, as it throws them without us. */
  readonly errors: {
    /** A second row with one `sku`. */
    readonly exists: () => Promise<unknown>;
    /** A deadlock, a serialization failure, or the library's own optimistic lock. */
    readonly stale?: () => Promise<unknown>;
  };
  readonly close: () => Promise<unknown>;
}

/**
 * Rounds of a contest. Where writers meet in a database chance decides, and one round proves nothing. The fast tests
 * have one connection, where they never meet. `CONTEST_ROUNDS` is another number for servers.
 */
const { databases: which } = globalThis as { readonly databases?: 'embedded' | 'servers' };
export const MANY_ROUNDS = Number(process.env['CONTEST_ROUNDS'] ?? 1_000);
const ROUNDS = which === 'servers' ? MANY_ROUNDS : 100;

let ids = 1_000;

/** What every adapter has to do, whatever it is made of. */
export function describeContract<Scope>(
  name: string,
  open: () => Promise<Opened<Scope>>,
  rounds = ROUNDS,
): void {
  describe(`the contract of an adapter: ${name}`, () => {
    let db: Opened<Scope>;
    let adapter: EntityAdapter<Scope>;
    beforeAll(async () => {
      db = await open();
      ({ adapter } = db);
    });
    afterAll(() => db?.close());

    const insert = async (values: object = {}, scope?: Scope) => {
      ids += 1;
      const row = { id: ids, title: 'one', sku: null, stock: 1, ...values };
      return (await adapter.insert(db.product, row, scope)) as ProductRow | null;
    };
    const made = async (values: object = {}) => (await insert(values))!;
    const read = (id: number, scope?: Scope) =>
      adapter.find(db.product, { id }, 'all', scope) as Promise<ProductRow | null>;
    const update = (id: number, changes: object, versions?: readonly string[], scope?: Scope) =>
      adapter.update(db.product, { id }, changes, versions, scope) as Promise<ProductRow | null>;
    const remove = (id: number, versions?: readonly string[], scope?: Scope) =>
      adapter.delete(db.product, { id }, versions, scope);
    const textOf = ({ version }: ProductRow) => String(version);

    it('describes its entity by properties', () => {
      expect(adapter.describe(db.product)).toMatchObject({
        version: 'version',
        key: ['id'],
        lastModified: 'updatedAt',
      });
      expect(adapter.describe(class Unknown {})).toBeUndefined();
    });

    it.each([
      ['5', true],
      ['05', true],
      ['', false],
      ['five', false],
      ['1e1', false],
      ['5 or 1=1', false],
      ['99999999999999999999', false],
    ])('reads a key from the parameter %j', (id, isKey) => {
      const key = adapter.keyFrom(db.product, { id });
      expect(key).toEqual(isKey ? { id: 5 } : undefined);
      expect(adapter.keyFrom(db.product, {})).toBeUndefined();
    });

    it('finds a row: all of it, or what its validators are made of', async () => {
      const row = await made({ title: 'found', stock: 7 });
      expect(await read(row.id)).toMatchObject({
        id: row.id,
        title: 'found',
        stock: 7,
        version: row.version,
      });
      const validators = (await adapter.find(db.product, { id: row.id }, 'validators')) as ProductRow;
      expect(validators).toMatchObject({ version: row.version });
      expect(validators.updatedAt).toBeInstanceOf(Date);
      expect(await read(row.id + 500_000)).toBeNull();
    });

    it('updates a row that has one of the versions, and gives it another one', async () => {
      const row = await made();
      const written = (await update(row.id, { title: 'two' }, ['7', textOf(row)]))!;
      expect(written).toMatchObject({ id: row.id, title: 'two', stock: 1 });
      expect(written.version).not.toBe(row.version);
      // Last-Modified has whole seconds, and TypeORM writes no more of it on MySQL.
      const second = (date: Date) => Math.floor(date.getTime() / 1_000);
      expect(second(written.updatedAt)).toBeGreaterThanOrEqual(second(row.updatedAt));
      expect(await read(row.id)).toMatchObject({ title: 'two', version: written.version });
    });

    it('gives a new version to a row of which nothing is changed', async () => {
      const row = await made();
      const written = (await update(row.id, {}, [textOf(row)]))!;
      expect(written.version).not.toBe(row.version);
    });

    it('updates a row whatever its version is, where none is asked for', async () => {
      const row = await made();
      expect(await update(row.id, { stock: 2 })).toMatchObject({ stock: 2 });
    });

    it.each([
      ['a version it had before', (row: ProductRow) => [String(row.version - 1)]],
      ['no version at all', () => []],
      ['texts that are no version', () => ['', 'x', '1.5', '1e0', ' 1', "' or '1'='1", '\0']],
      ['a number that no column holds', () => ['99999999999999999999999']],
      ['its version with a zero before it', (row: ProductRow) => [`0${row.version}`]],
      ['its version with a sign', (row: ProductRow) => [`+${row.version}`]],
    ])('writes nothing where the client expects %s', async (_, versions) => {
      const row = await made();
      expect(await update(row.id, { title: 'lost' }, versions(row))).toBeNull();
      expect(await remove(row.id, versions(row))).toBe(false);
      expect(await read(row.id)).toEqual(row);
    });

    it('takes neither the key nor the version nor what is no column from a body', async () => {
      const row = await made();
      const body = {
        id: row.id + 1,
        version: 1,
        title: 'kept',
        __proto__: null,
        nonsense: 1,
        sku: undefined,
      };
      const written = (await update(row.id, body, [textOf(row)]))!;
      expect(written).toMatchObject({ id: row.id, title: 'kept', sku: null });
      expect(written.version).not.toBe(1);
      expect(await read(row.id + 1)).toBeNull();
    });

    it.each([[{}], [{ id: undefined }], [{ id: null }]])('touches no row with the key %j', async (key) => {
      const row = await made();
      expect(await adapter.update(db.product, key, { title: 'lost' }, undefined)).toBeNull();
      expect(await adapter.delete(db.product, key, undefined)).toBe(false);
      expect(await adapter.find(db.product, key, 'all')).toBeNull();
      expect(await read(row.id)).toEqual(row);
    });

    it.each([1.5, 2 ** 40, -(2 ** 40), 1e21])('finds no row whose key no column can hold: %d', async (id) => {
      expect(await update(id, { title: 'lost' })).toBeNull();
      expect(await remove(id)).toBe(false);
      expect(await read(id)).toBeNull();
    });

    it('restricts a row by what a key says of other columns', async () => {
      const row = await made({ stock: 3 });
      const [mine, other] = [
        { id: row.id, stock: 3 },
        { id: row.id, stock: 4 },
      ];
      expect(await adapter.update(db.product, other, { title: 'lost' }, undefined)).toBeNull();
      expect(await adapter.delete(db.product, other, undefined)).toBe(false);
      expect(await adapter.find(db.product, other, 'all')).toBeNull();
      expect(await adapter.find(db.product, mine, 'all')).toMatchObject({ id: row.id });
      expect(await adapter.delete(db.product, mine, [textOf(row)])).toBe(true);
      await expect(
        (async () => adapter.delete(db.product, { id: row.id, nonsense: 1 }, undefined))(),
      ).rejects.toThrow('nonsense');
    });

    it('gives the row, where a column that the key restricts is changed', async () => {
      const row = await made({ stock: 3 });
      const key = { id: row.id, stock: 3 };
      const moved = await adapter.update(db.product, key, { stock: 4 }, [textOf(row)]);
      expect(moved).toMatchObject({ id: row.id, stock: 4 });
    });

    it('compares both, where a key says of the version as well', async () => {
      const row = await made();
      const written = (version: unknown, text: string) =>
        adapter.update(db.product, { id: row.id, version }, { title: 'two' }, [text]);
      expect(await written(row.version, '7')).toBeNull();
      expect(await written(Number(row.version) + 1, textOf(row))).toBeNull();
      expect(await written(row.version, textOf(row))).toMatchObject({ title: 'two' });
    });

    it('lists rows by what else restricts them: all of them, where that is nothing', async () => {
      if (!adapter.collection) return;
      await made({ stock: 77 });
      await made();
      const count = async (where?: object) =>
        (await adapter.collection!(db.product, undefined, false, undefined, where))!.count;
      expect(await count({ stock: 77 })).toBe(1);
      expect(await count()).toBeGreaterThan(1);
      expect(await count({})).toBe(await count());
    });

    it.each<[object, 'all' | 'none' | 'some']>([
      [{ sku: null }, 'some'],
      [{ sku: undefined }, 'none'],
      [{ sku: null, stock: undefined }, 'none'],
      [{ stock: null }, 'none'],
      [{}, 'all'],
    ])(
      'has the same rows for a key as for a list where these are restricted by %p',
      async (where, rowsOf) => {
        const named = await made({ sku: `sku ${(ids += 1)}`, stock: ids });
        const without = await made({ stock: ids });
        const expected = { all: [true, true], some: [false, true], none: [false, false] }[rowsOf];
        const rows = [named, without];
        const each = (run: (key: object) => Promise<unknown>) =>
          Promise.all(rows.map(async ({ id }) => Boolean(await run({ id, ...where }))));
        const { product } = db;
        expect(await each((key) => adapter.find(product, key as never, 'validators'))).toEqual(expected);
        expect(await each((key) => adapter.find(product, key as never, 'all'))).toEqual(expected);
        expect(await each((key) => adapter.update(product, key as never, {}, undefined))).toEqual(expected);
        const found = await db.transaction((scope) =>
          adapter.find(product, { id: without.id, ...where }, 'all', scope),
        );
        expect(Boolean(found)).toBe(expected[1]);
        const list = await adapter.collection?.(product, undefined, false, undefined, where);
        if (list && rowsOf === 'none') expect(list.count).toBe(0);
        if (list && rowsOf === 'some') expect(list.count).toBeGreaterThan(0);
        if (Object.values(where).includes(undefined)) expect(list).toBeUndefined();
        expect(await each((key) => adapter.delete(product, key as never, undefined))).toEqual(expected);
      },
    );

    it('deletes a row that has one of the versions', async () => {
      const row = await made();
      expect(await remove(row.id, [textOf(row)])).toBe(true);
      expect(await read(row.id)).toBeNull();
      expect(await remove(row.id, [textOf(row)])).toBe(false);
    });

    it('creates a row whose key is free, and says where it is taken', async () => {
      const row = await made({ title: 'first' });
      expect(await insert({ id: row.id, title: 'second' })).toBeNull();
      expect(await read(row.id)).toEqual(row);
      await made({ sku: `sku ${row.id}` });
      expect(await insert({ sku: `sku ${row.id}` })).toBeNull();
    });

    it('rejects a row that cannot be created for another reason, and creates none', async () => {
      await expect(insert({ title: null })).rejects.toThrow();
      expect(await read(ids)).toBeNull();
    });

    it('does not give a key that is used again the tags it had before', async () => {
      const row = await made();
      await remove(row.id);
      const again = (await insert({ id: row.id, version: row.version }))!;
      expect(again.version).not.toBe(row.version);
      expect(await update(row.id, { title: 'lost' }, [textOf(row)])).toBeNull();
    });

    it('knows a key of several columns', async () => {
      if (!db.line) return;
      ids += 1;
      const { line: entity } = db;
      const key = { order: ids, line: 'a/b' };
      expect(adapter.keyFrom(entity, { order: String(ids), line: 'a/b' })).toEqual(key);
      expect(adapter.keyFrom(entity, { order: String(ids) })).toEqual({ order: ids, line: '' });
      const line = (await adapter.insert(entity, { ...key, quantity: 1 })) as LineRow;
      await adapter.insert(entity, { ...key, line: 'c', quantity: 1 });
      const written = await adapter.update(entity, key, { quantity: 2 }, [String(line.version)]);
      expect(written).toMatchObject({ ...key, quantity: 2 });
      expect(await adapter.find(entity, { ...key, line: 'c' }, 'all')).toMatchObject({ quantity: 1 });
      expect(await adapter.update(entity, { order: ids }, { quantity: 9 }, undefined)).toBeNull();
    });

    describe('in a transaction of the caller’s', () => {
      it('is undone with it', async () => {
        const row = await made();
        const attempt = db.transaction(async (scope) => {
          expect(await update(row.id, { title: 'undone' }, [textOf(row)], scope)).not.toBeNull();
          expect(await read(row.id, scope)).toMatchObject({ title: 'undone' });
          await insert({ id: row.id + 400_000 }, scope);
          throw new Error('undo');
        });
        await expect(attempt).rejects.toThrow(/^undo$/);
        expect(await read(row.id)).toEqual(row);
        expect(await read(row.id + 400_000)).toBeNull();
      });

      it('is kept with it', async () => {
        const [one, two] = [await made(), await made()];
        await db.transaction(async (scope) => {
          await update(one.id, { title: 'kept' }, [textOf(one)], scope);
          await remove(two.id, [textOf(two)], scope);
        });
        expect(await read(one.id)).toMatchObject({ title: 'kept' });
        expect(await read(two.id)).toBeNull();
      });

      it('goes on after a row that exists', async () => {
        const [one, two] = [await made(), await made()];
        await db.transaction(async (scope) => {
          expect(await insert({ id: one.id }, scope)).toBeNull();
          expect(await update(two.id, { title: 'after it' }, [textOf(two)], scope)).not.toBeNull();
        });
        expect(await read(two.id)).toMatchObject({ title: 'after it' });
      });
    });

    describe('conflicts', () => {
      it('knows the library’s own error of a unique value', async () => {
        expect(adapter.conflictOf(await rejection(db.errors.exists()))).toBe('exists');
      });

      it('knows the library’s own error of a row that has moved', async () => {
        if (db.errors.stale) expect(adapter.conflictOf(await rejection(db.errors.stale()))).toBe('stale');
      });

      it('leaves errors of the application alone', () => {
        expect(adapter.conflictOf(new Error('23505'))).toBeUndefined();
        expect(adapter.conflictOf('40001')).toBeUndefined();
      });
    });

    describe(`${rounds} rounds of two writers`, () => {
      it('with one version: exactly one of them wins', async () => {
        let row = await made();
        for (let round = 0; round < rounds; round += 1) {
          const writes = ['left', 'right'].map((title) => update(row.id, { title }, [textOf(row)]));
          const won = (await outcomes(writes)).filter(Boolean) as ProductRow[];
          expect(won).toHaveLength(1);
          row = (await read(row.id))!;
          expect(row).toEqual(won[0]);
        }
      });

      it('one that updates and one that deletes: exactly one of them wins', async () => {
        for (let round = 0; round < rounds / 5; round += 1) {
          const row = await made();
          const contest = [update(row.id, { title: 'lives' }, [textOf(row)]), remove(row.id, [textOf(row)])];
          const won = (await outcomes<object | boolean | null>(contest)).map(Boolean);
          expect(won.filter(Boolean)).toHaveLength(1);
          expect((await read(row.id)) !== null).toBe(won[0]);
        }
      });

      it('that create one row: exactly one of them wins', async () => {
        for (let round = 0; round < rounds / 5; round += 1) {
          const id = ids + 1;
          const writes = ['left', 'right'].map((title) => insert({ id, title }));
          const won = (await outcomes(writes)).filter(Boolean) as ProductRow[];
          expect(won).toHaveLength(1);
          expect(await read(won[0]!.id)).toMatchObject({ title: won[0]!.title });
        }
      });
    });

    /** A database may refuse the loser by an error of its own, where that says that it lost. */
    async function outcomes<T>(writes: readonly Promise<T>[]): Promise<(T | null)[]> {
      const settled = await Promise.allSettled(writes);
      return settled.map((each) => {
        if (each.status === 'fulfilled') return each.value;
        expect(adapter.conflictOf(each.reason)).toBeDefined();
        return null;
      });
    }
  });
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('nothing was refused');
    },
    (error: unknown) => error,
  );
}
