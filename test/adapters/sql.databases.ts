import { randomBytes } from 'node:crypto';
import knexOf, { type Knex } from 'knex';
import { Kysely, MysqlDialect, PostgresDialect } from 'kysely';
import { createPool as callbackPool } from 'mysql2';
import { createPool } from 'mysql2/promise';
import { Pool } from 'pg';
import postgres from 'postgres';
import {
  fromKnex,
  fromKysely,
  fromMysql2,
  fromPg,
  fromPostgresJs,
  type SqlDialect,
  type SqlEntity,
  type SqlExecutor,
} from '../../src/sql/index.js';
import { freshPGlite } from '../support/pglite.js';
import type { LineRow, ProductRow } from './contract.js';

export class Product implements ProductRow {
  readonly id!: number;
  readonly title!: string;
  readonly sku!: string | null;
  readonly stock!: number;
  readonly version!: number;
  readonly updatedAt!: Date;
}

export class Line implements LineRow {
  readonly order!: number;
  readonly line!: string;
  readonly quantity!: number;
  readonly version!: number;
}

/** A library on a database: an executor, and a transaction as its users write one. */
interface SqlLibrary {
  readonly executor: SqlExecutor<never>;
  readonly transaction: <T>(run: (scope: never) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<unknown>;
}

export interface SqlDatabase {
  readonly name: string;
  /** Whether a server has to answer. */
  readonly server: 'PostgreSQL' | 'MariaDB' | undefined;
  readonly open: () => Promise<SqlLibrary>;
}

const POSTGRES = 'postgres://postgres@127.0.0.1:5432/test';
const MARIADB = 'mysql://root@127.0.0.1:3306/test';

export const SQL_DATABASES: readonly SqlDatabase[] = [
  {
    name: 'PGlite',
    server: undefined,
    open: async () => {
      const db = await freshPGlite();
      return {
        executor: fromPg(db) as SqlExecutor<never>,
        transaction: (run) => db.transaction((transaction) => run(transaction as never)),
        close: () => db.close(),
      };
    },
  },
  {
    name: 'pg on PostgreSQL',
    server: 'PostgreSQL',
    open: async () => {
      const pool = new Pool({ connectionString: POSTGRES });
      return {
        executor: fromPg(pool) as SqlExecutor<never>,
        transaction: async (run) => {
          const client = await pool.connect();
          try {
            await client.query('BEGIN');
            const result = await run(client as never);
            await client.query('COMMIT');
            return result;
          } catch (error) {
            await client.query('ROLLBACK');
            throw error;
          } finally {
            client.release();
          }
        },
        close: () => pool.end(),
      };
    },
  },
  {
    name: 'postgres.js on PostgreSQL',
    server: 'PostgreSQL',
    open: async () => {
      const sql = postgres(POSTGRES, { onnotice: () => {} });
      return {
        executor: fromPostgresJs(sql) as SqlExecutor<never>,
        transaction: (run) => sql.begin((transaction) => run(transaction as never)) as Promise<never>,
        close: () => sql.end(),
      };
    },
  },
  {
    name: 'Kysely on PostgreSQL',
    server: 'PostgreSQL',
    open: async () => {
      const pool = new Pool({ connectionString: POSTGRES });
      return kysely(new Kysely({ dialect: new PostgresDialect({ pool }) }), 'postgres');
    },
  },
  {
    name: 'knex on PostgreSQL',
    server: 'PostgreSQL',
    open: async () => knex(knexOf({ client: 'pg', connection: POSTGRES }), 'postgres'),
  },
  {
    name: 'mysql2 on MariaDB',
    server: 'MariaDB',
    open: async () => {
      const pool = createPool({ uri: MARIADB, timezone: 'Z' });
      const executor = fromMysql2(pool as never) as SqlExecutor<never>;
      return { executor, transaction: (run) => executor.transaction!(run), close: () => pool.end() };
    },
  },
  {
    name: 'Kysely on MariaDB',
    server: 'MariaDB',
    open: async () =>
      kysely(
        new Kysely({ dialect: new MysqlDialect({ pool: callbackPool({ uri: MARIADB }) as never }) }),
        'mysql',
      ),
  },
  {
    name: 'knex on MariaDB',
    server: 'MariaDB',
    open: async () => knex(knexOf({ client: 'mysql2', connection: MARIADB }), 'mysql'),
  },
];

export function kysely(db: Kysely<unknown>, dialect: SqlDialect): SqlLibrary {
  return {
    executor: fromKysely(db as never, dialect) as SqlExecutor<never>,
    transaction: (run) => db.transaction().execute((transaction) => run(transaction as never)),
    close: () => db.destroy(),
  };
}

export function knex(db: Knex, dialect: SqlDialect): SqlLibrary {
  return {
    executor: fromKnex(db as never, dialect) as SqlExecutor<never>,
    transaction: (run) => db.transaction((transaction) => run(transaction as never)),
    close: () => db.destroy(),
  };
}

/** Tables of their own, and what `forFeature()` is told of them. */
export interface Tables {
  readonly product: SqlEntity<Product>;
  readonly line: SqlEntity<Line>;
  readonly drop: () => Promise<unknown>;
}

export async function createTables({ dialect, execute }: SqlExecutor<never>): Promise<Tables> {
  const run = (text: string) => execute(text, [], undefined);
  const prefix = `sql_${randomBytes(6).toString('hex')}`;
  const time = { postgres: 'timestamptz(3)', mysql: 'datetime(3)', sqlite: 'text' }[dialect];
  const order = dialect === 'mysql' ? '`order`' : '"order"';
  await run(
    `CREATE TABLE ${prefix}_product (product_id integer PRIMARY KEY, title varchar(100) NOT NULL, ` +
      `sku varchar(40) UNIQUE, stock integer NOT NULL, version integer NOT NULL, updated_at ${time} NOT NULL)`,
  );
  await run(
    `CREATE TABLE ${prefix}_line (${order} integer, line varchar(40), quantity integer NOT NULL, ` +
      `version integer NOT NULL, PRIMARY KEY (${order}, line))`,
  );
  return {
    product: {
      entity: Product,
      table: `${prefix}_product`,
      columns: {
        id: 'product_id',
        title: 'title',
        sku: 'sku',
        stock: 'stock',
        version: 'version',
        updatedAt: 'updated_at',
      },
      key: { id: 'integer' },
      version: 'version',
      lastModified: 'updatedAt',
    },
    line: {
      entity: Line,
      table: `${prefix}_line`,
      columns: { order: 'order', line: 'line', quantity: 'quantity', version: 'version' },
      key: { order: 'integer', line: 'text' },
      version: 'version',
    },
    drop: async () => {
      await run(`DROP TABLE ${prefix}_product`);
      await run(`DROP TABLE ${prefix}_line`);
    },
  };
}
