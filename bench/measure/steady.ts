import { median } from './summary.js';

/** Costs compared with as many before them. */
const WINDOW = 3;
const TOLERANCE = 0.05;

/** Whether a server has warmed up: its latest costs are no longer below those before them. */
export function isSteady(costs: readonly number[]): boolean {
  if (costs.length < 2 * WINDOW) return false;
  const latest = median(costs.slice(-WINDOW));
  const before = median(costs.slice(-2 * WINDOW, -WINDOW));
  return latest >= before * (1 - TOLERANCE);
}
