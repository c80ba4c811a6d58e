import type { EntityProperty } from '@mikro-orm/core';
import type { ColumnKind, ColumnType } from '../versioned/column-text.js';

/** By the name of the type in the database, without its length. */
const INTEGER_BITS: Readonly<Record<string, number>> = {
  tinyint: 8,
  smallint: 16,
  smallserial: 16,
  mediumint: 24,
  int: 32,
  integer: 32,
  serial: 32,
  bigint: 64,
  bigserial: 64,
};

const KINDS: readonly (readonly [RegExp, ColumnKind])[] = [
  [/^(decimal|numeric|double|real|float|money)/, 'decimal'],
  [/^(timestamp|datetime)/, 'timestamp'],
  [/^date/, 'date'],
  [/^uuid/, 'uuid'],
  [/^(bytea|(tiny|medium|long)?blob|(var)?binary)/, 'bytes'],
];

/** How a text is read as a value of a property's column. */
export function typeOf({ columnTypes, runtimeType, items }: EntityProperty): ColumnType {
  const name = columnTypes[0]!.toLowerCase();
  const bits = INTEGER_BITS[/^\w+/.exec(name)![0]];
  if (items) return { kind: 'enum', members: items };
  if (runtimeType === 'boolean') return { kind: 'boolean' };
  if (bits !== undefined) return { kind: 'integer', bits, unsigned: name.includes('unsigned') };
  return { kind: KINDS.find(([of]) => of.test(name))?.[1] ?? 'text' };
}
