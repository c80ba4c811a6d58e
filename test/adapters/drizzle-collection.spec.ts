/** Lists as `@Versioned(Product, { collection })` asks for them: keys and versions, in one statement. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { asc, desc, eq, type Table } from 'drizzle-orm';
import * as mysql from 'drizzle-orm/mysql-core';
import { drizzle as onMySql } from 'drizzle-orm/mysql2';
import * as pg from 'drizzle-orm/pg-core';
import { drizzle as onPGlite } from 'drizzle-orm/pglite';
import * as sqlite from 'drizzle-orm/sqlite-core';
import { drizzle as onProxy } from 'drizzle-orm/sqlite-proxy';
import { createPool } from 'mysql2/promise';
import type { DrizzleClient, DrizzleCollectionQuery } from '../../src/drizzle/index.js';
import { drizzleModel, type DrizzleModel } from '../../src/drizzle/drizzle-model.js';
import { DrizzleStatements } from '../../src/drizzle/drizzle.statements.js';
import { ModelAdapter } from '../../src/versioned/model-adapter.js';
import { freshPGlite } from '../support/pglite.js';
import { describeOn } from './servers.js';
import { hasSqlite, openSqlite } from './sql.sqlite.js';

class Note {}

const TEXTS = [
  'CREATE TABLE etag_listed (id integer PRIMARY KEY, title varchar(40), version integer)',
  "INSERT INTO etag_listed VALUES (1, 'b', 11), (2, 'a', 12), (3, NULL, 13), (4, 'a', 14)",
];

const inPostgres = pg.pgTable('etag_listed', {
  id: pg.integer().primaryKey(),
  title: pg.text(),
  version: pg.integer().$onUpdate(() => 1),
});
const inMySql = mysql.mysqlTable('etag_listed', {
  id: mysql.int().primaryKey(),
  title: mysql.varchar({ length: 40 }),
  version: mysql.int().$onUpdate(() => 1),
});
const inSqlite = sqlite.sqliteTable('etag_listed', {
  id: sqlite.integer().primaryKey(),
  title: sqlite.text(),
  version: sqlite.integer().$onUpdate(() => 1),
});

const DATABASES = [
  {
    name: 'PGlite',
    server: undefined,
    isInstalled: true,
    table: inPostgres,
    open: async () => {
      const client = await freshPGlite();
      for (const text of TEXTS) await client.exec(text);
      return { db: onPGlite({ client }) as unknown as DrizzleClient, close: () => client.close() };
    },
  },
  {
    name: 'SQLite',
    server: undefined,
    isInstalled: hasSqlite,
    table: inSqlite,
    open: async () => {
      const client = openSqlite();
      for (const text of TEXTS) client.exec(text);
      const all = async (text: string, values: readonly unknown[], as?: 'array' | 'object') => {
        const rows = client.prepare(text).all(...values) as object[];
        return as === 'object' ? rows : rows.map((row) => Object.values(row));
      };
      const rowsOf = async (text: string, values: readonly unknown[]) => ({
        rows: (await all(text, values)) as unknown[],
      });
      // Drizzle 0.45 calls it, and 1.0 a property of it.
      const driver = Object.assign(rowsOf, { all });
      return { db: onProxy(driver) as unknown as DrizzleClient, close: async () => client.close() };
    },
  },
  {
    name: 'MariaDB',
    server: 'MariaDB' as const,
    isInstalled: true,
    table: inMySql,
    open: async () => {
      const pool = createPool({ uri: 'mysql://root@127.0.0.1:3306/test' });
      for (const text of ['DROP TABLE IF EXISTS etag_listed', ...TEXTS]) await pool.query(text);
      const close = async () => {
        await pool.query('DROP TABLE etag_listed');
        await pool.end();
      };
      return { db: onMySql({ client: pool }) as unknown as DrizzleClient, close };
    },
  },
];

for (const { name, server, isInstalled, table, open } of DATABASES) {
  if (!isInstalled) continue;
  describeOn(server, `lists of nestjs-etag/drizzle with ${name}`, () => {
    let adapter: ModelAdapter<DrizzleModel, DrizzleClient>;
    let close: () => Promise<unknown>;
    beforeAll(async () => {
      const opened = await open();
      ({ close } = opened);
      adapter = new ModelAdapter('EtagDrizzleModule', 'default', new DrizzleStatements(opened.db));
      adapter.lookAfter(drizzleModel({ entity: Note, table: table as Table }));
    });
    afterAll(() => close?.());

    const isA = eq(table.title, 'a');

    it.each<[string, DrizzleCollectionQuery | undefined, object | undefined, number[], number | undefined]>([
      ['all rows, by key', undefined, undefined, [1, 2, 3, 4], 4],
      ['rows of a condition', { where: isA }, undefined, [2, 4], 2],
      ['rows that may be seen', undefined, { title: 'a' }, [2, 4], 2],
      ['all rows, where whoever asks may see them', undefined, {}, [1, 2, 3, 4], 4],
      ['rows of both', { where: eq(table.id, 4) }, { title: 'a' }, [4], 1],
      ['no rows but those that may be seen', { where: eq(table.id, 1) }, { title: 'a' }, [], 0],
      ['rows without a value', undefined, { title: null }, [3], 1],
      ['rows in an order', { where: isA, orderBy: [asc(table.title), desc(table.id)] }, undefined, [4, 2], 2],
      ['the first page', { limit: 2 }, undefined, [1, 2], 4],
      ['a later page', { limit: 2, offset: 1 }, undefined, [2, 3], 4],
      ['all but the first rows', { offset: 2 }, undefined, [3, 4], 4],
      ['nothing', { where: eq(table.id, 0) }, undefined, [], 0],
      ['a page behind the last, which counts no rows', { limit: 2, offset: 9 }, undefined, [], undefined],
      ['a page of none, which counts no rows', { limit: 0 }, undefined, [], undefined],
    ])('has %s', async (_, query, where, ids, total) => {
      const list = (withTotal: boolean) => adapter.collection!(Note, query, withTotal, undefined, where);
      const pairs = ids.map((id) => ({ id, version: id + 10 }));
      expect(await list(false)).toEqual({ pairs, count: ids.length, total: undefined });
      const counted = await list(true);
      if (total === undefined) expect(counted).toBeUndefined();
      else expect(counted).toMatchObject({ pairs, count: ids.length, total });
    });

    it('refuses to be restricted by what is no column', async () => {
      const list = adapter.collection!(Note, undefined, false, undefined, { tenant: 1 });
      await expect(list).rejects.toThrow('Note has no column "tenant" that a list could be asked for by.');
    });
  });
}
