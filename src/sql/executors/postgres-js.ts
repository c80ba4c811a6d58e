import type { SqlExecutor } from '../sql-executor.interface.js';

/** What `sql` of `postgres` and the `sql` of its transactions have in common. */
export interface PostgresJsQueryable {
  unsafe(text: string, values?: never[]): PromiseLike<readonly object[]>;
}

/**
 * Runs statements on the `sql` of `postgres` (postgres.js). A transaction is what `sql.begin()` gives its function.
 * @example
 * ```ts
 * const sql = postgres(process.env.DATABASE_URL);
 * EtagSqlModule.forFeature([product], fromPostgresJs(sql));
 * ```
 */
export function fromPostgresJs<Transaction extends PostgresJsQueryable = PostgresJsQueryable>(
  sql: PostgresJsQueryable,
): SqlExecutor<Transaction> {
  return {
    dialect: 'postgres',
    execute: async (text, values, transaction) => ({
      rows: await (transaction ?? sql).unsafe(text, [...values] as never[]),
    }),
  };
}
