import type { EntityDescription } from './entity-adapter.interface.js';

type Values = Readonly<Record<string, unknown>>;

/** ISO 8601 with a zone and no more than the milliseconds of a `Date`. */
const MOMENT = /T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

/** A number in plain decimal notation, as a database writes it. */
const DECIMAL = /^(-?)0*(\d+)(?:\.(\d+))?$/;

/** What may be changed of an entity: neither its key nor what every update changes anyway. */
export function changesIn(values: object, { key, version, lastModified }: EntityDescription): object {
  const theirs = new Set<string | undefined>([...key, version, lastModified]);
  return Object.fromEntries(Object.entries(values).filter(([name]) => !theirs.has(name)));
}

/**
 * Whether every change is what the row has already, as the database would see it; `undefined` is no change. In doubt
 * the answer is no: a needless write costs a version, a missing write loses the client's change.
 */
export function isUnchanged(row: object, values: object, description: EntityDescription): boolean {
  return Object.entries(changesIn(values, description)).every(([name, given]) => {
    const current = (row as Values)[name];
    if (given === undefined) return true;
    return (
      isSame(current, given) || (description.numbers?.includes(name) === true && isSameNumber(current, given))
    );
  });
}

function isSame(current: unknown, given: unknown): boolean {
  if (current === given) return true;
  if (current instanceof Date) return isSameTime(current, given);
  if (!isObject(current) || !isObject(given)) return false;
  if (current instanceof Uint8Array || given instanceof Uint8Array) return isSameBytes(current, given);
  // What it is saved as cannot be known.
  if (typeof (given as Values)['toJSON'] === 'function') return false;
  return isSameJson(current, given);
}

/** A text without a zone is another time in every zone. */
function isSameTime(current: Date, given: unknown): boolean {
  if (given instanceof Date) return given.getTime() === current.getTime();
  return typeof given === 'string' && MOMENT.test(given) && Date.parse(given) === current.getTime();
}

function isSameBytes(current: object, given: object): boolean {
  const areBytes = current instanceof Uint8Array && given instanceof Uint8Array;
  return areBytes && Buffer.compare(current, given) === 0;
}

/** In depth. The order of members does not matter. */
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

/** Whether two values of a column of numbers are one number, as `7`, `'7'` and `'7.00'` are. */
export function isSameNumber(one: unknown, other: unknown): boolean {
  const shortest = shortestOf(one);
  return shortest !== undefined && shortest === shortestOf(other);
}

function shortestOf(value: unknown): string | undefined {
  if (typeof value !== 'number' && typeof value !== 'bigint' && typeof value !== 'string') return undefined;
  const text = String(value);
  if (!DECIMAL.test(text)) return undefined;
  return text.replace(DECIMAL, (_, sign: string, whole: string, fraction = '') => {
    const digits = `${whole}.${withoutZeros(fraction)}`;
    return digits === '0.' ? digits : sign + digits;
  });
}

function withoutZeros(fraction: string): string {
  let end = fraction.length;
  while (fraction[end - 1] === '0') end -= 1;
  return fraction.slice(0, end);
}
