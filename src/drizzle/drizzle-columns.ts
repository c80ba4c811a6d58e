import { getTableColumns, is, type Column, type Table } from 'drizzle-orm';
import { getTableConfig as ofMySql, MySqlTable } from 'drizzle-orm/mysql-core';
import { getTableConfig as ofPostgres, PgTable } from 'drizzle-orm/pg-core';
import { getTableConfig as ofSqlite, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { ColumnType } from '../versioned/column-text.js';

/** Columns by property. */
export type Columns = Readonly<Record<string, Column>>;

/** How many bits an integer has, by Drizzle's own name of its type. */
const INTEGER_BITS: readonly (readonly [RegExp, number])[] = [
  [/TinyInt$/, 8],
  [/Small(Int|Serial)$/, 16],
  [/MediumInt$/, 24],
  // Without a number it is a numeric, of which more than a bigint is rarely asked for.
  // Drizzle 1 may read a bigint as text.
  [/Big(Int|Serial)(64|String)?$/, 64],
  [/(Big(Int|Serial)53|^MySqlSerial|^SQLiteInteger)$/, 53],
  [/(Int|Integer|Serial)$/, 32],
];

export function columnsOf(table: Table): Columns {
  return getTableColumns(table) as Columns;
}

/** The properties of the primary key, whether it stands at a column or at the table. */
export function keyOf(table: Table): string[] {
  const columns = Object.entries(columnsOf(table));
  const atTable = primaryKeyNames(table);
  return columns
    .filter(([, { primary, name }]) => primary || atTable.has(name))
    .map(([property]) => property);
}

/** Columns of a key are other objects than those of the table, so that their names are compared. */
function primaryKeyNames(table: Table): Set<string> {
  if (is(table, PgTable)) return new Set(ofPostgres(table).primaryKeys.flatMap(namesIn));
  if (is(table, MySqlTable)) return new Set(ofMySql(table).primaryKeys.flatMap(namesIn));
  return new Set(is(table, SQLiteTable) ? ofSqlite(table).primaryKeys.flatMap(namesIn) : []);
}

function namesIn({ columns }: { readonly columns: readonly Column[] }): string[] {
  return columns.map(({ name }) => name);
}

/** `number`, `date`, `custom`, …: Drizzle 0.45 says "date" where Drizzle 1 says "object date", and "number" for "number int32". */
export function dataTypeOf(column: Column): string {
  const [type = '', detail = ''] = (column.dataType as string).split(' ');
  return type === 'object' ? detail : type;
}

export function isMySql(table: Table): boolean {
  return is(table, MySqlTable);
}

/** How a text is read as a value of a column; what Drizzle has no type of its own for is text. */
export function typeOf(column: Column): ColumnType {
  const { columnType } = column;
  const dataType = dataTypeOf(column);
  const bits = INTEGER_BITS.find(([pattern]) => pattern.test(columnType))?.[1];
  if (bits !== undefined)
    return { kind: 'integer', bits, unsigned: column.getSQLType().endsWith(' unsigned') };
  if (columnType.endsWith('UUID')) return { kind: 'uuid' };
  if (dataType === 'date') return { kind: 'timestamp' };
  if (dataType === 'boolean') return { kind: 'boolean' };
  if (dataType === 'number' || dataType === 'bigint' || /Numeric|Decimal/.test(columnType))
    return { kind: 'decimal' };
  if (column.enumValues) return { kind: 'enum', members: column.enumValues };
  return { kind: 'text' };
}

/** An integer of 64 bits is a bigint to Drizzle. */
export function asHeld(column: Column, value: unknown): unknown {
  return dataTypeOf(column) === 'bigint' && typeof value === 'string' ? BigInt(value) : value;
}
