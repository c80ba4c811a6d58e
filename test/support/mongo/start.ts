import { createConnection } from 'mongoose';
import { withDatabase } from '../../../race/databases/mongodb.js';
import { startMongoDouble } from './server.js';

const SERVER = process.env['MONGODB_URL'] || undefined;

/** What the tests of Mongoose run on, for their names. On the double one command at a time is all there is. */
export const MONGO = SERVER ? 'the server of MONGODB_URL' : 'a double of MongoDB';
export const IS_SERVER = SERVER !== undefined;

/** An empty database: on the server that `MONGODB_URL` names, or on a double. It is gone when it is closed. */
export async function startMongo(): Promise<{
  readonly uri: string;
  readonly close: () => Promise<unknown>;
}> {
  if (!SERVER) return startMongoDouble();
  const uri = withDatabase(SERVER, `etag_test_${process.pid}_${Date.now()}_${(count += 1)}`);
  const close = async () => {
    const connection = await createConnection(uri).asPromise();
    await connection.dropDatabase();
    await connection.close();
  };
  return { uri, close };
}

let count = 0;
