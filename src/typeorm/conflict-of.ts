import { OptimisticLockVersionMismatchError, QueryFailedError } from 'typeorm';
import type { Conflict } from '../versioned/entity-adapter.interface.js';

/** What the drivers call it: PostgreSQL by SQLSTATE, MySQL and MariaDB, SQLite. */
const CODES: ReadonlyMap<unknown, Conflict> = new Map([
  ['23505', 'exists'],
  ['ER_DUP_ENTRY', 'exists'],
  ['SQLITE_CONSTRAINT_UNIQUE', 'exists'],
  ['SQLITE_CONSTRAINT_PRIMARYKEY', 'exists'],
  ['40001', 'stale'],
]);

export function conflictOf(error: unknown): Conflict | undefined {
  if (error instanceof OptimisticLockVersionMismatchError) return 'stale';
  if (!(error instanceof QueryFailedError)) return undefined;
  return CODES.get((error.driverError as { code?: unknown }).code);
}
