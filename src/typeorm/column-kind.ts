import type { EntityMetadata } from 'typeorm';

/** What TypeORM knows of a column; it exports the type under no name of its own. */
export type ColumnMetadata = EntityMetadata['columns'][number];

export type ColumnKind =
  'integer' | 'decimal' | 'timestamp' | 'date' | 'uuid' | 'bytes' | 'boolean' | 'enum' | 'text';

/** How many bits an integer type has. TypeORM makes the 32-bit type of the class Number. */
const INTEGER_BITS: Readonly<Record<string, number>> = {
  tinyint: 8,
  smallint: 16,
  int2: 16,
  mediumint: 24,
  number: 32,
  int: 32,
  integer: 32,
  int4: 32,
  bigint: 64,
  int8: 64,
};

/** The types that are not text, by what TypeORM calls them; the classes of JavaScript in angle brackets. */
const KINDS: readonly (readonly [RegExp, ColumnKind])[] = [
  [/^(numeric|decimal|dec|fixed|real|float[48]?|double( precision)?)$/, 'decimal'],
  [/^(timestamp(tz)?|timestamp (with|without) time zone|datetime|<date>)$/, 'timestamp'],
  [/^date$/, 'date'],
  [/^uuid$/, 'uuid'],
  [/^(bytea|binary|varbinary|(tiny|medium|long)?blob|<(buffer|uint8array)>)$/, 'bytes'],
  [/^(bool(ean)?|<boolean>)$/, 'boolean'],
  [/^(simple-)?enum$/, 'enum'],
];

export function kindOf(column: ColumnMetadata): ColumnKind {
  if (integerBits(column) !== undefined) return 'integer';
  const { type } = column;
  const name = typeof type === 'function' ? `<${type.name.toLowerCase()}>` : type;
  return KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? 'text';
}

/** Undefined for what is no integer. */
export function integerBits({ type }: ColumnMetadata): number | undefined {
  return INTEGER_BITS[type === Number ? 'number' : String(type)];
}
