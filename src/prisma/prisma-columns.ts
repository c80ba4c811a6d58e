import type { ColumnType } from '../versioned/column-text.js';
import { membersIn, type SchemaField } from './schema-text.js';

type OfField = (field: SchemaField, schema: string) => ColumnType;

/** How many bits an integer has, where that is not 32. */
const BITS: Readonly<Record<string, number>> = { TinyInt: 8, SmallInt: 16, MediumInt: 24 };

const KINDS: Readonly<Record<string, OfField>> = {
  Int: ({ native = '' }) => ({ kind: 'integer', bits: BITS[native] ?? 32 }),
  BigInt: () => ({ kind: 'integer', bits: 64 }),
  String: ({ native }) => ({ kind: native === 'Uuid' ? 'uuid' : 'text' }),
  DateTime: () => ({ kind: 'timestamp' }),
  Boolean: () => ({ kind: 'boolean' }),
  Decimal: () => ({ kind: 'decimal' }),
  Float: () => ({ kind: 'decimal' }),
  Bytes: () => ({ kind: 'bytes' }),
};

/** How a text is read as a value of a field. */
export function typeOfField(field: SchemaField, schema: string): ColumnType {
  const known = KINDS[field.type];
  if (known) return known(field, schema);
  return { kind: 'enum', members: membersIn(schema, field.type) ?? [] };
}

/** Prisma takes an integer only as the type of its field, never as text. */
export function asHeld(type: string | undefined, value: unknown): unknown {
  if (typeof value !== 'string' && typeof value !== 'number') return value;
  if (type === 'BigInt') return BigInt(value);
  return type === 'Int' || type === 'Float' ? Number(value) : value;
}
