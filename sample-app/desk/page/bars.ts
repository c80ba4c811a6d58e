import type { Exchange } from './ledger.js';

/** A bar of the chart, in its own units: one wide per exchange, 100 high. What was saved stands on what was sent. */
export interface Bar {
  readonly x: number;
  readonly sent: number;
  readonly saved: number;
}

/** How many exchanges the chart shows. */
export const MOST_BARS = 24;
export const HEIGHT = 100;

/** @param exchanges the latest first; the chart has it at the right */
export function barsOf(exchanges: readonly Pick<Exchange, 'sent' | 'saved'>[]): Bar[] {
  const shown = exchanges.slice(0, MOST_BARS).toReversed();
  const highest = Math.max(1, ...shown.map(({ sent, saved }) => sent + saved));
  const scale = HEIGHT / highest;
  return shown.map(({ sent, saved }, index) => ({
    x: MOST_BARS - shown.length + index,
    sent: sent * scale,
    saved: saved * scale,
  }));
}
