import type { DatabaseName } from './databases/database.js';

/** What some applications have that the sample has not, and on which database it is tried. */
export const VARIANTS = {
  /** Reads go to a replica that lags. */
  replica: 'postgres',
  /** Reads are answered from TypeORM's query cache. */
  cache: 'postgres',
  /** All transactions are SERIALIZABLE. */
  serializable: 'postgres',
  /** MariaDB refuses what changed since a transaction has read it (`innodb_snapshot_isolation`). */
  'snapshot-isolation': 'mariadb',
} as const satisfies Readonly<Record<string, DatabaseName>>;

export type Variant = keyof typeof VARIANTS;
