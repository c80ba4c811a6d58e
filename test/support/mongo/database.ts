import { Collection, MongoError, type Update } from './collections.js';
import type { Fields } from './wire-protocol.js';

/** A transaction sees the collections as they were at its first command. */
interface Transaction {
  readonly number: unknown;
  readonly collections: Map<string, Collection>;
  readonly origin: Map<string, Collection>;
}

const TRANSIENT = { errorLabels: ['TransientTransactionError'] };

/**
 * What commands do. They run one at a time, and each is whole. A transaction works on a copy, and a document that
 * somebody else has written since is a write conflict, as a snapshot of MongoDB's has it.
 */
export class Database {
  private readonly collections = new Map<string, Collection>();
  private readonly transactions = new Map<string, Transaction>();

  /** @throws MongoError */
  run(command: Fields): Fields {
    const [name = ''] = Object.keys(command);
    const session = String((command['lsid'] as { readonly id: unknown } | undefined)?.id);
    if (name === 'commitTransaction') return this.commit(session);
    if (name === 'abortTransaction') return this.end(session);
    if (name === 'dropDatabase') return this.drop(String(command['$db']));
    const transaction = this.transactionOf(command, session);
    try {
      return this.runIn(transaction?.collections ?? this.collections, name, command, transaction);
    } catch (error) {
      if (transaction) this.end(session);
      throw error;
    }
  }

  private runIn(
    collections: Map<string, Collection>,
    name: string,
    command: Fields,
    transaction: Transaction | undefined,
  ): Fields {
    const path = `${String(command['$db'])}.${String(command[name])}`;
    const collection = collections.get(path) ?? new Collection();
    collections.set(path, collection);
    const result = COMMANDS[name]?.(collection, command as never);
    if (!result) throw new MongoError(59, `This double has no command ${name}.`);
    if (transaction) this.refuseWritten(transaction, path);
    return result;
  }

  private transactionOf(command: Fields, session: string): Transaction | undefined {
    if (command['autocommit'] !== false) return undefined;
    const number = String(command['txnNumber']);
    if (command['startTransaction']) {
      const copy = () => new Map([...this.collections].map(([path, one]) => [path, new Collection(one)]));
      this.transactions.set(session, { number, collections: copy(), origin: copy() });
    }
    const transaction = this.transactions.get(session);
    if (transaction?.number === number) return transaction;
    throw new MongoError(251, 'The transaction has been aborted.', TRANSIENT);
  }

  private commit(session: string): Fields {
    const transaction = this.transactions.get(session);
    if (!transaction) throw new MongoError(251, 'The transaction has been aborted.', TRANSIENT);
    const { collections, origin } = transaction;
    for (const path of collections.keys()) this.refuseWritten(transaction, path);
    for (const [path, { documents }] of collections) {
      const target = this.collections.get(path) ?? new Collection();
      this.collections.set(path, target);
      for (const key of written(documents, origin.get(path)?.documents)) {
        const document = documents.get(key);
        if (document) target.documents.set(key, document);
        else target.documents.delete(key);
      }
    }
    return this.end(session);
  }

  private drop(database: string): Fields {
    const paths = [...this.collections.keys()].filter((path) => path.startsWith(`${database}.`));
    for (const path of paths) this.collections.delete(path);
    return { dropped: database };
  }

  private end(session: string): Fields {
    this.transactions.delete(session);
    return {};
  }

  private refuseWritten({ collections, origin }: Transaction, path: string): void {
    const then = origin.get(path)?.documents;
    for (const key of written(collections.get(path)!.documents, then)) {
      if (this.collections.get(path)?.documents.get(key) === then?.get(key)) continue;
      throw new MongoError(112, 'WriteConflict', { codeName: 'WriteConflict', ...TRANSIENT });
    }
  }
}

function written(now: Map<string, Fields>, then: Map<string, Fields> = new Map()): string[] {
  return [...new Set([...now.keys(), ...then.keys()])].filter((key) => now.get(key) !== then.get(key));
}

type Command = (collection: Collection, command: never) => Fields;

const COMMANDS: Readonly<Record<string, Command>> = {
  createIndexes: (collection, { indexes }: { indexes: { key: Fields; unique?: boolean }[] }) => {
    for (const { key, unique } of indexes) if (unique) collection.unique.add(Object.keys(key)[0]!);
    return {};
  },
  create: () => ({}),
  insert: (collection, { documents }: { documents: Fields[] }) =>
    each(documents, (document) => [collection.insert(document)].length),
  update: (collection, { updates }: { updates: Update[] }) => {
    const upserted: Fields[] = [];
    const result = each(updates, (update, index) => {
      const { before, upserted: created } = collection.update(update);
      if (created) upserted.push({ index, _id: created['_id'] });
      return before.length + (created ? 1 : 0);
    });
    const nModified = Number(result['n']) - upserted.length;
    return { ...result, nModified, ...(upserted.length > 0 && { upserted }) };
  },
  delete: (collection, { deletes }: { deletes: { q: Fields; limit: number }[] }) =>
    each(deletes, ({ q, limit }) => collection.delete(q, limit).length),
  findAndModify: (collection, command: FindAndModify) => {
    const { query = {}, update: u, remove, new: isNew, upsert, sort } = command;
    if (remove || !u) return { value: collection.delete(query, 1)[0] ?? null };
    const { before, after, upserted } = collection.update({ q: query, u, upsert, sort });
    return { value: (isNew ? (after[0] ?? upserted) : before[0]) ?? null };
  },
  find: (collection, { filter = {}, sort, limit, skip, projection }: Find) => {
    const found = collection.find(filter, sort, limit, skip);
    const firstBatch = found.map((document) => projected(document, projection));
    return { cursor: { id: 0n, ns: 'double.find', firstBatch } };
  },
};

interface FindAndModify {
  readonly query?: Fields;
  readonly update?: Fields;
  readonly remove?: boolean;
  readonly new?: boolean;
  readonly upsert?: boolean;
  readonly sort?: Fields;
}

interface Find {
  readonly filter?: Fields;
  readonly sort?: Fields;
  readonly limit?: number;
  readonly skip?: number;
  readonly projection?: Fields;
}

/** The writes of one command, in their order; the first that is refused ends it. */
function each<W>(writes: readonly W[], write: (one: W, index: number) => number): Fields {
  let n = 0;
  for (const [index, one] of writes.entries()) {
    try {
      n += write(one, index);
    } catch (error) {
      if (!(error instanceof MongoError)) throw error;
      const { code, message: errmsg, fields } = error;
      return { n, writeErrors: [{ index, code, errmsg, ...fields }] };
    }
  }
  return { n };
}

function projected(document: Fields, projection: Fields = {}): Fields {
  const included = Object.keys(projection).filter((path) => projection[path]);
  const excluded = new Set(Object.keys(projection).filter((path) => !projection[path]));
  const isSeen = (path: string) => (included.length > 0 ? path === '_id' || included.includes(path) : true);
  return Object.fromEntries(Object.entries(document).filter(([path]) => isSeen(path) && !excluded.has(path)));
}
