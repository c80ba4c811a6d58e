import { explained } from '../util/explained.js';
import type { EntityModel } from '../versioned/statements.interface.js';
import { delegateOf, type PrismaClientLike } from './prisma-client.interface.js';
import { typeOfField } from './prisma-columns.js';
import type { PrismaEntity } from './prisma-entity.interface.js';
import { schemaOfClient } from './schema-of-client.js';
import { modelIn, providerIn, type SchemaField, type SchemaModel } from './schema-text.js';

export interface PrismaModel extends EntityModel {
  /** The name of the model in the schema. */
  readonly name: string;
  readonly table: readonly string[];
  readonly fields: ReadonlyMap<string, SchemaField>;
  readonly provider: PrismaProvider;
}

/** Databases whose statements are known. */
type PrismaProvider = 'postgresql' | 'mysql' | 'sqlite';

const PROVIDERS: Readonly<Record<string, PrismaProvider>> = {
  postgresql: 'postgresql',
  postgres: 'postgresql',
  mysql: 'mysql',
  sqlite: 'sqlite',
};

/** @throws Error naming the entity and the fix, where its rows cannot be looked after */
export function prismaModel(entry: PrismaEntity, client: PrismaClientLike): PrismaModel {
  const { entity, model: name = entity.name } = entry;
  const mistake = (text: string) =>
    new Error(
      explained('entity-not-looked-after', `EtagPrismaModule cannot look after ${entity.name}: ${text}.`),
    );
  const schema = entry.schema ?? schemaOfClient(client);
  if (schema === undefined)
    throw mistake('its client does not show the schema it was made from. Give its text: { schema }');
  const model = modelIn(schema, name);
  const delegate = delegateOf(client, name);
  if (!model || !delegate)
    throw mistake(`the client has no model "${name}". Name one of the schema: { model: 'Product' }`);
  const { fields, key, table } = model;
  if (key.length === 0) throw mistake(`its model "${name}" has no primary key. Add @id, or @@id([…])`);
  const columns = Object.keys(delegate.fields);
  const { version, lastModified } = validatorsOf(entry, model, mistake);
  const type = (field: string) => typeOfField(fields.get(field)!, schema);
  return {
    entity,
    name,
    table,
    fields,
    provider: providerOf(schema, mistake),
    version: type(version),
    key: Object.fromEntries(key.map((field) => [field, type(field)])),
    columns: new Set(columns),
    description: {
      version,
      key,
      lastModified,
      numbers: columns.filter((field) =>
        ['Int', 'BigInt', 'Float', 'Decimal'].includes(fields.get(field)!.type),
      ),
    },
  };
}

function validatorsOf(
  entry: PrismaEntity,
  { fields }: SchemaModel,
  mistake: (text: string) => Error,
): { readonly version: string; readonly lastModified: string | undefined } {
  const { version = 'version', lastModified = fields.has('updatedAt') ? 'updatedAt' : undefined } = entry;
  const counted = fields.get(version);
  if (!counted)
    throw mistake(
      `its model has no field "${version}". Add \`${version} Int @default(1)\`, or name its version: { version }`,
    );
  if (counted.type !== 'Int' && counted.type !== 'BigInt')
    throw mistake(
      `its version "${version}" is a ${counted.type}, which Prisma cannot count. Use an Int or a BigInt`,
    );
  if (counted.isOptional)
    throw mistake(
      `its version "${version}" may be null, and null is never counted. Make it ${counted.type}, without ?`,
    );
  if (lastModified !== undefined && fields.get(lastModified)?.type !== 'DateTime')
    throw mistake(`its model has no DateTime "${lastModified}". Name a field that is one: { lastModified }`);
  return { version, lastModified };
}

function providerOf(schema: string, mistake: (text: string) => Error): PrismaProvider {
  const named = providerIn(schema);
  const provider = named === undefined ? undefined : PROVIDERS[named];
  if (provider) return provider;
  throw mistake(
    `the provider of its schema is "${named ?? 'none'}". Those that are known are ${Object.keys(PROVIDERS).join(', ')}`,
  );
}
