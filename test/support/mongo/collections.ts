import { find, updateOne } from 'mingo';
import { copyOf, type Fields } from './wire-protocol.js';

/** An answer of MongoDB's that says what went wrong. */
export class MongoError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly fields: Fields = {},
  ) {
    super(message);
  }
}

export interface Update {
  readonly q: Fields;
  readonly u: Fields | Fields[];
  readonly upsert?: boolean | undefined;
  readonly multi?: boolean | undefined;
  readonly sort?: Fields | undefined;
}

export interface Updated {
  readonly before: Fields[];
  readonly after: Fields[];
  readonly upserted?: Fields;
}

/** One collection. A write puts another object in a document's place, and changes none. */
export class Collection {
  /** By the text of their `_id`. */
  readonly documents: Map<string, Fields>;
  readonly unique: Set<string>;

  constructor(original?: Collection) {
    this.documents = new Map(original?.documents);
    this.unique = original?.unique ?? new Set();
  }

  find(query: Fields, sort?: Fields, limit = 0, skip = 0): Fields[] {
    const cursor = find([...this.documents.values()], query as never).skip(skip);
    if (sort) cursor.sort(sort as never);
    return (limit > 0 ? cursor.limit(limit) : cursor).all() as Fields[];
  }

  insert(document: Fields): Fields {
    if (this.documents.has(keyOf(document))) throw duplicate('_id', document);
    return this.put(document);
  }

  update({ q, u, upsert, multi, sort }: Update): Updated {
    const before = this.find(q, sort, multi ? 0 : 1);
    if (before.length === 0 && upsert) return { before, after: [], upserted: this.insert(upsertOf(q, u)) };
    return { before, after: before.map((document) => this.put(changed(document, u))) };
  }

  delete(query: Fields, limit: number): Fields[] {
    const deleted = this.find(query, undefined, limit);
    for (const document of deleted) this.documents.delete(keyOf(document));
    return deleted;
  }

  private put(document: Fields): Fields {
    for (const path of this.unique) {
      // Its indexes are partial: they have no null.
      const value = document[path] ?? undefined;
      const isOther = (other: Fields) => keyOf(other) !== keyOf(document);
      const others = value === undefined ? [] : this.find({ [path]: value }).filter(isOther);
      if (others.length > 0) throw duplicate(path, document);
    }
    this.documents.set(keyOf(document), document);
    return document;
  }
}

function keyOf({ _id }: Fields): string {
  return `${typeof _id} ${String(_id)}`;
}

function duplicate(path: string, document: Fields): MongoError {
  const fields = { keyPattern: { [path]: 1 }, keyValue: { [path]: document[path] } };
  return new MongoError(11_000, `E11000 duplicate key error: ${path}`, fields);
}

function changed(document: Fields, u: Fields | Fields[]): Fields {
  if (isReplacement(u)) return { _id: document['_id'], ...u };
  if (!Array.isArray(u)) refuseConflicts(u);
  const { $setOnInsert: _, ...operators } = { ...u } as Fields;
  const documents = [copyOf(document)];
  updateOne(documents as never, {}, (Array.isArray(u) ? u : operators) as never);
  return documents[0]!;
}

function upsertOf(q: Fields, u: Fields | Fields[]): Fields {
  const equal = Object.entries(q).filter(([path, value]) => !path.startsWith('$') && !isOperator(value));
  const document = changed(Object.fromEntries(equal), u);
  return { ...document, ...((u as Fields)['$setOnInsert'] as Fields | undefined) };
}

function isReplacement(u: Fields | Fields[]): u is Fields {
  return !Array.isArray(u) && !isOperator(u);
}

function isOperator(value: unknown): boolean {
  return Object.keys(Object(value)).some((name) => name.startsWith('$'));
}

function refuseConflicts(u: Fields): void {
  const paths = Object.values(u).flatMap((fields) => Object.keys(Object(fields)));
  const twice = paths.find((path, at) => paths.indexOf(path) !== at);
  if (twice === undefined) return;
  throw new MongoError(40, `Updating the path '${twice}' would create a conflict at '${twice}'`);
}
