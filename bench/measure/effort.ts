/** How much is measured. */
export interface Effort {
  /** Rounds on each server. */
  readonly rounds: number;
  /** Seconds a round should take. */
  readonly roundSeconds: number;
  /** Requests a server has to have answered before it counts as warm. */
  readonly warmUpRequests: number;
  /** Seconds after which it is measured all the same. */
  readonly warmUpSeconds: number;
}

export const FULL: Effort = { rounds: 15, roundSeconds: 0.3, warmUpRequests: 20_000, warmUpSeconds: 5 };
export const SHORT: Effort = { rounds: 7, roundSeconds: 0.12, warmUpRequests: 6_000, warmUpSeconds: 2 };
