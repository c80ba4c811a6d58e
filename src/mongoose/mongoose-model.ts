import type { Model, Schema } from 'mongoose';
import type { ColumnType } from '../versioned/column-text.js';
import { explained } from '../util/explained.js';
import type { EntityModel } from '../versioned/statements.interface.js';
import { COUNTS, VERSION } from './counts-versions.js';
import type { MongooseEntity } from './mongoose-entity.interface.js';

/** A model of any documents. */
export type AnyModel = Model<Record<string, unknown>>;

export interface MongooseModel extends EntityModel {
  readonly model: AnyModel;
  /** The path of each property, which an alias or `id` is not. */
  readonly paths: Readonly<Record<string, string>>;
}

/** Documents have this getter, and routes this parameter. */
export const ID = 'id';

/** How a text is read as a key, by Mongoose's own name of the type. */
const KEYS: Readonly<Record<string, ColumnType>> = {
  ObjectId: { kind: 'text' }, // and cast by the statement
  ObjectID: { kind: 'text' },
  String: { kind: 'text' },
  Number: { kind: 'integer', bits: 53 },
  Int32: { kind: 'integer', bits: 32 },
  BigInt: { kind: 'integer', bits: 64 },
  UUID: { kind: 'uuid' },
};

const VERSIONS: Readonly<Record<string, ColumnType>> = {
  Number: VERSION,
  Int32: { kind: 'integer', bits: 32 },
};

/** @throws Error naming the entity and the fix, where its documents cannot be looked after */
export function mongooseModel(entry: MongooseEntity, model: AnyModel): MongooseModel {
  const { entity } = entry;
  const { schema } = model;
  const mistake = (text: string) =>
    new Error(
      explained('entity-not-looked-after', `EtagMongooseModule cannot look after ${entity.name}: ${text}.`),
    );
  const version = versionKeyOf(schema, mistake);
  if (!(COUNTS in model)) {
    throw mistake(
      'its model was compiled before its queries could be made to count versions. Call forFeature() with the schema ' +
        'that the model has, and before the model is made',
    );
  }
  const key = KEYS[schema.path('_id')?.instance ?? ''];
  if (!key)
    throw mistake(
      'its schema has no "_id" that a text could stand for. Use an ObjectId, String, Number or UUID',
    );
  if (schema.path(ID))
    throw mistake(
      'its schema has a path "id", which is what "_id" is called here. Give that one another name',
    );
  const lastModified = entry.lastModified ?? timestampOf(schema);
  if (lastModified !== undefined && !schema.path(lastModified))
    throw mistake(`its schema has no path "${lastModified}". Name one of its paths`);
  const paths = pathsOf(schema);
  return {
    entity,
    model,
    paths,
    version: VERSIONS[schema.path(version).instance]!,
    key: { [ID]: key },
    columns: new Set(Object.keys(paths)),
    description: { version, key: [ID], lastModified, numbers: numbersOf(schema) },
  };
}

function versionKeyOf(schema: Schema, mistake: (text: string) => Error): string {
  const version = schema.get('versionKey');
  if (typeof version !== 'string') throw mistake('its schema has no version. Remove "versionKey: false"');
  if (schema.get('optimisticConcurrency') !== true) {
    throw mistake(
      'a save() of it does not count its version, so that one tag would name two contents. Say ' +
        '@Schema({ optimisticConcurrency: true })',
    );
  }
  const { instance, options } = schema.path(version);
  if (!VERSIONS[instance]) throw mistake(`its version "${version}" is a ${instance}. Use a Number`);
  if (options['select'] === false)
    throw mistake(`its version "${version}" is not read. Remove "select: false"`);
  return version;
}

function timestampOf(schema: Schema): string | undefined {
  const timestamps = schema.get('timestamps');
  if (!timestamps) return undefined;
  const { updatedAt = true } = timestamps === true ? {} : timestamps;
  return updatedAt === true ? 'updatedAt' : updatedAt || undefined;
}

/** What an entity has beside its key. A nested path is part of its first member, and a discriminator is its class. */
function pathsOf(schema: Schema): Record<string, string> {
  const paths: Record<string, string> = { [ID]: '_id' };
  schema.eachPath((path, { options }) => {
    const [property = path] = path.split('.');
    if (property === '_id' || property === schema.get('discriminatorKey')) return;
    paths[property] = property;
    // An alias of a nested path stands in another place than the path.
    if (property === path) for (const alias of [options['alias'] ?? []].flat()) paths[alias] = path;
  });
  return paths;
}

function numbersOf(schema: Schema): string[] {
  const numbers: string[] = [];
  schema.eachPath((path, { instance }) => {
    if (['Number', 'Int32', 'Double'].includes(instance)) numbers.push(path);
  });
  return numbers;
}
