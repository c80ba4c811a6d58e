import type { Conflict } from './entity-adapter.interface.js';

/**
 * Errors by which libraries say that a write met a conflict, by name and shape, so that none has to be imported: an
 * application may mix several, and write with them wherever it likes.
 */
const BY_NAME: Readonly<Record<string, Conflict>> = {
  OptimisticLockVersionMismatchError: 'stale', // TypeORM
  OptimisticLockError: 'stale', // MikroORM
  SequelizeOptimisticLockError: 'stale',
  VersionError: 'stale', // Mongoose
  UniqueConstraintViolationException: 'exists', // MikroORM
  SequelizeUniqueConstraintError: 'exists',
};

const BY_CODE: Readonly<Record<string, Conflict>> = {
  '40001': 'stale', // SQL: serialization failure
  P2025: 'stale', // Prisma: the record that was to be changed is not there, or has another version
  P2034: 'stale', // Prisma: write conflict
  '23505': 'exists', // PostgreSQL: unique violation
  ER_DUP_ENTRY: 'exists', // MySQL, MariaDB
  SQLITE_CONSTRAINT_UNIQUE: 'exists',
  SQLITE_CONSTRAINT_PRIMARYKEY: 'exists',
  P2002: 'exists', // Prisma
  '11000': 'exists', // MongoDB
};

/** Where libraries keep the driver's error behind their own. */
const WITHIN = ['driverError', 'cause', 'original'] as const;

/** No library wraps deeper, and a chain of causes may be a ring. */
const DEEPEST = 4;

/** What a library's error says of a conflict; undefined for any other error. */
export function conflictOf(error: unknown, depth = 0): Conflict | undefined {
  if (!(error instanceof Error) || depth > DEEPEST) return undefined;
  const own = BY_NAME[error.constructor.name] ?? BY_NAME[error.name] ?? BY_CODE[codeOf(error)];
  if (own) return own;
  for (const name of WITHIN) {
    const conflict = conflictOf((error as { [K in (typeof WITHIN)[number]]?: unknown })[name], depth + 1);
    if (conflict) return conflict;
  }
  return undefined;
}

function codeOf(error: Error): string {
  return String((error as { readonly code?: unknown }).code);
}

/** Stands for those errors in `@Catch()`, which asks `instanceof`. */
export class StorageConflict extends Error {
  static override [Symbol.hasInstance](error: unknown): boolean {
    return conflictOf(error) !== undefined;
  }
}
