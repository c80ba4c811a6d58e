import { Logger } from '@nestjs/common';
import type { Column, Table } from 'drizzle-orm';
import { explained } from '../util/explained.js';
import type { EntityModel } from '../versioned/statements.interface.js';
import { columnsOf, dataTypeOf, isMySql, keyOf, typeOf, type Columns } from './drizzle-columns.js';
import type { DrizzleEntity } from './drizzle-entity.interface.js';

export interface DrizzleModel extends EntityModel {
  readonly table: Table;
  readonly column: Columns;
  /** Whether the database returns what it wrote. */
  readonly returns: boolean;
  /** The column of the modification date, where we have to give it the time. */
  readonly stamped: string | undefined;
}

const VERSIONS: ReadonlySet<string> = new Set(['integer', 'uuid', 'text']);

/** @throws Error naming the entity and the fix, where its rows cannot be looked after */
export function drizzleModel(entry: DrizzleEntity): DrizzleModel {
  const { entity, table, version = 'version', hasTrigger = false } = entry;
  const column = columnsOf(table);
  const mistake = (text: string) =>
    new Error(
      explained('entity-not-looked-after', `EtagDrizzleModule cannot look after ${entity.name}: ${text}.`),
    );
  const key = keyOf(table);
  if (key.length === 0) throw mistake('its table has no primary key. Add primaryKey()');
  const counted = column[version];
  if (!counted)
    throw mistake(`its table has no column "${version}". Add one, or name its version: { version }`);
  const type = typeOf(counted);
  if (!VERSIONS.has(type.kind) || isCustom(counted))
    throw mistake(`its version "${version}" is a ${counted.columnType}. Use an integer, uuid or text column`);
  const lastModified = entry.lastModified ?? ('updatedAt' in column ? 'updatedAt' : undefined);
  if (lastModified !== undefined && !column[lastModified])
    throw mistake(`its table has no column "${lastModified}". Name a property that is a column`);
  if (!hasTrigger && !counted.onUpdateFn) warn(entity.name, version);
  const stamped = lastModified !== undefined && isStamped(column[lastModified]!) ? lastModified : undefined;
  return {
    entity,
    table,
    column,
    version: type,
    returns: !isMySql(table),
    stamped,
    key: Object.fromEntries(key.map((name) => [name, typeOf(column[name]!)])),
    columns: new Set(Object.keys(column)),
    description: {
      version,
      key,
      lastModified,
      numbers: Object.keys(column).filter((name) =>
        ['integer', 'decimal'].includes(typeOf(column[name]!).kind),
      ),
    },
  };
}

/** What a custom type makes of a value is its own. */
function isCustom(column: Column): boolean {
  return dataTypeOf(column) === 'custom';
}

/** With `$onUpdate()` Drizzle gives it the time; a text has a format of the application's. */
function isStamped(column: Column): boolean {
  return dataTypeOf(column) === 'date' && !column.onUpdateFn;
}

function warn(entity: string, version: string): void {
  const logger = new Logger('EtagDrizzleModule');
  logger.warn(
    explained(
      'version-not-counted',
      `A db.update() of the application's own does not give ${entity} a new version, so that its tags stay the same. ` +
        `Add .$onUpdate(() => sql\`\${table.${version}} + 1\`) to "${version}", or a trigger, and say { hasTrigger: true }.`,
    ),
  );
}
