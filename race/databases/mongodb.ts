import { createConnection } from 'mongoose';
import { LeftOut, type Database } from './database.js';
import { freshName } from './sql.js';

/**
 * A database of its own on the server that `MONGODB_URL` names, with the product in it.
 * @throws LeftOut where it names none
 */
export async function createOnMongodb(): Promise<Database> {
  const server = process.env['MONGODB_URL'];
  if (!server) throw new LeftOut('MONGODB_URL names no server of MongoDB');
  const url = withDatabase(server, freshName());
  return {
    url,
    // It has no triggers that could write one.
    startJournal: async () => {},
    readJournal: async () => undefined,
    async createProducts() {
      const connection = await createConnection(url).asPromise();
      await connection
        .collection('products')
        .insertOne({ _id: 101, name: '', stock: 0, version: 1 } as never);
      await connection.close();
    },
    async drop() {
      const connection = await createConnection(url).asPromise();
      await connection.dropDatabase();
      await connection.close();
    },
  };
}

/** The host may be a list, which `URL` does not read. */
export function withDatabase(server: string, name: string): string {
  return server.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${name}`);
}
