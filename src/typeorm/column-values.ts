import type { Driver } from 'typeorm';
import { textOf } from '../tags/text-of.js';
import { valueFromText } from '../versioned/column-text.js';
import { columnType, type ColumnMetadata } from './column-kind.js';

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
  for (const value of storedValues(text, column, driver))
    if (textOf(driver.prepareHydratedValue(value, column)) === text) return value;
  return undefined;
}

/** What a text may stand for in the database. With a transformer, it is of the entity's value or of the column's own. */
function storedValues(text: string, column: ColumnMetadata, driver: Driver): unknown[] {
  const type = columnType(column);
  const value = valueFromText(text, type);
  const own = value === undefined ? [] : [value];
  const stored = column.transformer && textToStore(text, column, driver);
  const made = stored === undefined ? undefined : valueFromText(stored, type);
  return made === undefined ? own : [made, ...own];
}

function textToStore(text: string, column: ColumnMetadata, driver: Driver): string | undefined {
  try {
    return textOf(driver.preparePersistentValue(text, column));
  } catch {
    return undefined; // The transformer takes something else than text.
  }
}
