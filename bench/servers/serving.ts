import type { Launch } from './launch.js';

/** A server that listens on 127.0.0.1. */
export interface Serving {
  readonly port: number;
  /** SQL statements sent so far. */
  readonly statements?: () => number;
  readonly close: () => Promise<void>;
}

/** Milliseconds: longer than a server has to wait for its turn. */
export const KEEP_ALIVE = 600_000;

/** What a file in variants/ exports as `start`. */
export type Start = (launch: Launch) => Promise<Serving>;
