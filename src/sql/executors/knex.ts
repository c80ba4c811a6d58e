import type { SqlDialect, SqlExecutor, SqlResult } from '../sql-executor.interface.js';
import { resultOf } from './mysql2.js';

/** What an instance and a transaction of knex have in common. */
export interface KnexQueryable {
  raw(text: string, values: never): PromiseLike<unknown>;
}

export interface KnexInstance extends KnexQueryable {
  transaction<T>(run: (transaction: never) => Promise<T>): Promise<T>;
}

/**
 * Runs statements on an instance of knex, and so beside Objection. A transaction is knex's own.
 * @param dialect what its `client` speaks: `postgres` for `pg`, `mysql` for `mysql2`, `sqlite` for `better-sqlite3`
 * @example
 * ```ts
 * EtagSqlModule.forFeature([product], { useFactory: (knex: Knex) => fromKnex(knex, 'postgres'), inject: [KNEX] });
 * ```
 */
export function fromKnex<Transaction extends KnexQueryable = KnexQueryable>(
  knex: KnexInstance,
  dialect: SqlDialect,
): SqlExecutor<Transaction> {
  return {
    dialect,
    placeholders: 'question',
    execute: async (text, values, transaction) =>
      rowsOf(await (transaction ?? knex).raw(text, [...values] as never), dialect),
    transaction: (run) => knex.transaction(run),
  };
}

/** knex hands on what the driver gave. */
function rowsOf(result: unknown, dialect: SqlDialect): SqlResult {
  if (dialect === 'mysql') return resultOf((result as unknown[])[0]);
  return { rows: dialect === 'postgres' ? (result as { rows: object[] }).rows : (result as object[]) };
}
