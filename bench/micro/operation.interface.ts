import type { Limits } from '../counts/limits.js';
import type { Target } from '../measure/verdict.js';

/** Something small that is done very often; what it returns is only there so that it cannot be left out. */
export type Operation = () => unknown;

/** A function of ours beside one that does the same. */
export interface MicroComparison {
  readonly name: string;
  readonly subject: { readonly title: string; readonly run: Operation };
  readonly baseline: { readonly title: string; readonly run: Operation };
  readonly target?: Target;
  /** Of what the short form counts. */
  readonly limits?: Limits;
}

/** How much is measured. */
export interface MicroEffort {
  readonly rounds: number;
  /** Milliseconds of a batch. */
  readonly batch: number;
}
