import type { MikroORM } from '@mikro-orm/core';
import type { Config } from '../../config.js';
import { databaseType, mysqlUrl } from '../../database/database-type.js';
import { openPGlite } from '../../database/pglite.js';
import { PGliteSocket } from '../../database/pglite-socket.js';
import { productSchema } from './product.schema.js';

type Options = Parameters<typeof MikroORM.init>[0];

const COMMON = {
  entities: [productSchema],
  // Updates of several entities in one flush would lose updates of others: docs/mikro-orm.md.
  useBatchUpdates: false,
  ensureDatabase: false,
};

/** Each driver is a package of its own. */
export async function connectionTo(
  config: Config,
): Promise<{ readonly options: Options; readonly close: () => Promise<unknown> }> {
  const { databaseUrl } = config;
  const type = databaseType(databaseUrl);
  if (type === 'postgres') {
    const { PostgreSqlDriver: driver } = await import('@mikro-orm/postgresql');
    if (databaseUrl === undefined) return embedded(config, driver);
    return onServer({ driver, clientUrl: databaseUrl });
  }
  const clientUrl = mysqlUrl(databaseUrl!);
  if (type === 'mysql') {
    const { MySqlDriver: driver } = await import('@mikro-orm/mysql');
    return onServer({ driver, clientUrl, timezone: 'Z' });
  }
  const { MariaDbDriver: driver } = await import('@mikro-orm/mariadb');
  return onServer({ driver, clientUrl, timezone: 'Z' });
}

async function embedded(config: Config, driver: NonNullable<Options['driver']>) {
  const database = await openPGlite(config);
  const driverOptions = { stream: () => new PGliteSocket(database) };
  const options = { ...COMMON, driver, dbName: 'postgres', driverOptions, pool: { max: 1 } };
  return { options, close: () => database.close() };
}

function onServer(options: object) {
  return { options: { ...COMMON, ...options }, close: async () => undefined };
}
