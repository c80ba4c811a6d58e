import type { SqlDialect, SqlExecutor } from '../sql-executor.interface.js';

interface QueryResult {
  readonly rows: unknown[];
  readonly numAffectedRows?: bigint | undefined;
  readonly insertId?: bigint | undefined;
}

/** What a database and a transaction of Kysely have in common. */
export interface KyselyQueryable {
  executeQuery(query: never): Promise<QueryResult>;
}

export interface KyselyDatabase extends KyselyQueryable {
  transaction(): { execute<T>(run: (transaction: never) => Promise<T>): Promise<T> };
}

/**
 * Runs statements on a database of Kysely. A transaction is Kysely's own. Its plugins see the statements as raw ones.
 * @param dialect what its dialect speaks: `postgres` for `PostgresDialect`, `mysql` for `MysqlDialect`, `sqlite` for
 * `SqliteDialect`
 * @example
 * ```ts
 * EtagSqlModule.forFeature([product], { useFactory: (db: Kysely<Tables>) => fromKysely(db, 'postgres'), inject: [DB] });
 * ```
 */
export function fromKysely<Transaction extends KyselyQueryable = KyselyQueryable>(
  db: KyselyDatabase,
  dialect: SqlDialect,
): SqlExecutor<Transaction> {
  return {
    dialect,
    execute: async (text, values, transaction) => {
      const { rows, numAffectedRows, insertId } = await (transaction ?? db).executeQuery(
        compiled(text, values) as never,
      );
      const affected = numAffectedRows === undefined ? undefined : Number(numAffectedRows);
      return { rows: rows as object[], affected, insertId: insertId && Number(insertId) };
    },
    transaction: (run) => db.transaction().execute(run),
  };
}

/** What Kysely's own `CompiledQuery.raw()` makes. */
function compiled(sql: string, parameters: readonly unknown[]): object {
  const query = { kind: 'RawNode', sqlFragments: [sql], parameters: [] };
  return { sql, parameters, query, queryId: { queryId: 'nestjs-etag' } };
}
