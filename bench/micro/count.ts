import { CallCounter } from '../counts/call-counter.js';
import type { CountResult } from '../measure/result.interface.js';
import { summarise } from '../measure/summary.js';
import { bytesOf } from './batches.js';
import type { MicroComparison, Operation } from './operation.interface.js';

const ROUNDS = 7;
const COUNTED = 1000;

/** Counts what two functions come to. @throws Error where nothing says what they may come to */
export function countMicro({ name, subject, baseline, limits }: MicroComparison): CountResult {
  if (!limits) throw new Error(`"${name}" has no limits.`);
  // Counting calls changes what is allocated: bytes come first.
  const bytes = [subject, baseline].map(({ run }) => summarise(repeat(() => bytesOf(run))));
  const counter = new CallCounter();
  const calls = [subject, baseline].map(({ run }) => callsOf(run, counter));
  const [ours, theirs] = [subject, baseline].map(({ title }, at) => ({
    title,
    bytes: bytes[at]!,
    calls: calls[at]!,
    statements: 0,
  }));
  return { kind: 'count', name, group: 'functions', limits, subject: ours!, baseline: theirs! };
}

function callsOf(run: Operation, counter: CallCounter): number {
  counter.take();
  for (let left = COUNTED; left > 0; left -= 1) run();
  return Math.round(counter.take() / COUNTED);
}

function repeat(measure: () => number): number[] {
  return Array.from({ length: ROUNDS }, measure);
}
