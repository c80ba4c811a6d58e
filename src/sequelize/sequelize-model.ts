import { explained } from '../util/explained.js';
import type { Type } from '@nestjs/common';
import { literal, type Model, type ModelAttributeColumnOptions, type ModelStatic } from 'sequelize';
import type { Sequelize } from 'sequelize-typescript';
import type { EntityModel } from '../versioned/statements.interface.js';
import { typeName, typeOf } from './attribute-type.js';
import type { SequelizeEntity } from './sequelize-entity.interface.js';

export interface SequelizeModel extends EntityModel {
  /** The class itself, or the repository of it where the connection has `repositoryMode`. */
  readonly table: ModelStatic<Model>;
  readonly isPostgres: boolean;
  /** Whether one statement writes a row and gives it as a read would. */
  readonly returns: boolean;
  /** The version in an UPDATE. */
  readonly next: ReturnType<typeof literal>;
  /** Whether the database counts the key up, and gives each out once. */
  readonly isCounted: boolean;
}

type Attributes = Readonly<Record<string, ModelAttributeColumnOptions>>;

const DIALECTS: readonly string[] = ['postgres', 'mysql', 'mariadb'];

/** @throws Error naming the entity and the fix, where its rows cannot be looked after */
export function sequelizeModel(sequelize: Sequelize, { entity }: SequelizeEntity): SequelizeModel {
  const mistake = (text: string) =>
    new Error(
      explained('entity-not-looked-after', `EtagSequelizeModule cannot look after ${entity.name}: ${text}.`),
    );
  const dialect = sequelize.getDialect();
  if (!DIALECTS.includes(dialect))
    throw mistake(`its database is ${dialect}. The adapter writes to ${DIALECTS.join(', ')}`);
  const table = tableOf(sequelize, entity);
  if (!table)
    throw mistake('its connection has no such model. Name it in `models`, or set autoLoadModels: true');
  const attributes: Attributes = table.getAttributes();
  const version = named(table.options.version, 'version', false);
  if (version === undefined) throw mistake('its versions are not counted. Say @Table({ version: true })');
  const isPostgres = dialect === 'postgres';
  const type = typeOf(attributes[version]!, isPostgres);
  if (type.kind !== 'integer')
    throw mistake(`its version "${version}" is a ${typeName(attributes[version]!)}. Use INTEGER or BIGINT`);
  const key = [...table.primaryKeyAttributes];
  if (key.length === 0) throw mistake('it has no primary key. Add @PrimaryKey');
  const hidden = hiddenIn(table, attributes);
  if (hidden)
    throw mistake(`its field "${hidden}" hides the column of that name. Write "declare ${hidden}: …"`);
  const quoted = sequelize.getQueryInterface().quoteIdentifier(attributes[version]!.field!, false);
  return {
    entity: entity as Type,
    table,
    isPostgres,
    returns: isPostgres && !readsOtherwise(table),
    next: literal(`COALESCE(${quoted}, 0) + 1`),
    isCounted: key.some((name) => attributes[name]!.autoIncrement),
    version: type,
    key: Object.fromEntries(key.map((name) => [name, typeOf(attributes[name]!, isPostgres)])),
    columns: columnsOf(table, attributes),
    description: {
      version,
      key,
      lastModified: stamp(table, 'updatedAt'),
      numbers: Object.keys(attributes).filter((name) =>
        ['integer', 'decimal'].includes(typeOf(attributes[name]!, isPostgres).kind),
      ),
    },
  };
}

function tableOf(sequelize: Sequelize, entity: ModelStatic<Model>): ModelStatic<Model> | undefined {
  const known = sequelize.models[entity.name];
  if (!known) return undefined;
  if (sequelize.repositoryMode) return sequelize.getRepository(entity as never);
  return entity.sequelize === sequelize ? entity : undefined;
}

/** What an option of Sequelize names: `true` stands for the default. */
function named(option: string | boolean | undefined, name: string, isOn: boolean): string | undefined {
  return typeof option === 'string' ? option : (option ?? isOn) ? name : undefined;
}

function stamp(
  { options }: ModelStatic<Model>,
  name: 'createdAt' | 'updatedAt' | 'deletedAt',
): string | undefined {
  return options.timestamps === false ? undefined : named(options[name], name, true);
}

/** What a body may change: no virtual attribute, and nothing that Sequelize itself keeps. */
function columnsOf(table: ModelStatic<Model>, attributes: Attributes): ReadonlySet<string> {
  const kept = new Set([stamp(table, 'createdAt'), table.options.paranoid && stamp(table, 'deletedAt')]);
  const isColumn = (name: string) => typeName(attributes[name]!) !== 'VIRTUAL' && !kept.has(name);
  return new Set(Object.keys(attributes).filter(isColumn));
}

/** A field of the class is a property of each row, and stands before the getter that Sequelize reads the column with. */
function hiddenIn(table: ModelStatic<Model>, attributes: Attributes): string | undefined {
  const row = table.build({}, { raw: true, isNewRecord: false });
  return Object.keys(attributes).find((name) => Object.hasOwn(row, name));
}

/** The default scope leaves columns out, or adds rows of other tables: RETURNING has all columns and no others. */
function readsOtherwise({ options: { defaultScope } }: ModelStatic<Model>): boolean {
  return Boolean(defaultScope!.attributes ?? defaultScope!.include);
}
