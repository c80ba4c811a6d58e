import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from './client.js';
import { Connections } from './connections.js';
import type { Database } from './databases/database.js';
import type { Faults } from './faults.js';
import { settled, type Fleet } from './fleet.js';
import type { Ledger } from './ledger.js';
import { PATH, representation, stateOf, type State } from './product.js';
import { emptyTally } from './tally.js';
import type { Account } from './verdict.js';

/** Enough for as many writes as the faults take their time for. */
const STOCK = 1_000_000;
const MOST_READS = 100;

export interface Race {
  readonly clients: number;
  readonly database: Database;
  readonly fleet: Fleet;
  readonly faults: Faults;
  readonly ledger: Ledger;
  readonly signal: AbortSignal;
}

/** Many clients take from one stock, while whatever is to go wrong goes wrong. */
export async function race({ clients, database, fleet, faults, ledger, signal }: Race): Promise<Account> {
  const connections = new Connections();
  // One that fails ends the others, too.
  const failure = new AbortController();
  const either = AbortSignal.any([signal, failure.signal]);
  const or = (ending: Promise<void>) =>
    ending.catch((error: unknown) => {
      failure.abort(error);
      throw error;
    });
  try {
    const start = await fillUp(connections, fleet, database, clients);
    await database.startJournal();
    const runs = Array.from({ length: clients }, (_, number) =>
      new Client(number, fleet.anyUrl, connections, ledger).run(either),
    );
    await settled([...runs, faults.run(either)].map(or));
    await database.settle?.();
    const end = await read(connections, fleet);
    return { start, end, writes: ledger.writes, journal: await database.readJournal() };
  } finally {
    connections.close();
  }
}

/** Sets the product as the race wants it, and says what it is then. */
async function fillUp(
  connections: Connections,
  fleet: Fleet,
  database: Database,
  clients: number,
): Promise<State> {
  const { etag } = await read(connections, fleet);
  const body = representation({ stock: STOCK, tally: emptyTally(clients) });
  const answer = await connections.send(fleet.anyUrl() + PATH, { method: 'PUT', ifMatch: etag, body });
  if (answer.status !== 200) throw new Error(`The stock could not be set: ${answer.status}`);
  await database.settle?.();
  return read(connections, fleet);
}

/** The last fault may be felt a moment longer. */
async function read(connections: Connections, fleet: Fleet): Promise<State> {
  for (let attempt = 0; attempt < MOST_READS; attempt += 1) {
    const answer = await connections.send(fleet.anyUrl() + PATH).catch(() => undefined);
    if (answer?.status === 200) return stateOf(answer.etag, answer.body);
    await sleep(50);
  }
  throw new Error(`The product could not be read in ${MOST_READS} attempts.`);
}
