import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import knexOf from 'knex';
import { Kysely, SqliteDialect } from 'kysely';
import { fromBetterSqlite3, type BetterSqlite3Database, type SqlExecutor } from '../../src/sql/index.js';
import { runs } from '../support/runs.js';
import { knex, kysely, type SqlDatabase } from './sql.databases.js';

/** What the tests call of a database beside what the executor does. */
export interface Sqlite extends BetterSqlite3Database {
  exec(text: string): unknown;
  close(): unknown;
}

const MANIFEST = fileURLToPath(new URL('../../orms/package.json', import.meta.url));

/** SQLite comes with Prisma, which is too large for a development dependency, and has a folder of its own. */
export const hasSqlite: boolean = runs(
  'SQLite',
  existsSync(fileURLToPath(new URL('../../orms/node_modules/libsql', import.meta.url)))
    ? undefined
    : '. To run it:\nnpm run orms',
);

/** `libsql` has the interface of `better-sqlite3`. */
const driver = () => createRequire(MANIFEST)('libsql') as new (path: string) => Sqlite;

export function openSqlite(): Sqlite {
  const Database = driver();
  return new Database(':memory:');
}

export const SQLITE_DATABASES: readonly SqlDatabase[] = [
  {
    name: 'better-sqlite3 on SQLite',
    server: undefined,
    open: async () => {
      const db = openSqlite();
      return {
        executor: fromBetterSqlite3(db) as SqlExecutor<never>,
        transaction: async (run) => {
          db.exec('BEGIN');
          try {
            const result = await run(db as never);
            db.exec('COMMIT');
            return result;
          } catch (error) {
            db.exec('ROLLBACK');
            throw error;
          }
        },
        close: async () => db.close(),
      };
    },
  },
  {
    name: 'Kysely on SQLite',
    server: undefined,
    open: async () =>
      kysely(new Kysely({ dialect: new SqliteDialect({ database: openSqlite() as never }) }), 'sqlite'),
  },
  {
    name: 'knex on SQLite',
    server: undefined,
    open: async () => {
      const Client = createRequire(import.meta.url)('knex/lib/dialects/better-sqlite3') as new () => object;
      class SqliteClient extends Client {
        _driver() {
          return driver();
        }
      }
      const connection = { filename: ':memory:' };
      return knex(knexOf({ client: SqliteClient as never, connection, useNullAsDefault: true }), 'sqlite');
    },
  },
];
