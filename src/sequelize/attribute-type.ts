import type { ModelAttributeColumnOptions } from 'sequelize';
import type { ColumnKind, ColumnType } from '../versioned/column-text.js';

/** What Sequelize says of a type, by the name that the type has in every dialect. */
interface DataType {
  readonly key?: string;
  readonly options?: { readonly unsigned?: boolean };
  readonly values?: readonly unknown[];
}

const INTEGER_BITS: Readonly<Record<string, number>> = {
  TINYINT: 8,
  SMALLINT: 16,
  MEDIUMINT: 24,
  INTEGER: 32,
  BIGINT: 64,
};

/** The other types that are not text. */
const KINDS: Readonly<Record<string, ColumnKind>> = {
  DECIMAL: 'decimal',
  NUMBER: 'decimal',
  FLOAT: 'decimal',
  REAL: 'decimal',
  'DOUBLE PRECISION': 'decimal',
  DATE: 'timestamp',
  DATEONLY: 'date',
  UUID: 'uuid',
  BLOB: 'bytes',
  BOOLEAN: 'boolean',
  ENUM: 'enum',
};

/** How a text is read as a value of an attribute. PostgreSQL has no integer without a sign. */
export function typeOf({ type }: ModelAttributeColumnOptions, isPostgres: boolean): ColumnType {
  const { options = {}, values } = type as DataType;
  const key = typeName({ type });
  const bits = INTEGER_BITS[key];
  if (bits !== undefined) return { kind: 'integer', bits, unsigned: !isPostgres && options.unsigned };
  return { kind: KINDS[key] ?? 'text', members: values };
}

/** `INTEGER`, `DATE`, … */
export function typeName({ type }: ModelAttributeColumnOptions): string {
  return (type as DataType).key ?? String(type);
}
