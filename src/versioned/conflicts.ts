import { HttpException } from '@nestjs/common';
import type { Conflict } from './entity-adapter.interface.js';

/** An error of a library, by its name and by what else only that library's has. */
interface KnownError {
  readonly has: string;
  readonly conflict: Conflict;
}

/**
 * Errors by which libraries say that a write met a conflict, by name and shape, so that none has to be imported: an
 * application may mix several, and write with them wherever it likes. A name alone could be that of an error of its own.
 */
const BY_NAME: Readonly<Record<string, KnownError>> = {
  OptimisticLockVersionMismatchError: { has: 'message', conflict: 'stale' }, // TypeORM
  OptimisticLockError: { has: 'getEntity', conflict: 'stale' }, // MikroORM
  SequelizeOptimisticLockError: { has: 'modelName', conflict: 'stale' },
  VersionError: { has: 'modifiedPaths', conflict: 'stale' }, // Mongoose
  UniqueConstraintViolationException: { has: 'code', conflict: 'exists' }, // MikroORM
  SequelizeUniqueConstraintError: { has: 'errors', conflict: 'exists' },
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

/** Where libraries keep the driver's error behind their own: TypeORM, Sequelize, and Drizzle, whose cause it is. */
const WITHIN: readonly (readonly [key: string, of: (error: Error) => boolean])[] = [
  ['driverError', () => true],
  ['original', () => true],
  ['cause', ({ constructor }) => constructor.name === 'DrizzleQueryError'],
];

/** No library wraps deeper, and a chain of causes may be a ring. */
const DEEPEST = 4;

/**
 * What a library's error says of a conflict; undefined for any other error. An exception of the application's own says what
 * it says, whatever caused it.
 */
export function conflictOf(error: unknown, depth = 0): Conflict | undefined {
  if (!(error instanceof Error) || error instanceof HttpException || depth > DEEPEST) return undefined;
  const own = byName(error) ?? BY_CODE[codeOf(error)];
  if (own) return own;
  for (const [key, isOf] of WITHIN) {
    const conflict = isOf(error) ? conflictOf(Reflect.get(error, key), depth + 1) : undefined;
    if (conflict) return conflict;
  }
  return undefined;
}

function byName(error: Error): Conflict | undefined {
  const known = BY_NAME[error.constructor.name] ?? BY_NAME[error.name];
  return known && known.has in error ? known.conflict : undefined;
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
