/** How a database writes SQL: PostgreSQL and its kin, MySQL and MariaDB, or SQLite. */
export type SqlDialect = 'postgres' | 'mysql' | 'sqlite';

/** What a statement gave. */
export interface SqlResult {
  /** The rows it returned; none where it returns none. */
  readonly rows: readonly object[];
  /** How many rows it changed, which MySQL and MariaDB have to say. */
  readonly affected?: number | undefined;
  /** The key that the database gave a new row, where it has one column. Default: none was given. */
  readonly insertId?: unknown;
}

/**
 * What runs statements for `nestjs-etag/sql`. `fromKysely()`, `fromKnex()`, `fromPg()` and others make one.
 *
 * @typeParam Scope what a transaction of the library is; undefined is outside of one
 * @example
 * ```ts
 * const executor: SqlExecutor<Transaction> = {
 *   dialect: 'postgres',
 *   execute: async (text, values, transaction) => (transaction ?? database).query(text, values),
 * };
 * ```
 */
export interface SqlExecutor<Scope = unknown> {
  readonly dialect: SqlDialect;
  /** How values stand in the text: `$1`, or `?` for each. Default: `numbered` on PostgreSQL, `question` elsewhere. */
  readonly placeholders?: 'numbered' | 'question';

  execute(text: string, values: readonly unknown[], scope: Scope | undefined): Promise<SqlResult>;

  /**
   * Runs several statements in one transaction. On MySQL and MariaDB a write is followed by a look at the row, and in a
   * transaction nobody can change it in between. Without it, the answer may show what another writer made of the row.
   */
  transaction?<T>(run: (scope: Scope) => Promise<T>): Promise<T>;
}
