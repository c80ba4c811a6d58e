import type { EntityMetadata } from 'typeorm';
import type { ColumnKind, ColumnType } from '../versioned/column-text.js';

/** What TypeORM knows of a column; it exports the type under no name of its own. */
export type ColumnMetadata = EntityMetadata['columns'][number];

/** How many bits an integer type has. Type names are TypeORM's; classes of JavaScript stand in angle brackets. */
const INTEGER_BITS: readonly (readonly [RegExp, number])[] = [
  [/^tinyint$/, 8],
  [/^(smallint|int2)$/, 16],
  [/^mediumint$/, 24],
  [/^(int|integer|int4|<number>)$/, 32],
  [/^(bigint|int8)$/, 64],
];

/** The other types that are not text. */
const KINDS: readonly (readonly [RegExp, ColumnKind])[] = [
  [/^(numeric|decimal|dec|fixed|real|float[48]?|double( precision)?)$/, 'decimal'],
  [/^(timestamp(tz)?|timestamp (with|without) time zone|datetime|<date>)$/, 'timestamp'],
  [/^date$/, 'date'],
  [/^uuid$/, 'uuid'],
  [/^(bytea|binary|varbinary|(tiny|medium|long)?blob|<(buffer|uint8array)>)$/, 'bytes'],
  [/^(bool(ean)?|<boolean>)$/, 'boolean'],
  [/^(simple-)?enum$/, 'enum'],
];

/** Each write asks for the types of its key and its version. */
const KNOWN = new WeakMap<ColumnMetadata, ColumnType>();

export function kindOf(column: ColumnMetadata): ColumnKind {
  return columnType(column).kind;
}

/** Undefined for what is no integer. */
export function integerBits(column: ColumnMetadata): number | undefined {
  return columnType(column).bits;
}

export function columnType(column: ColumnMetadata): ColumnType {
  const known = KNOWN.get(column);
  if (known) return known;
  const type = typeOf(column);
  KNOWN.set(column, type);
  return type;
}

function typeOf(column: ColumnMetadata): ColumnType {
  const bits = lookUp(INTEGER_BITS, column);
  const kind = bits === undefined ? (lookUp(KINDS, column) ?? 'text') : 'integer';
  return { kind, bits, unsigned: column.unsigned, members: column.enum };
}

function lookUp<T>(table: readonly (readonly [RegExp, T])[], { type }: ColumnMetadata): T | undefined {
  const name = typeof type === 'function' ? `<${type.name.toLowerCase()}>` : type;
  return table.find(([pattern]) => pattern.test(name))?.[1];
}
