import { encodeOpaque } from '../rfc9110/index.js';
import { textOf } from './text-of.js';

/** Stands between the texts of several columns; escaped inside them, so that no two lists give one text. */
const SEPARATOR = '~';

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
