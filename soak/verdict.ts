import type { Activity } from './database.js';
import type { State } from './server.js';

/** A process at rest, and its database. */
export interface AtRest {
  readonly state: State;
  readonly activity: Activity;
}

const MEBIBYTE = 1_048_576;
/** What a heap may differ by from one collection to the next. */
const HEAP_FACTOR = 1.1;
const HEAP_MARGIN = 4 * MEBIBYTE;
/** The most that TypeORM's pool opens. */
const POOL = 10;

/** What a process has kept that it should not have, in words. */
export function problemsOf(before: AtRest, after: AtRest): string[] {
  const { state, activity } = after;
  const most = before.state.heap * HEAP_FACTOR + HEAP_MARGIN;
  return [
    ...state.unhandled,
    // Node has some to say of itself as it starts.
    ...state.warnings.slice(before.state.warnings.length),
    ...(state.connections > 0 ? [`${state.connections} connections of clients that are gone`] : []),
    ...more('sockets', before.state.sockets, state.sockets),
    ...more('listeners', before.state.listeners, state.listeners),
    ...(activity.busy > 0 ? [`${activity.busy} statements or transactions that nobody waits for`] : []),
    ...(activity.connections > POOL ? [`${activity.connections} connections to the database`] : []),
    ...(state.heap > most
      ? [`a heap of ${inMebibytes(state.heap)} after ${inMebibytes(before.state.heap)}`]
      : []),
  ];
}

function more(what: string, before: number, after: number): string[] {
  return after > before ? [`${after} ${what}, and ${before} before`] : [];
}

export function inMebibytes(bytes: number): string {
  return `${(bytes / MEBIBYTE).toFixed(1)} MiB`;
}
