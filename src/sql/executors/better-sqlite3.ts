import type { SqlExecutor } from '../sql-executor.interface.js';

interface Statement {
  readonly reader: boolean;
  all(...values: unknown[]): unknown[];
  run(...values: unknown[]): { readonly changes: number };
}

/** What a database of `better-sqlite3` has that is needed here. */
export interface BetterSqlite3Database {
  prepare(text: string): Statement;
}

/**
 * Runs statements on a database of `better-sqlite3`, or on a `DatabaseSync` of `node:sqlite` wrapped alike. It has one
 * connection, so that a transaction is whatever the application has begun on it.
 * @example
 * ```ts
 * EtagSqlModule.forFeature([product], fromBetterSqlite3(new Database('shop.db')));
 * ```
 */
export function fromBetterSqlite3(db: BetterSqlite3Database): SqlExecutor<BetterSqlite3Database> {
  return {
    dialect: 'sqlite',
    execute: async (text, values, transaction) => {
      const statement = (transaction ?? db).prepare(text);
      if (statement.reader) return { rows: statement.all(...values) as object[] };
      return { rows: [], affected: statement.run(...values).changes };
    },
  };
}
