import type { Driver } from 'typeorm';
import { textOf } from '../tags/text-of.js';
import { integerBits, kindOf, type ColumnKind, type ColumnMetadata } from './column-kind.js';

type Reader = (text: string, column: ColumnMetadata) => unknown;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Years that every database has. */
const DATE = /^(?!0000)\d{4}-\d{2}-\d{2}/;
/** What fits into the smallest of the types with a decimal point. */
const DECIMAL = /^-?\d{1,30}(\.\d{1,30})?$/;

const READERS: Readonly<Record<ColumnKind, Reader>> = {
  integer,
  decimal: (text) => (DECIMAL.test(text) ? text : undefined),
  timestamp: (text) => (isDate(text) ? new Date(text) : undefined),
  date: (text) => (isDate(text) && new Date(text).toISOString().startsWith(`${text}T`) ? text : undefined),
  uuid: (text) => (UUID.test(text) ? text.toLowerCase() : undefined),
  bytes: (text) => (/^([0-9a-f]{2})*$/i.test(text) ? Buffer.from(text, 'hex') : undefined),
  boolean: (text) => (text === 'true' || text === 'false' ? text === 'true' : undefined),
  enum: (text, column) => column.enum?.find((member) => String(member) === text),
  // PostgreSQL has no character of number zero.
  text: (text) => (text.includes('\0') ? undefined : text),
};

/** Reads a key from a URL, as the entity holds it. Undefined where the column could have no such value. */
export function keyFromText(text: string, column: ColumnMetadata, driver: Driver): unknown {
  const [value] = storedValues(text, column, driver);
  return value === undefined ? undefined : driver.prepareHydratedValue(value, column);
}

/**
 * Reads a version back from its tag, as the database takes it. Undefined where the text is not the one that a value
 * has: `"01"` is another tag than `"1"`.
 */
export function versionFromText(text: string, column: ColumnMetadata, driver: Driver): unknown {
  return storedValues(text, column, driver).find(
    (value) => textOf(driver.prepareHydratedValue(value, column)) === text,
  );
}

/** What a text may stand for in the database. With a transformer, it is of the entity's value or of the column's own. */
function storedValues(text: string, column: ColumnMetadata, driver: Driver): unknown[] {
  const texts = column.transformer ? [textToStore(text, column, driver), text] : [text];
  const read = READERS[kindOf(column)];
  return texts
    .map((stored) => (stored === undefined ? undefined : read(stored, column)))
    .filter((value) => value !== undefined);
}

function textToStore(text: string, column: ColumnMetadata, driver: Driver): string | undefined {
  try {
    return textOf(driver.preparePersistentValue(text, column));
  } catch {
    return undefined; // The transformer takes something else than text.
  }
}

function integer(text: string, column: ColumnMetadata): number | string | undefined {
  if (!/^-?\d{1,20}$/.test(text)) return undefined;
  const bits = integerBits(column)!;
  // TypeORM gives a bigint as text, since a number of JavaScript would lose digits.
  if (bits === 64) return isInRange(BigInt(text), column) ? String(BigInt(text)) : undefined;
  const [value, smallest] = [Number(text), column.unsigned ? 0 : -(2 ** (bits - 1))];
  return value >= smallest && value < smallest + 2 ** bits ? value : undefined;
}

function isInRange(value: bigint, { unsigned }: ColumnMetadata): boolean {
  return value === (unsigned ? BigInt.asUintN(64, value) : BigInt.asIntN(64, value));
}

function isDate(text: string): boolean {
  return DATE.test(text) && !Number.isNaN(Date.parse(text));
}
