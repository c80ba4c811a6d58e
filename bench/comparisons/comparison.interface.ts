import type { Limits } from '../counts/limits.js';
import type { Target } from '../measure/verdict.js';
import type { Launch } from '../servers/launch.js';

/**
 * What is asked of a server: `read` a 200; `revalidate`, which is answered 304; `write`, a PUT with the tag of the one
 * before in If-Match.
 */
export type Workload = 'read' | 'revalidate' | 'write';

/** Two servers, or one with two representations, under one workload. */
export interface Comparison {
  /** As it stands in the table; no two have the same. */
  readonly name: string;
  readonly group: string;
  readonly workload: Workload;
  readonly subject: Launch;
  readonly baseline: Launch;
  /** None: for information. */
  readonly target?: Target;
  /** Of what the short form counts. None: it counts nothing here. */
  readonly limits?: Limits;
}
