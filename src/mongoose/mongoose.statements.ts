import type { ClientSession, Document } from 'mongoose';
import type { CollectionRows } from '../options/collection.interface.js';
import { nullIfExists } from '../versioned/conflicts.js';
import type { EntityKey } from '../versioned/entity-adapter.interface.js';
import type { MeantRow, Statements } from '../versioned/statements.interface.js';
import type { MongooseCollectionQuery } from './mongoose-entity.interface.js';
import { ID, type AnyModel, type MongooseModel } from './mongoose-model.js';

type Fields = Record<string, unknown>;
type Scope = ClientSession | undefined;
/** A document whose schema has no timestamps lacks it. */
type Timed = { initializeTimestamps?(): void };

/** One command for each write. What it returns are documents, as a `findOne()` gives them. */
export class MongooseStatements implements Statements<MongooseModel, ClientSession> {
  async find(
    { model, paths, description }: MongooseModel,
    key: EntityKey,
    as: 'validators' | 'all',
    scope: Scope,
  ): Promise<object | null> {
    const condition = conditionOf(model, paths, key);
    if (!condition) return null;
    const query = model.findOne(condition, undefined, inSession(scope)).read('primary');
    if (as === 'all') return query;
    const { version, lastModified = version } = description;
    return query.select([version, lastModified]).lean<object>();
  }

  async update(
    { model, paths, description }: MongooseModel,
    { key, versions }: MeantRow,
    changes: object,
    scope: Scope,
  ): Promise<object | null> {
    const { version } = description;
    const condition = conditionOf(model, paths, key, version, versions);
    if (!condition) return null;
    const update = { $set: byPath(paths, changes), $inc: { [version]: 1 } };
    const options = { returnDocument: 'after', runValidators: true, ...inSession(scope) } as const;
    return model.findOneAndUpdate(condition, update, options);
  }

  async delete(
    { model, paths, description }: MongooseModel,
    { key, versions }: MeantRow,
    scope: Scope,
  ): Promise<boolean> {
    const condition = conditionOf(model, paths, key, description.version, versions);
    return condition !== undefined && (await model.deleteOne(condition, inSession(scope))).deletedCount > 0;
  }

  async insert({ model, paths }: MongooseModel, values: object, scope: Scope): Promise<object | null> {
    const document: Document<unknown> = new model(byPath(paths, values));
    await document.validate();
    (document as unknown as Timed).initializeTimestamps?.();
    // Its own save() would set the version to 0, which a deleted document with this key may have had.
    const stored = document.toBSON() as Fields;
    const isNew = scope ? await insertWithin(model, stored, scope) : await insertAlone(model, stored);
    return isNew ? model.hydrate(stored) : null;
  }

  async collection(
    { model, paths, description: { version } }: MongooseModel,
    query: MongooseCollectionQuery = {},
    withTotal: boolean,
    scope: Scope,
    restricted: object = {},
  ): Promise<CollectionRows | undefined> {
    // Counting all documents is a second command, between which and the first others may write.
    if (withTotal) return undefined;
    const { where = {}, sort = { _id: 1 }, limit, skip = 0 } = query;
    const condition = conditionOf(model, paths, restricted as EntityKey);
    if (!condition || limit === 0) return { pairs: [], count: 0, total: undefined };
    const options = { sort, skip, ...(limit !== undefined && { limit }), ...inSession(scope) };
    const rows = await model
      .find({ $and: [where, condition] } as never, { [version]: 1 }, options)
      .lean<Fields[]>();
    const pairs = rows.map((row) => ({ [ID]: String(row['_id']), [version]: row[version] }));
    return { pairs, count: pairs.length, total: undefined };
  }
}

/** Without a scope nothing is said, so that Mongoose's `transactionAsyncLocalStorage` has its say. */
function inSession(scope: Scope): { session?: ClientSession } {
  return scope ? { session: scope } : {};
}

/**
 * Undefined where no document can match, since a value is none that its path could have. Everything stands within `$eq`:
 * an object of a client's is then no operator, which would match other documents.
 */
function conditionOf(
  model: AnyModel,
  paths: MongooseModel['paths'],
  key: EntityKey,
  version?: string,
  versions?: readonly unknown[],
): Fields | undefined {
  const condition: Fields = {};
  for (const [property, value] of Object.entries(key)) {
    const cast = castOf(model, paths[property]!, value);
    if (cast === undefined) return undefined;
    condition[paths[property]!] = { $eq: cast };
  }
  if (version === undefined || !versions) return condition;
  const expected = { [version]: { $in: versions } };
  return Object.hasOwn(condition, version) ? { $and: [condition, expected] } : { ...condition, ...expected };
}

/** Mongoose throws for what it cannot cast, and casts the number 5 to an ObjectId. */
function castOf(model: AnyModel, path: string, value: unknown): unknown {
  if (value === null) return null;
  try {
    const cast: unknown = model.schema.path(path).cast(value);
    return path !== '_id' || String(cast).toLowerCase() === String(value).toLowerCase() ? cast : undefined;
  } catch {
    return undefined;
  }
}

function byPath(paths: MongooseModel['paths'], values: object): Fields {
  return Object.fromEntries(Object.entries(values).map(([property, value]) => [paths[property]!, value]));
}

function insertAlone(model: AnyModel, stored: Fields): Promise<true | null> {
  const options = { skipValidation: true, timestamps: false };
  return model
    .bulkWrite([{ insertOne: { document: stored } }], options)
    .then(() => true as const, nullIfExists);
}

/** An error would end the caller's transaction. */
async function insertWithin(model: AnyModel, stored: Fields, session: ClientSession): Promise<boolean> {
  const { _id, ...values } = stored;
  const update = { $setOnInsert: values };
  const { upsertedCount } = await model.collection.updateOne({ _id } as never, update, {
    upsert: true,
    session,
  });
  return upsertedCount > 0;
}
