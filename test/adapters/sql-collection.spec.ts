/** Lists as `@Versioned(Product, { collection })` asks for them: keys and versions, in one statement. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ModelAdapter } from '../../src/versioned/model-adapter.js';
import { xmin, type SqlCollectionQuery, type SqlEntity, type SqlExecutor } from '../../src/sql/index.js';
import { sqlModel } from '../../src/sql/sql-model.js';
import { SqlStatements } from '../../src/sql/sql.statements.js';
import { describeOn } from './servers.js';
import { createTables, Product, SQL_DATABASES } from './sql.databases.js';
import { hasSqlite, SQLITE_DATABASES } from './sql.sqlite.js';

class Unversioned extends Product {}

/** Keys and versions of the rows of each test. */
const ROWS: readonly (readonly [id: number, title: string, sku: string | null, version: number])[] = [
  [1, 'b', null, 11],
  [2, 'a', 'x', 12],
  [3, 'b', null, 13],
  [4, 'a', 'y', 14],
];

const CASES: readonly (readonly [
  what: string,
  query: SqlCollectionQuery<Product> | undefined,
  where: object | undefined,
  ids: readonly number[],
  total: number,
])[] = [
  ['all rows, by key', undefined, undefined, [1, 2, 3, 4], 4],
  ['rows with a value', { where: { title: 'a' } }, undefined, [2, 4], 2],
  ['rows without one', { where: { sku: null } }, undefined, [1, 3], 2],
  ['rows with several values', { where: { sku: null, title: 'b', id: 3 } }, undefined, [3], 1],
  ['all rows, where whoever asks may see them', undefined, {}, [1, 2, 3, 4], 4],
  ['rows that may be seen', { where: { title: 'b' } }, { id: 3 }, [3], 1],
  ['no rows but those that may be seen, whatever is asked for', { where: { id: 1 } }, { id: 3 }, [3], 1],
  ['rows in an order', { order: { title: 'ASC', id: 'DESC' } }, undefined, [4, 2, 3, 1], 4],
  ['rows by key, where the order has no column', { order: {} }, undefined, [1, 2, 3, 4], 4],
  ['the first page', { take: 2 }, undefined, [1, 2], 4],
  ['a later page', { skip: 1, take: 2, order: { id: 'DESC' } }, undefined, [3, 2], 4],
  ['all but the first rows', { skip: 3 }, undefined, [4], 4],
  ['a page behind the last', { skip: 9, take: 2 }, undefined, [], 4],
  ['a page of none', { take: 0 }, undefined, [], 4],
  ['a page of some', { where: { title: 'a' }, skip: 1, take: 1 }, undefined, [4], 2],
  ['nothing', { where: { title: 'c' } }, undefined, [], 0],
];

for (const { name, server, open } of [...SQL_DATABASES, ...(hasSqlite ? SQLITE_DATABASES : [])]) {
  describeOn(server, `lists of nestjs-etag/sql with ${name}`, () => {
    let adapter: ModelAdapter<never, never>;
    let executor: SqlExecutor<never>;
    const closing: (() => Promise<unknown>)[] = [];

    beforeAll(async () => {
      const library = await open();
      ({ executor } = library);
      const { product, drop } = await createTables(executor);
      closing.push(drop, library.close);
      adapter = new ModelAdapter('EtagSqlModule', 'default', new SqlStatements(executor) as never);
      adapter.lookAfter(sqlModel(product, executor.dialect) as never);
      for (const [id, title, sku, version] of ROWS) {
        const values = `${id}, '${title}', ${sku === null ? 'NULL' : `'${sku}'`}, 1, ${version}, '2020-01-01'`;
        await executor.execute(`INSERT INTO ${product.table} VALUES (${values})`, [], undefined);
      }
      if (executor.dialect !== 'postgres') return;
      const entry: SqlEntity<Unversioned> = { ...product, entity: Unversioned, version: xmin };
      adapter.lookAfter(sqlModel(entry, 'postgres') as never);
    });
    afterAll(async () => {
      for (const close of closing) await close();
    });

    const list = (query: object | undefined, withTotal: boolean, where?: object, entity = Product) =>
      adapter.collection!(entity, query, withTotal, undefined, where);

    it.each(CASES)('has %s', async (_, query, where, ids, total) => {
      const pairs = ids.map((id) => ({ id, version: 10 + id }));
      const { length: count } = ids;
      expect(await list(query, false, where)).toEqual({ pairs, count, total: undefined });
      const counted = await list(query, true, where);
      expect(counted).toMatchObject({ pairs, count, total });
    });

    it.each([
      ['condition', { where: { nonsense: 1 } }],
      ['condition that is SQL', { where: { '1=1 --': 1 } }],
      ['order', { order: { nonsense: 'ASC' } }],
    ])('refuses what is no column: in its %s', async (_, query) => {
      const [[unknown]] = Object.values(query).map(Object.keys) as [[string]];
      const message = `Product has no column "${unknown}" that a list could be asked for by.`;
      await expect(list(query, false)).rejects.toThrow(message);
      await expect(list(query, true)).rejects.toThrow(message);
    });

    it('takes no way of an order for SQL', async () => {
      const order = { id: 'DESC; DROP TABLE product' as 'DESC' };
      expect(await list({ order, take: 1 }, false)).toMatchObject({ pairs: [{ id: 1 }] });
    });

    describe('of rows with PostgreSQL’s own version', () => {
      it('have it as text', async () => {
        if (executor.dialect !== 'postgres') return;
        const rows = await list({ take: 1 }, true, undefined, Unversioned);
        expect(rows).toMatchObject({ count: 1, total: 4 });
        expect(rows!.pairs).toEqual([
          expect.objectContaining({ id: 1, xmin: expect.stringMatching(/^[1-9]\d*$/) }),
        ]);
      });
    });
  });
}
