import type { SqlExecutor } from '../sql-executor.interface.js';

/** What a pool and a client of `pg` have in common. PGlite has it as well. */
export interface PgQueryable {
  query(text: string, values?: unknown[]): Promise<{ rows: object[] }>;
}

/**
 * Runs statements on a pool of `pg`, or on a PGlite. A transaction is a client of the pool, on which the application
 * has said `BEGIN`.
 * @example
 * ```ts
 * EtagSqlModule.forFeature([product], { useFactory: (pool: Pool) => fromPg(pool), inject: [PG_POOL] });
 * ```
 */
export function fromPg<Client extends PgQueryable = PgQueryable>(pool: PgQueryable): SqlExecutor<Client> {
  return {
    dialect: 'postgres',
    execute: (text, values, client) => (client ?? pool).query(text, [...values]),
  };
}
