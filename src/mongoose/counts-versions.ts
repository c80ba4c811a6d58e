import type { Query, Schema, UpdateQuery } from 'mongoose';
import { explained } from '../util/explained.js';
import { startVersion } from '../versioned/start-version.js';

type Fields = Record<string, unknown>;

/** The static method that every model compiled with this plugin has: a schema does not say whether it came too late. */
export const COUNTS = 'countsItsVersions';

/** Operators that would give the version a value of the application's, such as one of a client's body. */
const SETTERS: readonly string[] = ['$set', '$unset', '$setOnInsert'];

/**
 * A plugin with which every write of Mongoose's gives a new version. By itself only a `save()` does: queries that update
 * leave the version as it is, and those that replace set it back, so that one tag would name two contents.
 */
export function countsVersions(schema: Schema): void {
  const version = schema.get('versionKey');
  // A schema without one is refused at start-up.
  if (typeof version !== 'string') return;
  schema.static(COUNTS, () => version);
  schema.pre(['updateOne', 'updateMany', 'findOneAndUpdate'], async function (this: Query<unknown, unknown>) {
    const update = this.getUpdate() as Fields | readonly Fields[] | null;
    this.setUpdate(counted(update, version) as UpdateQuery<unknown>);
  });
  schema.pre(['replaceOne', 'findOneAndReplace'], async function (this: Query<unknown, unknown>) {
    this.setUpdate({ ...this.getUpdate(), [version]: startVersion(VERSION) } as UpdateQuery<unknown>);
  });
  schema.pre('bulkWrite', bulkWriteHook(version));
  schema.pre('save', async function () {
    if (this.isNew || this.isSelected(version)) return;
    const { modelName } = this.constructor as { readonly modelName?: string };
    throw new Error(
      explained(
        'version-not-loaded',
        `A document of ${modelName} was loaded without "${version}", so that its save() would overwrite what others have ` +
          `written since. Add "${version}" to its select().`,
      ),
    );
  });
}

/** What the adapter gives new documents, and a replacement has to get. */
export const VERSION = { kind: 'integer', bits: 53 } as const;

/**
 * Mongoose 8 hands hooks a `next` before the operations, and nothing to a hook that names no parameters. Mongoose 9 has no
 * `next`. Both wait for a promise.
 */
function bulkWriteHook(version: string): never {
  const hook = async (first: unknown, second: unknown): Promise<void> => {
    const operations = (Array.isArray(first) ? first : second) as Fields[];
    for (const operation of operations) countIn(operation, version);
  };
  return hook as never;
}

function countIn(operation: Fields, version: string): void {
  const { updateOne, updateMany, replaceOne } = operation as Record<string, Fields | undefined>;
  const updates = updateOne ?? updateMany;
  if (updates) updates['update'] = counted(updates['update'] as Fields, version);
  if (replaceOne) {
    replaceOne['replacement'] = {
      ...(replaceOne['replacement'] as Fields),
      [version]: startVersion(VERSION),
    };
  }
}

/** An update that counts the version, whatever it says of it. One that says nothing at all writes nothing. */
function counted(
  update: Fields | readonly Fields[] | null,
  version: string,
): Fields | readonly Fields[] | null {
  if (!update || Object.keys(update).length === 0) return update;
  if (Array.isArray(update)) {
    return [...update, { $set: { [version]: { $add: [{ $ifNull: [`$${version}`, 0] }, 1] } } }];
  }
  const { [version]: _, ...rest } = update as Fields;
  for (const operator of SETTERS) {
    const fields = rest[operator] as Fields | undefined;
    if (!fields || !(version in fields)) continue;
    const { [version]: _theirs, ...others } = fields;
    if (Object.keys(others).length > 0) rest[operator] = others;
    else delete rest[operator];
  }
  const increments = rest['$inc'] as Fields | undefined;
  return { ...rest, $inc: { [version]: 1, ...increments } };
}
