import type { State } from '../case.interface.js';

/** The preconditions that are evaluated. */
export type Precondition = 'if-match' | 'if-none-match' | 'if-modified-since' | 'if-unmodified-since';

/** What a system says of itself that it does. */
export interface Offers {
  /** On GET and HEAD. */
  readonly reads: readonly Precondition[];
  /** On every other method. */
  readonly writes: readonly Precondition[];
  readonly ranges: boolean;
  /** Whether it can be in a state. */
  has(state: State): boolean;
}

/** Something that answers conditional requests. Each state is `/<state>/<id>`, with an id of its own for each request. */
export interface System {
  /** As the table has it. */
  readonly name: string;
  /** It makes our choice where RFC 9110 leaves one. */
  readonly ours: boolean;
  readonly offers: Offers;
  start(): Promise<RunningSystem>;
}

export interface RunningSystem {
  portFor(state: State): number;
  /** Whether the request with this id has changed anything. */
  performed(id: string): boolean;
  close(): Promise<unknown>;
}
