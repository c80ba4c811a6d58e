/** How much is measured. */
export interface Effort {
  /** How many times each server is started. */
  readonly starts: number;
  /** Rounds on each server, in all its starts together. */
  readonly rounds: number;
  /** Seconds a round should take. */
  readonly roundSeconds: number;
  /** Requests a server has to have answered before it counts as warm. */
  readonly warmUpRequests: number;
  /** Seconds after which it is measured all the same. */
  readonly warmUpSeconds: number;
}

export const FULL: Effort = {
  starts: 3,
  rounds: 18,
  roundSeconds: 0.25,
  warmUpRequests: 6_000,
  warmUpSeconds: 3,
};
