import type { Type } from '@nestjs/common';
import { explained } from '../util/explained.js';
import type { ColumnKind, ColumnType } from '../versioned/column-text.js';
import type { EntityModel } from '../versioned/statements.interface.js';
import type { SqlDialect } from './sql-executor.interface.js';
import { xmin, type AnySqlEntity } from './sql-entity.js';

/** The name of the property that holds `xmin`. */
const XMIN = 'xmin';

export interface SqlModel extends EntityModel {
  /** Quoted, as all texts are that stand in statements. */
  readonly table: string;
  /** Names of columns by property. */
  readonly names: Readonly<Record<string, string>>;
  /** What a SELECT has of each property: its column under the property's name. */
  readonly selected: Readonly<Record<string, string>>;
  /** Whether the database gives each write a new version by itself. */
  readonly isXmin: boolean;
}

/** @throws Error naming the entity and the fix, where its rows cannot be looked after */
export function sqlModel(entry: AnySqlEntity, dialect: SqlDialect): SqlModel {
  const { table, lastModified } = entry;
  const entity = entry.entity as Type;
  const columns: Record<string, string | undefined> = entry.columns;
  const isXmin = entry.version === xmin;
  const version = entry.version === xmin ? XMIN : entry.version;
  const type = typeOf(isXmin ? 'text' : (entry.versionType ?? 'integer'));
  const key = Object.fromEntries(
    Object.entries(entry.key as Record<string, ColumnKind | ColumnType>).map(([name, of]) => [
      name,
      typeOf(of),
    ]),
  );
  const mistake = (text: string) =>
    new Error(
      explained('entity-not-looked-after', `EtagSqlModule cannot look after ${entity.name}: ${text}.`),
    );
  if (isXmin && dialect !== 'postgres')
    throw mistake('its database is not PostgreSQL, and has no xmin. Name a column as its version');
  if (Object.keys(key).length === 0)
    throw mistake("it has no key. Name its columns: { key: { id: 'integer' } }");
  const needed = [...Object.keys(key), ...(isXmin ? [] : [version]), ...(lastModified ? [lastModified] : [])];
  const unknown = needed.find((name) => columns[name] === undefined);
  if (unknown !== undefined)
    throw mistake(`"columns" has no "${unknown}". Add it, with the name of its column`);
  if (!['integer', 'uuid', 'bytes', 'text'].includes(type.kind))
    throw mistake(`its version is a ${type.kind}. Use an integer, uuid, bytes or text column`);
  const quoted = quoterFor(dialect);
  const named = { ...columns, ...(isXmin ? { [XMIN]: XMIN } : {}) } as Record<string, string>;
  const names = mapped(named, (_, column) => quoted(column));
  return {
    entity,
    table: table.split('.').map(quoted).join('.'),
    names,
    selected: mapped(names, (property, name) => {
      const read = isXmin && property === XMIN ? `CAST(${name} AS text)` : name;
      return `${read} AS ${quoted(property)}`;
    }),
    isXmin,
    version: type,
    key,
    columns: new Set(Object.keys(names)),
    description: {
      version,
      key: Object.keys(key),
      lastModified,
      numbers: Object.keys(key).filter((name) => key[name]!.kind === 'integer'),
    },
  };
}

function quoterFor(dialect: SqlDialect): (name: string) => string {
  const mark = dialect === 'mysql' ? '`' : '"';
  return (name) => `${mark}${name.replaceAll(mark, mark + mark)}${mark}`;
}

function mapped(
  record: Readonly<Record<string, string>>,
  textOf: (property: string, text: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([name, text]) => [name, textOf(name, text)]));
}

function typeOf(type: ColumnKind | ColumnType): ColumnType {
  return typeof type === 'string' ? { kind: type } : type;
}
