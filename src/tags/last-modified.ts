import type { LastModifiedSource, TimestampValue } from '../options/tag.interface.js';
import { isHttpDate } from '../rfc9110/index.js';
import { CollectionState } from './collection.tagger.js';

/** Finds the modification date of an entity, in epoch milliseconds; undefined where it has none. */
export type LastModifiedOf = (entity: unknown) => number | undefined;

/**
 * A property says nothing of a collection: the newest item's date stays the same when another item is deleted. A function
 * may still date a collection.
 */
export function lastModifiedOf(source: LastModifiedSource<unknown>): LastModifiedOf {
  if (typeof source === 'function') {
    return (entity) => (entity instanceof CollectionState ? undefined : milliseconds(source(entity)));
  }
  return (entity) => {
    if (typeof entity !== 'object' || entity === null || Array.isArray(entity)) return undefined;
    return milliseconds((entity as Record<string, TimestampValue>)[source]);
  };
}

function milliseconds(value: TimestampValue): number | undefined {
  const time = timeOf(value);
  return isHttpDate(time) ? time : undefined;
}

/** NaN for what is no date, whatever it is: a column of dates may hold a bigint, or an object that has no value. */
function timeOf(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' && (typeof value !== 'object' || value === null)) return Number.NaN;
  // An asynchronous function has no say in a date, but its failure must not end the process.
  if (value instanceof Promise) value.catch(() => undefined);
  try {
    return new Date(value as Date | string).getTime();
  } catch {
    return Number.NaN;
  }
}
