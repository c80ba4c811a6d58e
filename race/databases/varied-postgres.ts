import type { Database } from './database.js';
import { createOnPostgres } from './postgres.js';
import { query } from './sql.js';

/** A database whose applications keep the results of queries in TypeORM's own table for them. */
export async function createWithCache(): Promise<Database> {
  const database = await createOnPostgres();
  return {
    ...database,
    async settle() {
      await query(database.url!, 'DELETE FROM "query-result-cache"');
    },
  };
}

/** A database in which every transaction is SERIALIZABLE, that of a single statement as well. */
export async function createSerializable(): Promise<Database> {
  const database = await createOnPostgres();
  const { url } = database;
  const name = new URL(url!).pathname.slice(1);
  await query(url!, `ALTER DATABASE ${name} SET default_transaction_isolation = 'serializable'`);
  return database;
}
