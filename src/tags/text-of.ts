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
