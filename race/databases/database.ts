import type { Tally } from '../tally.js';

export const DATABASES = ['postgres', 'mariadb', 'pglite', 'private', 'mongodb'] as const;
export type DatabaseName = (typeof DATABASES)[number];

/** One write as the database saw it, recorded in the transaction that made it. */
export interface JournalEntry {
  readonly version: number;
  readonly stock: number;
  readonly tally: Tally;
}

/** A database for one run, empty at its start. */
export interface Database {
  /** As the servers are given it; undefined where each keeps one in memory. */
  readonly url: string | undefined;
  /** A replica of the database, where reads may go. */
  readonly replicaUrl?: string;
  /** Waits until every reader sees what has been written. */
  settle?(): Promise<void>;
  /** Creates the table of the product, and the product, for programs that do not do it themselves. */
  createProducts?(): Promise<void>;
  /** Has the database record every write from here on, where it can. */
  startJournal(): Promise<void>;
  /** Oldest first; undefined where there is no journal. */
  readJournal(): Promise<JournalEntry[] | undefined>;
  /** Cuts every connection the servers have. */
  cutConnections?(): Promise<void>;
  /** Stops the database server in whatever it does, and starts it again. */
  restart?(): Promise<void>;
  drop(): Promise<void>;
}

/** A scenario that cannot be run here; its message says why. */
export class Unavailable extends Error {}

/** One that no machine has to be able to run. */
export class LeftOut extends Unavailable {}
