import { Cluster } from './cluster.js';
import type { Database } from './database.js';
import { createOnPostgres } from './postgres.js';
import { onPremises } from './premises.js';

/** A database on a server of its own, which can be restarted at will. */
export function createOnPrivatePostgres(): Promise<Database> {
  return onPremises(async (premises) => {
    const cluster = premises.started(await Cluster.create(premises.folder()));
    await cluster.start();
    return {
      ...(await createOnPostgres(cluster.url)),
      async restart() {
        await cluster.stop();
        await cluster.start();
      },
    };
  });
}
