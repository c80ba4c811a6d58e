import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FULL, type Effort } from './measure/effort.js';

export const USAGE = `npm run bench -- [options]

  --short        a minute or two: what can be counted, and no times, into bench/results/short
  --only TEXT    what has TEXT in its name or group; other results stay as they are
  --rounds N     rounds on each server (${FULL.rounds} in ${FULL.starts} starts)
  --heap         the heap as well, after 0.3, 1.5 and 3 million requests: about 5 minutes more on each adapter
  --heap-full    the same after 1, 5 and 10 million
  --profile      a CPU profile of every server, into bench/results/short`;

export interface Options {
  readonly short: boolean;
  readonly only: string | undefined;
  readonly effort: Effort;
  /** Million requests after which the heap is looked at; empty: not at all. */
  readonly heap: readonly number[];
  readonly profile: boolean;
  /** Within the package. */
  readonly folder: string;
}

const HEAP = [0.3, 1.5, 3];
const HEAP_FULL = [1, 5, 10];
const RESULTS = join('bench', 'results');

/** @throws Error whose message says which option is wrong */
export function readOptions(args: string[]): Options {
  const flag = { type: 'boolean', default: false } as const;
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: { short: flag, only: text, rounds: text, heap: flag, 'heap-full': flag, profile: flag },
  });
  const { short, only, rounds, heap, profile } = values;
  if (short && (rounds !== undefined || profile))
    throw new Error('--short counts, and takes neither --rounds nor --profile.');
  return {
    short,
    only,
    effort: rounds === undefined ? FULL : { ...FULL, rounds: wholeNumber(rounds) },
    heap: values['heap-full'] ? HEAP_FULL : heap ? HEAP : [],
    profile,
    folder: short || profile ? join(RESULTS, 'short') : RESULTS,
  };
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 2 && number <= 1000) return number;
  throw new Error(`--rounds takes a whole number from 2 to 1000, not "${text}".`);
}
