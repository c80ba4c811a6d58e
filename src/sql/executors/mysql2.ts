import type { SqlExecutor, SqlResult } from '../sql-executor.interface.js';

/** What a connection of `mysql2/promise` has that is needed here. */
export interface Mysql2Connection {
  query(text: string, values?: unknown[]): Promise<[unknown, ...unknown[]]>;
}

interface PooledConnection extends Mysql2Connection {
  beginTransaction(): Promise<unknown>;
  commit(): Promise<unknown>;
  rollback(): Promise<unknown>;
  release(): void;
}

/** What a pool of `mysql2/promise` has that is needed here. */
export interface Mysql2Pool extends Mysql2Connection {
  getConnection(): Promise<PooledConnection>;
}

/**
 * Runs statements on a pool of `mysql2/promise`, for MySQL and MariaDB. A transaction is a connection of the pool, on
 * which the application has said `beginTransaction()`.
 * @example
 * ```ts
 * const pool = createPool({ uri: process.env.DATABASE_URL });
 * EtagSqlModule.forFeature([product], fromMysql2(pool));
 * ```
 */
export function fromMysql2<Connection extends Mysql2Connection = Mysql2Connection>(
  pool: Mysql2Pool,
): SqlExecutor<Connection> {
  return {
    dialect: 'mysql',
    execute: async (text, values, connection) =>
      resultOf((await (connection ?? pool).query(text, [...values]))[0]),
    transaction: async (run) => {
      const connection = await pool.getConnection();
      try {
        await connection.beginTransaction();
        const result = await run(connection as unknown as Connection);
        await connection.commit();
        return result;
      } catch (error) {
        await connection.rollback();
        throw error;
      } finally {
        connection.release();
      }
    },
  };
}

/** The rows of a SELECT, or what mysql2 says of a write. */
export function resultOf(result: unknown): SqlResult {
  if (Array.isArray(result)) return { rows: result as object[] };
  const { affectedRows, insertId } = result as { affectedRows: number; insertId: unknown };
  return { rows: [], affected: affectedRows, insertId };
}
