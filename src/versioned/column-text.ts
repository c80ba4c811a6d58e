import { textOf } from '../tags/text-of.js';

export type ColumnKind =
  'integer' | 'decimal' | 'timestamp' | 'date' | 'uuid' | 'bytes' | 'boolean' | 'enum' | 'text';

/** What a column can hold, as far as a text has to be read as a value of it. */
export interface ColumnType {
  readonly kind: ColumnKind;
  /** How many bits an integer has. Default: 32. */
  readonly bits?: number | undefined;
  /** Whether an integer has no sign. Default: `false`. */
  readonly unsigned?: boolean | undefined;
  /** The values of an enum. */
  readonly members?: readonly unknown[] | undefined;
}

type Reader = (text: string, type: ColumnType) => unknown;

const INTEGER = /^-?\d{1,20}$/;
/** So many characters may be more than a number holds exactly. */
const EXACT = 16;
/** Powers of two that a number holds exactly, by their exponents: to raise one takes several times as long. */
const POWERS = Array.from({ length: 54 }, (_, exponent) => 2 ** exponent);
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
  enum: (text, { members }) => members?.find((member) => String(member) === text),
  // PostgreSQL has no character of number zero.
  text: (text) => (text.includes('\0') ? undefined : text),
};

/**
 * Reads a text from a URL or a tag as a value of a column. Undefined where the column could have no such value, so that
 * a database is never asked for it. An integer of 64 bits stays text, since a number would lose digits.
 */
export function valueFromText(text: string, type: ColumnType): unknown {
  return READERS[type.kind](text, type);
}

/**
 * Whether a column can have this value at all. A database answers an error for a number beyond a column's range and for
 * what is no uuid, where a client that asks for such a row has to be told that there is none.
 */
export function canHold(type: ColumnType, value: unknown): boolean {
  const text = type.kind === 'integer' || type.kind === 'uuid' ? textOf(value) : undefined;
  return text === undefined || valueFromText(text, type) !== undefined;
}

/** The values that versions stand for. A text that is not the one a value has is none: `"01"` is another tag than `"1"`. */
export function versionsFromTexts(texts: readonly string[], type: ColumnType): unknown[] {
  return texts
    .map((text) => ({ text, value: valueFromText(text, type) }))
    .filter(({ text, value }) => textOf(value) === text)
    .map(({ value }) => value);
}

function integer(text: string, { bits = 32, unsigned = false }: ColumnType): number | string | undefined {
  if (!INTEGER.test(text)) return undefined;
  if (text.length < EXACT && bits <= 53) {
    // Each write reads two of them: numbers are several times as fast.
    const number = Number(text);
    const most = POWERS[unsigned ? bits : bits - 1]!;
    return number < most && number >= (unsigned ? 0 : -most) ? number : undefined;
  }
  const value = BigInt(text);
  if (value !== (unsigned ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value))) return undefined;
  return bits > 53 ? String(value) : Number(value);
}

function isDate(text: string): boolean {
  return DATE.test(text) && !Number.isNaN(Date.parse(text));
}
