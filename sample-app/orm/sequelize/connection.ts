import type { SequelizeModuleOptions } from '@nestjs/sequelize';
import type { Config } from '../../config.js';
import { databaseType, mysqlUrl } from '../../database/database-type.js';
import { openPGlite } from '../../database/pglite.js';
import { PGliteSocket } from '../../database/pglite-socket.js';

const COMMON = { autoLoadModels: true, synchronize: false, logging: false } as const;

export async function connectionTo(
  config: Config,
): Promise<{ readonly options: SequelizeModuleOptions; readonly close: () => Promise<unknown> }> {
  const { databaseUrl } = config;
  if (databaseUrl !== undefined) {
    const isPostgres = databaseType(databaseUrl) === 'postgres';
    const uri = isPostgres ? databaseUrl : mysqlUrl(databaseUrl);
    const dialect = isPostgres ? 'postgres' : 'mysql';
    return { options: { ...COMMON, uri, dialect }, close: async () => undefined };
  }
  const database = await openPGlite(config);
  const dialectOptions = { stream: () => new PGliteSocket(database) };
  const options = { ...COMMON, dialect: 'postgres', dialectOptions, pool: { max: 1 } } as const;
  return { options, close: () => database.close() };
}
