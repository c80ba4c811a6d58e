import { fromMysql2, fromPg, type SqlExecutor } from 'nestjs-etag/sql';
import type { Config } from '../../config.js';
import { databaseType, mysqlUrl } from '../../database/database-type.js';
import { openPGlite } from '../../database/pglite.js';

export interface Connection {
  readonly executor: SqlExecutor;
  readonly close: () => Promise<unknown>;
}

export async function connect(config: Config): Promise<Connection> {
  const { databaseUrl } = config;
  if (databaseUrl === undefined) {
    const pglite = await openPGlite(config);
    return { executor: fromPg(pglite) as SqlExecutor, close: () => pglite.close() };
  }
  if (databaseType(databaseUrl) === 'postgres') {
    const { Pool } = await import('pg');
    const pool = new Pool({ connectionString: databaseUrl });
    // The server may end a connection that nobody uses, and an error nobody listens for ends the process.
    pool.on('error', () => undefined);
    return { executor: fromPg(pool) as SqlExecutor, close: () => pool.end() };
  }
  const { createPool } = await import('mysql2/promise');
  const pool = createPool({ uri: mysqlUrl(databaseUrl), timezone: 'Z' });
  return { executor: fromMysql2(pool as never) as SqlExecutor, close: () => pool.end() };
}
