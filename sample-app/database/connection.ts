import type { DataSourceOptions } from 'typeorm';
import { PGliteDriver } from 'typeorm-pglite';
import type { Config } from '../config.js';

type PostgresOptions = Extract<DataSourceOptions, { type: 'postgres' }>;

/**
 * A PostgreSQL server where there is one, and otherwise PGlite: PostgreSQL itself, compiled to WebAssembly, inside
 * this process. Entities and SQL are the same.
 */
export function connectionTo({ databaseUrl, pgliteDir }: Config): PostgresOptions {
  if (databaseUrl) return { type: 'postgres', url: databaseUrl };
  const { driver } = new PGliteDriver(pgliteDir ? { dataDir: pgliteDir } : {});
  return { type: 'postgres', driver: { ...driver, Pool: pool(driver.Pool) } };
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
