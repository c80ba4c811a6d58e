import type { Transaction } from 'sequelize';
import type { Sequelize } from 'sequelize-typescript';

interface WithNamespace {
  readonly _cls?: { get(name: 'transaction'): Transaction | undefined };
}

/**
 * The transaction that `Sequelize.useCLS()` gives each statement. Sequelize has no public way to ask for it, and a
 * transaction of our own beside it would wait for its locks.
 */
export function currentTransaction(sequelize: Sequelize): Transaction | undefined {
  // oxlint-disable-next-line eslint/no-underscore-dangle -- as said
  return (sequelize.constructor as WithNamespace)._cls?.get('transaction');
}
