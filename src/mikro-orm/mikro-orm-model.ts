import type { EntityMetadata, EntityProperty, MikroORM } from '@mikro-orm/core';
import { explained } from '../util/explained.js';
import type { EntityModel } from '../versioned/statements.interface.js';
import { typeOf } from './column-type.js';
import type { MikroOrmEntity } from './mikro-orm-entity.interface.js';

export interface MikroOrmModel extends EntityModel {
  /** Whether the database gives the row with the statement that writes it. */
  readonly returns: boolean;
  /** Whether a read has nothing but columns. */
  readonly isWhole: boolean;
  /** The columns that a read leaves out. */
  readonly lazy: ReadonlySet<string>;
  /** The relations that a read loads with the row. */
  readonly eager: readonly string[];
  /** What an UPDATE sets the version to, as SQL. */
  readonly next: string;
  /** The properties that MikroORM gives a value where an application gives none. */
  readonly created: readonly EntityProperty[];
  /** The properties that MikroORM gives another value with every update. */
  readonly updated: readonly EntityProperty[];
}

type Platform = ReturnType<MikroORM['em']['getPlatform']>;

/** The databases that were tested, by how the class of MikroORM's platform, or of what it extends, begins. */
const POSTGRES = /^(Base)?PostgreSqlPlatform$/;
const TESTED = /^(Base)?(PostgreSql|MySql|MariaDb)Platform$/;

/** @throws Error naming the entity and the fix, where its rows cannot be looked after */
export function mikroOrmModel(orm: MikroORM, { entity }: MikroOrmEntity): MikroOrmModel {
  const mistake = (text: string) =>
    new Error(
      explained('entity-not-looked-after', `EtagMikroOrmModule cannot look after ${entity.name}: ${text}.`),
    );
  const platform = orm.em.getPlatform();
  if (!isOf(TESTED, platform))
    throw mistake(
      `its database is one of ${platform.constructor.name}. The adapter writes to PostgreSQL, MySQL and MariaDB`,
    );
  const meta = orm.getMetadata().find(entity) as EntityMetadata | undefined;
  if (meta?.class !== entity)
    throw mistake('its connection has no such entity. Name it in `entities`, or set autoLoadEntities: true');
  const { versionProperty: version, primaryKeys: key, props } = meta as EntityMetadata<EntityRow>;
  if (!version) throw mistake('its versions are not counted. Say @Property({ version: true })');
  if (typeOf(meta.properties[version]!).kind !== 'integer')
    throw mistake(`its version "${version}" is a date, and two writes may have one. Let it be a number`);
  const relation = key.find((name) => !isScalar(meta.properties[name]!));
  if (relation) throw mistake(`its key "${relation}" is a relation. Use a scalar`);
  if (meta.root.inheritanceType ?? meta.root.discriminatorColumn)
    throw mistake('it shares its table with other classes. Give it a table of its own');
  const blind = props.find(({ onUpdate }) => onUpdate && onUpdate.length > 0);
  if (blind)
    throw mistake(
      `its onUpdate of "${blind.name}" takes the entity, and a statement has none. Let a hook or the application set it`,
    );
  const columns = props.filter(isColumn);
  const updated = columns.filter(({ onUpdate }) => onUpdate);
  const quoted = platform.quoteIdentifier(meta.properties[version]!.fieldNames[0]!);
  return {
    entity,
    returns: isOf(POSTGRES, platform),
    isWhole: !props.some(({ formula }) => formula),
    lazy: new Set(props.filter(({ lazy }) => lazy).flatMap(({ fieldNames }) => fieldNames)),
    eager: props.filter(({ eager }) => eager).map(({ name }) => name),
    next: `coalesce(${quoted}, 0) + 1`,
    created: columns.filter(({ onCreate }) => onCreate),
    updated,
    version: typeOf(meta.properties[version]!),
    key: Object.fromEntries(key.map((name) => [name, typeOf(meta.properties[name]!)])),
    columns: new Set(columns.map(({ name }) => name)),
    description: {
      version,
      key: [...key],
      lastModified: updated.find((property) => typeOf(property).kind === 'timestamp')?.name,
      numbers: columns.filter(isNumber).map(({ name }) => name),
    },
  };
}

interface EntityRow {
  readonly [name: string]: unknown;
}

/** By name, so that no driver has to be imported. */
function isOf(names: RegExp, platform: Platform): boolean {
  for (let at: object = platform; at; at = Object.getPrototypeOf(at) as object)
    if (names.test(at.constructor.name)) return true;
  return false;
}

function isScalar({ kind }: EntityProperty): boolean {
  return kind === 'scalar';
}

/** What a body may change. Members of an embedded object are changed by way of it. */
function isColumn({ kind, owner, persist, embedded, generated, formula }: EntityProperty): boolean {
  const isOwn = kind === 'scalar' || kind === 'embedded' || kind === 'm:1' || (kind === '1:1' && owner);
  return isOwn && persist !== false && !embedded && generated === undefined && !formula;
}

function isNumber(property: EntityProperty): boolean {
  return isScalar(property) && ['integer', 'decimal'].includes(typeOf(property).kind);
}
