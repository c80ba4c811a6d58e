import type { Effort } from './effort.js';
import type { Station } from './station.js';
import { isSteady } from './steady.js';

/** Few enough for a slow server, too. */
const FIRST_BATCH = 200;
/** Batches in the time a round takes. */
const BATCHES = 3;
const FEWEST_REQUESTS = 100;

/**
 * Warms a server up: with as many requests as V8 needs to compile what they run through, and then until they grow no
 * cheaper, unless that takes too long.
 * @returns how many requests make up a round
 */
export async function warmUp(station: Station, effort: Effort): Promise<number> {
  const { roundSeconds, warmUpRequests, warmUpSeconds } = effort;
  const end = performance.now() + warmUpSeconds * 1000;
  const costs: number[] = [];
  let { rate } = await station.round(FIRST_BATCH);
  let sent = FIRST_BATCH;
  while (performance.now() < end && (sent < warmUpRequests || !isSteady(costs))) {
    const batch = requestsIn(roundSeconds / BATCHES, rate);
    const sample = await station.round(batch);
    rate = sample.rate;
    sent += batch;
    costs.push(sample.cpu);
  }
  return requestsIn(roundSeconds, rate);
}

function requestsIn(seconds: number, rate: number): number {
  return Math.max(FEWEST_REQUESTS, Math.round(seconds * rate));
}
