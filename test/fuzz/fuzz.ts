/** Random sequences of requests to the applications on one adapter. */
import * as fc from 'fast-check';
import type { Adapter } from '../support/adapters.js';
import { startApplications } from './applications.js';
import { sequence } from './arbitraries.js';
import { FuzzClient } from './client.js';
import { Player } from './player.js';
import { Rooms } from './rooms.js';

export interface Fuzzed {
  /** Requests sent, those included that look whether a 304 was true. */
  readonly requests: number;
  /** How many there were of each status. */
  readonly statuses: Readonly<Record<string, number>>;
}

/** Sequences that one seed makes. */
const IN_A_BATCH = 100;

/** @throws Error with the seed, the sequence cut down to what it takes, and what was wrong */
export async function fuzz(adapter: Adapter, requests: number, seed: number): Promise<Fuzzed> {
  const rooms = new Rooms();
  const applications = await startApplications(adapter, rooms);
  const client = new FuzzClient();
  const player = new Player(applications, rooms, client);
  try {
    for (let batch = 0; client.requests < requests; batch += 1) {
      const property = fc.asyncProperty(sequence, (one) => player.play(one));
      await fc.assert(property, { seed: seed + batch, numRuns: IN_A_BATCH });
    }
    return { requests: client.requests, statuses: client.statuses };
  } finally {
    client.close();
    await Promise.all(Object.values(applications).map((app) => app.close()));
  }
}
