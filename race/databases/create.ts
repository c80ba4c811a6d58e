import type { Variant } from '../variants.js';
import type { Database, DatabaseName } from './database.js';
import { createOnMariadb } from './mariadb.js';
import { createOnMongodb } from './mongodb.js';
import { createInMemory } from './pglite.js';
import { createOnPostgres } from './postgres.js';
import { createOnPrivateMariadb } from './private-mariadb.js';
import { createOnPrivatePostgres } from './private-postgres.js';
import { createSerializable, createWithCache } from './varied-postgres.js';
import { createWithReplica } from './with-replica.js';

const CREATE: Record<DatabaseName, () => Promise<Database>> = {
  postgres: () => createOnPostgres(),
  mariadb: () => createOnMariadb(),
  pglite: createInMemory,
  private: createOnPrivatePostgres,
  mongodb: createOnMongodb,
};

const CREATE_VARIANT: Record<Variant, () => Promise<Database>> = {
  replica: createWithReplica,
  cache: createWithCache,
  serializable: createSerializable,
  'snapshot-isolation': () => createOnPrivateMariadb('--innodb-snapshot-isolation=ON'),
};

/**
 * Creates a database for one run.
 * @throws Unavailable where there is no such server
 */
export function createDatabase(name: DatabaseName, variant?: Variant): Promise<Database> {
  return variant ? CREATE_VARIANT[variant]() : CREATE[name]();
}
