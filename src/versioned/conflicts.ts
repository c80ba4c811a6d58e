import { HttpException } from '@nestjs/common';
import type { Conflict } from './entity-adapter.interface.js';

/**
 * Errors by which libraries say that a write met a conflict. They are known by name and shape, so that no library has
 * to be imported. A name alone could be that of an error of the application's: only the library's `has` this property.
 */
const BY_NAME: Readonly<Record<string, { readonly has: string; readonly conflict: Conflict }>> = {
  OptimisticLockVersionMismatchError: { has: 'message', conflict: 'stale' }, // TypeORM
  OptimisticLockError: { has: 'getEntity', conflict: 'stale' }, // MikroORM
  SequelizeOptimisticLockError: { has: 'modelName', conflict: 'stale' },
  VersionError: { has: 'modifiedPaths', conflict: 'stale' }, // Mongoose
  UniqueConstraintViolationException: { has: 'code', conflict: 'exists' }, // MikroORM
  SequelizeUniqueConstraintError: { has: 'errors', conflict: 'exists' },
};

const BY_CODE: Readonly<Record<string, Conflict>> = {
  '40001': 'stale', // SQL: serialization failure
  '112': 'stale', // MongoDB: write conflict
  '40P01': 'stale', // PostgreSQL: deadlock
  '55P03': 'stale', // PostgreSQL: a lock was not to be had in time
  ER_LOCK_DEADLOCK: 'stale', // MySQL, MariaDB
  ER_LOCK_WAIT_TIMEOUT: 'stale',
  ER_LOCK_NOWAIT: 'stale',
  ER_CHECKREAD: 'stale', // MariaDB: the row has changed since the transaction read it
  SQLITE_BUSY: 'stale',
  P2025: 'stale', // Prisma: the record that was to be changed is not there, or has another version
  P2034: 'stale', // Prisma: write conflict
  '23505': 'exists', // PostgreSQL: unique violation
  ER_DUP_ENTRY: 'exists', // MySQL, MariaDB
  SQLITE_CONSTRAINT_UNIQUE: 'exists',
  SQLITE_CONSTRAINT_PRIMARYKEY: 'exists',
  P2002: 'exists', // Prisma
  '11000': 'exists', // MongoDB
};

/** Where TypeORM, Sequelize and Drizzle keep the driver's error. */
const WITHIN: readonly (readonly [key: string, of: (error: Error) => boolean])[] = [
  ['driverError', () => true],
  ['original', () => true],
  ['cause', ({ constructor }) => constructor.name === 'DrizzleQueryError'],
];

/** No library wraps deeper, and a chain of causes may be a ring. */
const DEEPEST = 4;

/** The conflict that a library's error reports. An exception of the application's reports none, whatever its cause. */
export function conflictOf(error: unknown, depth = 0): Conflict | undefined {
  if (!(error instanceof Error) || error instanceof HttpException || depth > DEEPEST) return undefined;
  const own = byName(error) ?? byCode(error, 'code') ?? byCode(error, 'sqlState');
  if (own) return own;
  for (const [key, isOf] of WITHIN) {
    const conflict = isOf(error) ? conflictOf(Reflect.get(error, key), depth + 1) : undefined;
    if (conflict) return conflict;
  }
  return undefined;
}

function byName(error: Error): Conflict | undefined {
  // Sequelize's class has the name of MikroORM's, and its errors have another one.
  const known = [error.constructor.name, error.name].map((name) => BY_NAME[name]);
  return known.find((each) => each && each.has in error)?.conflict;
}

/** Drivers of MySQL give SQLSTATE a property of its own. */
function byCode(error: Error, property: 'code' | 'sqlState'): Conflict | undefined {
  const code = String(Reflect.get(error, property));
  return Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
}

/** For the rejection of an insert: null where its row exists already. Any other error is thrown on. */
export function nullIfExists(error: unknown): null {
  if (conflictOf(error) === 'exists') return null;
  throw error;
}

/** Stands for these errors in `@Catch()`, which asks `instanceof`. */
export class StorageConflict extends Error {
  static override [Symbol.hasInstance](error: unknown): boolean {
    return conflictOf(error) !== undefined;
  }
}
