/** How keys are read and versions are compared, by the types of Drizzle's columns. */
import { describe, expect, it } from '@jest/globals';
import type { Table } from 'drizzle-orm';
import * as mysql from 'drizzle-orm/mysql-core';
import { drizzle as onMySql } from 'drizzle-orm/mysql2';
import * as pg from 'drizzle-orm/pg-core';
import * as sqlite from 'drizzle-orm/sqlite-core';
import { createPool } from 'mysql2/promise';
import { drizzleModel } from '../../src/drizzle/drizzle-model.js';
import { DrizzleStatements } from '../../src/drizzle/drizzle.statements.js';
import { ModelAdapter } from '../../src/versioned/model-adapter.js';
import { describeOn } from './servers.js';

class Product {}

describe('a table of Drizzle', () => {
  it.each<[string, object, Record<string, object>]>([
    [
      'PostgreSQL',
      pg.pgTable(
        'a',
        {
          small: pg.smallint(),
          whole: pg.integer(),
          big: pg.bigint({ mode: 'number' }),
          bigger: pg.bigint({ mode: 'bigint' }),
          // Drizzle 0.45 reads it as a bigint nevertheless.
          read: pg.bigint({ mode: 'string' as 'bigint' }),
          numeric: pg.numeric({ mode: 'bigint' }),
          price: pg.numeric(),
          share: pg.real(),
          uuid: pg.uuid(),
          at: pg.timestamp(),
          open: pg.boolean(),
          size: pg.text({ enum: ['s', 'm'] }),
          text: pg.text(),
          version: pg.integer().$onUpdate(() => 1),
        },
        (table) => Object.entries(table).map(([name, column]) => pg.primaryKey({ name, columns: [column] })),
      ),
      {
        small: { kind: 'integer', bits: 16 },
        whole: { kind: 'integer', bits: 32 },
        big: { kind: 'integer', bits: 53 },
        bigger: { kind: 'integer', bits: 64 },
        read: { kind: 'integer', bits: 64 },
        numeric: { kind: 'integer', bits: 64 },
        price: { kind: 'decimal' },
        share: { kind: 'decimal' },
        uuid: { kind: 'uuid' },
        at: { kind: 'timestamp' },
        open: { kind: 'boolean' },
        size: { kind: 'enum', members: ['s', 'm'] },
        text: { kind: 'text' },
      },
    ],
    [
      'MySQL',
      mysql.mysqlTable(
        'a',
        {
          tiny: mysql.tinyint({ unsigned: true }),
          medium: mysql.mediumint(),
          whole: mysql.int({ unsigned: true }),
          serial: mysql.serial(),
          version: mysql.int().$onUpdate(() => 1),
        },
        ({ tiny, medium, whole, serial }) => [mysql.primaryKey({ columns: [tiny, medium, whole, serial] })],
      ),
      {
        tiny: { kind: 'integer', bits: 8, unsigned: true },
        medium: { kind: 'integer', bits: 24, unsigned: false },
        whole: { kind: 'integer', bits: 32, unsigned: true },
        serial: { kind: 'integer', bits: 53 },
      },
    ],
    [
      'SQLite',
      sqlite.sqliteTable(
        'a',
        {
          whole: sqlite.integer(),
          at: sqlite.integer({ mode: 'timestamp' }),
          version: sqlite.integer().$onUpdate(() => 1),
        },
        (table) => [sqlite.primaryKey({ columns: [table.whole, table.at] })],
      ),
      { whole: { kind: 'integer', bits: 53 }, at: { kind: 'timestamp' } },
    ],
  ])('on %s has a key of columns of any type', (_, table, types) => {
    const { key, ...model } = drizzleModel({ entity: Product, table: table as Table });
    expect(key).toMatchObject(types);
    expect(Object.keys(types).toSorted()).toEqual(
      model.description.key.filter((name) => name !== 'version').toSorted(),
    );
  });
});

describeOn('MariaDB', 'a text as version of Drizzle with MariaDB', () => {
  it('is another one in other letters, whatever the collation says, and a row that cannot be is an error', async () => {
    const pool = createPool({ uri: 'mysql://root@127.0.0.1:3306/test' });
    const table = mysql.mysqlTable('etag_text_version', {
      id: mysql.int().primaryKey(),
      version: mysql.varchar({ length: 22 }).$onUpdate(() => ''),
    });
    await pool.query('DROP TABLE IF EXISTS etag_text_version');
    await pool.query(
      'CREATE TABLE etag_text_version (id integer PRIMARY KEY, version varchar(22), CHECK (id < 100))',
    );
    try {
      const adapter = new ModelAdapter(
        'EtagDrizzleModule',
        'default',
        new DrizzleStatements(onMySql({ client: pool }) as never),
      );
      adapter.lookAfter(drizzleModel({ entity: Product, table }));
      await pool.query("INSERT INTO etag_text_version VALUES (1, 'a')");
      for (const other of ['A', 'á', 'a ']) {
        expect(await adapter.update(Product, { id: 1 }, {}, [other])).toBeNull();
        expect(await adapter.delete(Product, { id: 1 }, ['b', other])).toBe(false);
      }
      const written = await adapter.update(Product, { id: 1 }, {}, ['b', 'a']);
      expect(written).toMatchObject({ id: 1, version: expect.stringMatching(/^[\w-]{22}$/) });
      await expect(adapter.insert(Product, { id: 100 })).rejects.toThrow();
      expect(await adapter.insert(Product, { id: 1 })).toBeNull();
    } finally {
      await pool.query('DROP TABLE etag_text_version');
      await pool.end();
    }
  });
});
