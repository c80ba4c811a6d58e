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
  starts: 4,
  rounds: 20,
  roundSeconds: 0.3,
  warmUpRequests: 8_000,
  warmUpSeconds: 5,
};
export const SHORT: Effort = {
  starts: 1,
  rounds: 7,
  roundSeconds: 0.12,
  warmUpRequests: 6_000,
  warmUpSeconds: 2,
};
