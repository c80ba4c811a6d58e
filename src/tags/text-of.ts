import { encodeOpaque } from '../rfc9110/index.js';

/** Stands between the texts of several columns; escaped inside them, so that no two lists give one text. */
const SEPARATOR = '~';

/**
 * The text of a version or tag value: one text for one value, the same in every process. Undefined for whatever
 * has no such text (null, NaN, an invalid date, a plain object).
 */
export function textOf(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return Number.isFinite(value) ? String(value) : undefined;
    case 'bigint':
      return String(value);
    case 'object':
      return textOfObject(value);
    default:
      return undefined;
  }
}

function textOfObject(value: object | null): string | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return undefined;
}

/** The text of one or several properties of an entity, fit for an opaque-tag; undefined where one has none. */
export function textOfColumns(entity: unknown, columns: readonly string[]): string | undefined {
  if (typeof entity !== 'object' || entity === null) return undefined;
  const texts: string[] = [];
  for (const column of columns) {
    const text = textOf((entity as Record<string, unknown>)[column]);
    if (text === undefined) return undefined;
    texts.push(encodeOpaque(text));
  }
  return texts.length === 1
    ? texts[0]
    : texts.map((text) => text.replaceAll(SEPARATOR, '%7E')).join(SEPARATOR);
}
