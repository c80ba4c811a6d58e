import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster } from './cluster.js';
import type { Database } from './database.js';
import { createOnPostgres } from './postgres.js';
import { onPremises } from './premises.js';
import { query } from './sql.js';

/** Milliseconds by which the replica is late, at least. */
const BEHIND = 40;

/** A database on a server of its own, with a second server that follows it and lags. */
export function createWithReplica(): Promise<Database> {
  return onPremises(async (premises) => {
    const original = premises.started(await Cluster.create(premises.folder()));
    await original.start();
    const database = await createOnPostgres(original.url);
    const replica = premises.started(await Cluster.replicaOf(original, premises.folder(), BEHIND));
    await replica.start();
    const { url } = database;
    const replicaUrl = url!.replace(original.url, replica.url);
    return { ...database, replicaUrl, settle: () => hasCaughtUp(url!, replicaUrl) };
  });
}

/** Waits until the replica shows all that was committed before. */
async function hasCaughtUp(url: string, replicaUrl: string): Promise<void> {
  const [{ at }] = (await query(url, 'SELECT pg_current_wal_lsn() AS at')) as [{ at: string }];
  const question = `SELECT pg_last_wal_replay_lsn() >= '${at}' AS shown`;
  for (;;) {
    const [{ shown }] = (await query(replicaUrl, question)) as [{ shown: boolean }];
    if (shown) return;
    // A record that waits to be applied is applied when the next one comes, or when its time has come.
    await sleep(BEHIND);
  }
}
