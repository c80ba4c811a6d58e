import type { DataSourceOptions } from 'typeorm';
import { PGliteDriver } from 'typeorm-pglite';
import type { Config } from '../config.js';
import { databaseType } from './database-type.js';

/**
 * The server there is, and otherwise PGlite: PostgreSQL itself, compiled to WebAssembly, inside this process. The code is
 * the same.
 */
export function connectionTo({ databaseUrl, pgliteDir }: Config): DataSourceOptions {
  const type = databaseType(databaseUrl);
  if (type !== 'postgres') return { type, url: databaseUrl!, timezone: 'Z' };
  if (databaseUrl) return { type, url: databaseUrl };
  const { driver } = new PGliteDriver(pgliteDir ? { dataDir: pgliteDir } : {});
  return { type, driver: { ...driver, Pool: pool(driver.Pool) } };
}

type Pool = InstanceType<typeof PGliteDriver>['driver']['Pool'];

/** All queries share PGlite's one connection, and TypeORM listens for its errors once for each that is under way. */
function pool(Base: Pool): Pool {
  return class extends Base {
    constructor() {
      super();
      this.setMaxListeners(0);
    }
  };
}
