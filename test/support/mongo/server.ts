import { MongoError } from './collections.js';
import { Database } from './database.js';
import { listenForDrivers } from './listen.js';
import type { Fields } from './wire-protocol.js';

/**
 * A server that MongoDB's own driver talks to, where no MongoDB can be had: one database in memory, behind the wire
 * protocol.
 */
export function startMongoDouble(): Promise<{
  readonly uri: string;
  readonly close: () => Promise<unknown>;
}> {
  const database = new Database();
  return listenForDrivers((command: Fields): Fields => {
    if ('endSessions' in command) return { ok: 1 };
    try {
      const result = database.run(command);
      return { ok: 1, ...result };
    } catch (error) {
      if (!(error instanceof MongoError)) throw error;
      return { ok: 0, code: error.code, errmsg: error.message, ...error.fields };
    }
  });
}
