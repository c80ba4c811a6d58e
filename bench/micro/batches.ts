import type { Operation } from './operation.interface.js';

/** Bytes are counted over as many operations as stay far below the size of V8's young generation. */
const COUNTED = 64 * 1024 * 1024;
const FIRST_COUNT = 100;

/** Where results go, so that V8 cannot leave out what makes them. */
const results: { last?: unknown } = {};

/** Nanoseconds that many operations take. */
export function timeOf(run: Operation, count: number): number {
  const started = process.hrtime.bigint();
  for (let left = count; left > 0; left -= 1) results.last = run();
  return Number(process.hrtime.bigint() - started);
}

/** How many operations take that many milliseconds, once they are compiled. */
export function calibrate(run: Operation, milliseconds: number): number {
  let count = 1;
  for (;;) {
    const nanoseconds = timeOf(run, count);
    if (nanoseconds >= milliseconds * 1e6) return count;
    count = nanoseconds < milliseconds * 1e5 ? count * 10 : count * 2;
  }
}

/** Bytes one operation allocates: what the heap grows by while nothing is collected. */
export function bytesOf(run: Operation): number {
  const first = growth(run, FIRST_COUNT);
  const count = Math.min(100_000, Math.max(FIRST_COUNT, Math.floor(COUNTED / Math.max(first, 1))));
  return Math.round(growth(run, count));
}

function growth(run: Operation, count: number): number {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  for (let left = count; left > 0; left -= 1) results.last = run();
  return Math.max(0, (process.memoryUsage().heapUsed - before) / count);
}
