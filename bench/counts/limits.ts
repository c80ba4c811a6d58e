import type { Summary } from '../measure/summary.js';

/** What counts may come to, beside those of the other side. */
export interface Limits {
  /** Functions a request may call more. */
  readonly calls: number;
  /** Bytes a request may allocate, as a multiple. */
  readonly bytes: number;
}

/** What one request, or one operation, comes to. */
export interface Counts {
  /** Functions called, without Node's own. */
  readonly calls: number;
  /** Allocated, in each round. */
  readonly bytes: Summary;
  /** SQL statements sent. */
  readonly statements: number;
}

/** `undecided`: the rounds differ by more than the limit is off, which nothing can be said of. */
export type CountVerdict = 'met' | 'missed' | 'undecided';

export interface Sides {
  readonly subject: Counts;
  readonly baseline: Counts;
  readonly limits: Limits;
}

/** Calls and statements are exact. Bytes are beyond their limit where most rounds of both sides agree that they are. */
export function verdictOnCounts({ subject, baseline, limits }: Sides): CountVerdict {
  if (moreCalls({ subject, baseline }) > limits.calls || subject.statements > baseline.statements)
    return 'missed';
  if (moreBytes({ subject, baseline }) <= limits.bytes) return 'met';
  return subject.bytes.lower / baseline.bytes.upper > limits.bytes ? 'missed' : 'undecided';
}

export function moreCalls({ subject, baseline }: Pick<Sides, 'subject' | 'baseline'>): number {
  return Math.round(subject.calls - baseline.calls);
}

export function moreBytes({ subject, baseline }: Pick<Sides, 'subject' | 'baseline'>): number {
  return subject.bytes.median / baseline.bytes.median;
}

/** What is beyond its limit; undefined where nothing is for certain. */
export function excessOf(sides: Sides): string | undefined {
  if (verdictOnCounts(sides) !== 'missed') return undefined;
  const { subject, baseline, limits } = sides;
  return [
    `${signed(moreCalls(sides))} functions (at most ${signed(limits.calls)})`,
    `${moreBytes(sides).toFixed(2)} × the bytes (at most ${limits.bytes.toFixed(2)})`,
    `SQL ${subject.statements} : ${baseline.statements}`,
  ].join(', ');
}

export function signed(count: number): string {
  return count < 0 ? `−${-count}` : `+${count}`;
}
