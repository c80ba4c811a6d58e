import type { EventEmitter } from 'node:events';
import type { DataSourceOptions } from 'typeorm';
import { PGliteDriver } from 'typeorm-pglite';
import type { Config } from '../../config.js';
import { databaseType } from '../../database/database-type.js';
import { pgliteOptions } from '../../database/pglite.js';

/**
 * The server there is, and otherwise PGlite: PostgreSQL itself, compiled to WebAssembly, inside this process. The code is
 * the same.
 */
export function connectionTo(config: Config): DataSourceOptions {
  const { databaseUrl: url } = config;
  const type = databaseType(url);
  if (type !== 'postgres') return { type, url: url!, timezone: 'Z' };
  if (url) return { type, url, extra: { onConnect: listenForErrors } };
  const { driver } = new PGliteDriver(pgliteOptions(config));
  return { type, driver: { ...driver, Pool: pool(driver.Pool) } };
}

/**
 * The server may end a connection in the moment between the pool's listener and TypeORM's, and an error nobody listens
 * for ends the process. The pool throws the connection away all the same, and the query that wanted it fails.
 */
function listenForErrors(client: EventEmitter): void {
  client.on('error', () => undefined);
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
