import type { mongo } from 'mongoose';
import type { Pool, PoolClient } from 'pg';
import type { Fields } from '../wire-protocol.js';
import { inTransaction, refuseConflicts, Refused } from './errors.js';

/** Runs one command on a connection of PostgreSQL's. */
export type Runs = (client: Pick<PoolClient, 'query'>, command: Fields) => Promise<Fields>;

interface Transaction {
  readonly number: string;
  readonly client: PoolClient;
}

/** MongoDB does not wait for another transaction's document: it has a write conflict at once. PostgreSQL can but wait briefly. */
const BEGIN = `BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL lock_timeout = '20ms'`;

/** A transaction of a session is one of PostgreSQL's, which has a connection to itself until it ends. */
export class Sessions {
  private readonly transactions = new Map<string, Transaction>();

  constructor(private readonly pool: Pool) {}

  async run(command: Fields, runs: Runs): Promise<Fields> {
    if ('endSessions' in command) return this.endAll(command['endSessions'] as Fields[]);
    if (command['autocommit'] !== false) return runs(this.pool, command);
    const session = keyOf(command['lsid'] as Fields);
    if (command['startTransaction']) await this.begin(session, String(command['txnNumber']));
    const transaction = this.transactions.get(session);
    if (transaction?.number !== String(command['txnNumber']))
      throw new Refused(251, 'The transaction has been aborted.', ['TransientTransactionError']);
    if ('commitTransaction' in command) return this.end(session, 'COMMIT');
    if ('abortTransaction' in command) return this.end(session, 'ROLLBACK');
    return this.runIn(transaction, session, command, runs);
  }

  async close(): Promise<void> {
    for (const session of this.transactions.keys()) await this.end(session, 'ROLLBACK');
    await this.pool.end();
  }

  private async runIn(
    { client }: Transaction,
    session: string,
    command: Fields,
    runs: Runs,
  ): Promise<Fields> {
    try {
      const reply = await runs(client, withoutTransaction(command));
      refuseConflicts(reply);
      // In MongoDB a write that is refused ends the transaction. PostgreSQL has undone it alone, and would go on.
      if (reply['writeErrors']) await this.end(session, 'ROLLBACK');
      return reply;
    } catch (error) {
      await this.end(session, 'ROLLBACK');
      throw inTransaction(error);
    }
  }

  private async begin(session: string, number: string): Promise<void> {
    await this.end(session, 'ROLLBACK');
    const client = await this.pool.connect();
    this.transactions.set(session, { number, client });
    await client.query(BEGIN);
  }

  private async end(session: string, how: 'COMMIT' | 'ROLLBACK'): Promise<Fields> {
    const transaction = this.transactions.get(session);
    this.transactions.delete(session);
    try {
      await transaction?.client.query(how);
    } finally {
      transaction?.client.release();
    }
    return { ok: 1 };
  }

  private async endAll(sessions: readonly Fields[]): Promise<Fields> {
    for (const session of sessions) await this.end(keyOf(session), 'ROLLBACK');
    return { ok: 1 };
  }
}

function keyOf({ id }: Fields): string {
  return (id as mongo.Binary).toString('hex');
}

/** DocumentDB is to know nothing of it: PostgreSQL does. */
function withoutTransaction(command: Fields): Fields {
  const { lsid: _, txnNumber: __, autocommit: ___, startTransaction: ____, ...rest } = command;
  return rest;
}
