import { encodeOpaque } from '../rfc9110/index.js';

/** Stands between the texts of several columns; escaped inside them, so that no two lists give one text. */
const SEPARATOR = '~';

/** The text of a version or tag value, the same in every process; undefined for null, NaN, an invalid date, an object. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : undefined;
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
