import { describe, expect, it } from '@jest/globals';
import { ConflictException } from '@nestjs/common';
import { conflictOf, nullIfExists, StorageConflict } from '../../src/versioned/conflicts.js';

class OptimisticLockVersionMismatchError extends Error {}
class OptimisticLockError extends Error {
  getEntity(): void {}
}
class UniqueConstraintViolationException extends Error {
  readonly code = '0';
}
class DrizzleQueryError extends Error {}

/** As the library's own error has it: a name, and something beside it that errors of the same name lack. */
function named(name: string, own = {}): Error {
  return Object.assign(new Error('conflict'), { name, ...own });
}

function coded(code: string | number): Error {
  return Object.assign(new Error('conflict'), { code });
}

function ring(): Error {
  const error = new Error('ring');
  return Object.assign(error, { driverError: error });
}

/** The driver's error, wrapped so many times. */
function behind(wrappers: number): Error {
  return wrappers === 0
    ? coded('23505')
    : Object.assign(new Error('query'), { driverError: behind(wrappers - 1) });
}

describe('what a library calls a conflict', () => {
  it.each<[string, unknown, string | undefined]>([
    ['TypeORM: another version', new OptimisticLockVersionMismatchError(), 'stale'],
    ['MikroORM: another version', new OptimisticLockError(), 'stale'],
    ['Sequelize: another version', named('SequelizeOptimisticLockError', { modelName: 'Row' }), 'stale'],
    ['Mongoose: another version', named('VersionError', { modifiedPaths: [] }), 'stale'],
    ['Prisma: record not found', coded('P2025'), 'stale'],
    ['Prisma: write conflict', coded('P2034'), 'stale'],
    ['PostgreSQL: serialization failure', coded('40001'), 'stale'],
    ['PostgreSQL: deadlock', coded('40P01'), 'stale'],
    ['PostgreSQL: no lock in time', coded('55P03'), 'stale'],
    ['PostgreSQL: a statement that took too long', coded('57014'), undefined],
    ['PostgreSQL: a foreign key', coded('23503'), undefined],
    ['MariaDB: deadlock', coded('ER_LOCK_DEADLOCK'), 'stale'],
    [
      'MySQL: a SQLSTATE beside a code of another name',
      named('E', { code: 'X', sqlState: '40001' }),
      'stale',
    ],
    ['MariaDB: no lock in time', coded('ER_LOCK_WAIT_TIMEOUT'), 'stale'],
    ['MySQL: a lock that is taken', coded('ER_LOCK_NOWAIT'), 'stale'],
    ['MariaDB: the row has changed', coded('ER_CHECKREAD'), 'stale'],
    ['SQLite: locked', coded('SQLITE_BUSY'), 'stale'],
    ['a code that every object has', coded('constructor'), undefined],
    ['PostgreSQL: unique violation', coded('23505'), 'exists'],
    ['MariaDB: duplicate entry', coded('ER_DUP_ENTRY'), 'exists'],
    ['SQLite: unique', coded('SQLITE_CONSTRAINT_UNIQUE'), 'exists'],
    ['SQLite: primary key', coded('SQLITE_CONSTRAINT_PRIMARYKEY'), 'exists'],
    ['Prisma: unique', coded('P2002'), 'exists'],
    ['MongoDB: duplicate key', coded(11_000), 'exists'],
    ['MikroORM: unique', new UniqueConstraintViolationException(), 'exists'],
    ['Sequelize: unique', named('SequelizeUniqueConstraintError', { errors: [] }), 'exists'],
    ['behind TypeORM', Object.assign(new Error('query'), { driverError: coded('23505') }), 'exists'],
    ['behind Drizzle', new DrizzleQueryError('query', { cause: coded('40001') }), 'stale'],
    ['behind Sequelize', Object.assign(new Error('query'), { original: coded('23505') }), 'exists'],
    ['behind as many wrappers as there may be', behind(4), 'exists'],
    ['behind more of them', behind(5), undefined],
    ['another error', coded('ECONNRESET'), undefined],
    [
      'an error of the application that has one for a cause',
      new Error('no', { cause: coded('40001') }),
      undefined,
    ],
    ['an error of the application that has the same name', named('VersionError'), undefined],
    ['an HTTP answer', Object.assign(new ConflictException(), { code: '40001' }), undefined],
    ['an error that is its own cause', ring(), undefined],
    ['no error', { code: '23505' }, undefined],
    ['nothing', undefined, undefined],
  ])('%s', (_, error, conflict) => {
    expect(conflictOf(error)).toBe(conflict);
    expect(error instanceof StorageConflict).toBe(conflict !== undefined);
  });
});

describe('what became of an insert', () => {
  it('is nothing where its row exists, and any other error is thrown on as it is', async () => {
    expect(await Promise.reject(coded('23505')).catch(nullIfExists)).toBeNull();
    for (const error of [coded('40001'), coded('23502'), new Error('no')])
      await expect(Promise.reject(error).catch(nullIfExists)).rejects.toBe(error);
  });
});
