import type { Database, DatabaseName } from './database.js';
import { createOnMariadb } from './mariadb.js';
import { createInMemory } from './pglite.js';
import { createOnPostgres } from './postgres.js';
import { createOnPrivateCluster } from './private-cluster.js';

const CREATE: Record<DatabaseName, () => Promise<Database>> = {
  postgres: () => createOnPostgres(),
  mariadb: createOnMariadb,
  pglite: createInMemory,
  private: createOnPrivateCluster,
};

/**
 * Creates a database for one run.
 * @throws Unavailable where there is no such server
 */
export function createDatabase(name: DatabaseName): Promise<Database> {
  return CREATE[name]();
}
