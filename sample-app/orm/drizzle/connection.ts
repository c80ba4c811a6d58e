import { sql } from 'drizzle-orm';
import type { DrizzleClient } from 'nestjs-etag/drizzle';
import type { Config } from '../../config.js';
import { databaseType, mysqlUrl } from '../../database/database-type.js';
import { openPGlite } from '../../database/pglite.js';
import { mysqlProducts, postgresProducts } from './products.tables.js';

/** A database of Drizzle's, whatever its driver is. */
export interface Connection {
  readonly db: DrizzleClient;
  readonly table: typeof postgresProducts | typeof mysqlProducts;
  /** Sends a statement that no table has a part in. */
  readonly run: (statement: string) => PromiseLike<unknown>;
  readonly close: () => Promise<unknown>;
}

export async function connect(config: Config): Promise<Connection> {
  const { databaseUrl } = config;
  if (databaseUrl === undefined) return onPGlite(config);
  return databaseType(databaseUrl) === 'postgres' ? onPostgres(databaseUrl) : onMysql(mysqlUrl(databaseUrl));
}

async function onPGlite(config: Config): Promise<Connection> {
  const { drizzle } = await import('drizzle-orm/pglite');
  const client = await openPGlite(config);
  const db = drizzle(client);
  return connection(db, postgresProducts, () => client.close());
}

async function onPostgres(connectionString: string): Promise<Connection> {
  const { drizzle } = await import('drizzle-orm/node-postgres');
  const { Pool } = await import('pg');
  const pool = new Pool({ connectionString });
  // The server may end a connection that nobody uses, and an error nobody listens for ends the process.
  pool.on('error', () => undefined);
  return connection(drizzle(pool), postgresProducts, () => pool.end());
}

async function onMysql(uri: string): Promise<Connection> {
  const { drizzle } = await import('drizzle-orm/mysql2');
  const { createPool } = await import('mysql2/promise');
  const pool = createPool({ uri, timezone: 'Z' });
  return connection(drizzle(pool), mysqlProducts, () => pool.end());
}

function connection(
  db: { execute(statement: unknown): PromiseLike<unknown> },
  table: Connection['table'],
  close: Connection['close'],
): Connection {
  return {
    db: db as unknown as DrizzleClient,
    table,
    run: (statement) => db.execute(sql.raw(statement)),
    close,
  };
}
