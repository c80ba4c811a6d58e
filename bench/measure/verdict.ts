/** What a ratio has to be. */
export interface Target {
  readonly atMost: number;
  /** For what has to be the same, and neither more nor less. */
  readonly atLeast?: number;
}

/** `gross`: so far off that no noise explains it. */
export type Verdict = 'met' | 'missed' | 'gross';

/** A ratio beyond this multiple of its target fails a run. */
const GROSS = 1.5;

export function verdictOn(ratio: number, { atMost, atLeast = 0 }: Target): Verdict {
  if (ratio > atMost * GROSS) return 'gross';
  return ratio <= atMost && ratio >= atLeast ? 'met' : 'missed';
}

/** As it stands in a table: `≤ 1.05`, `1.00 ± 0.02`. */
export function formatTarget({ atMost, atLeast }: Target): string {
  if (atLeast === undefined) return `≤ ${atMost.toFixed(2)}`;
  const middle = (atMost + atLeast) / 2;
  return `${middle.toFixed(2)} ± ${(atMost - middle).toFixed(2)}`;
}
