import type { EntityDescription } from './entity-adapter.interface.js';
import { isSameNumber } from './same-number.js';

type Values = Readonly<Record<string, unknown>>;

/** ISO 8601 with a zone and no more than the milliseconds of a `Date`. */
const MOMENT = /T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

/** What may be changed of an entity: not its key, nor what the database gives it with each update. */
export function changesIn(values: object, { key, version, lastModified }: EntityDescription): object {
  const theirs = new Set<string | undefined>([...key, version, lastModified]);
  return Object.fromEntries(Object.entries(values).filter(([name]) => !theirs.has(name)));
}

/**
 * Whether every change is what the row has already, as the database would see it. In doubt it is not: a write too many
 * costs a version, a write too few costs the client its change. `undefined` is no change.
 */
export function isUnchanged(row: object, values: object, description: EntityDescription): boolean {
  const { numbers = [] } = description;
  return Object.entries(changesIn(values, description)).every(([name, given]) => {
    const current = (row as Values)[name];
    if (given === undefined) return true;
    return isSame(current, given) || (numbers.includes(name) && isSameNumber(current, given));
  });
}

function isSame(current: unknown, given: unknown): boolean {
  if (current === given) return true;
  if (current instanceof Date) return isSameTime(current, given);
  if (!isObject(current) || !isObject(given)) return false;
  if (current instanceof Uint8Array || given instanceof Uint8Array) return isSameBytes(current, given);
  // What becomes of it is its own to say.
  if (typeof (given as Values)['toJSON'] === 'function') return false;
  return isSameJson(current, given);
}

/** A text without a zone would be read in the zone of whoever reads it. */
function isSameTime(current: Date, given: unknown): boolean {
  if (given instanceof Date) return given.getTime() === current.getTime();
  return typeof given === 'string' && MOMENT.test(given) && Date.parse(given) === current.getTime();
}

function isSameBytes(current: object, given: object): boolean {
  if (!(current instanceof Uint8Array && given instanceof Uint8Array)) return false;
  return Buffer.compare(current, given) === 0;
}

/** In depth, and whatever the order of the members. */
function isSameJson(current: object, given: object): boolean {
  if (Array.isArray(current) !== Array.isArray(given)) return false;
  const theirs = membersOf(given);
  if (membersOf(current).length !== theirs.length) return false;
  return theirs.every(
    ([name, value]) => Object.hasOwn(current, name) && isSame((current as Values)[name], value),
  );
}

function membersOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
