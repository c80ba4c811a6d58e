import type { RememberedFields } from '../request/exchange.js';
import {
  forbidsStore,
  mergeVary,
  parseEntityTag,
  parseHttpDate,
  type CurrentState,
} from '../rfc9110/index.js';
import type { Validators } from '../tags/validators.js';
import type { SentFields } from './sent-head.js';

/** What is kept of a response: fields as they were sent, and the generations it was made under. */
export interface Remembered {
  readonly fields: RememberedFields;
  readonly generations: readonly string[];
}

/** What a 304 carries as the 200 would have (RFC 9110, 15.4.5); `Date` is its own. */
const KEPT = ['ETag', 'Last-Modified', 'Cache-Control', 'Content-Location', 'Expires', 'Vary'];
/** Characters of all fields together. Some are made of the URL, and what is kept must not grow with it. */
const LONGEST = 4_096;

/**
 * What is worth keeping of a response to GET, by its head: a string says why nothing is, empty where that is nobody's
 * mistake.
 *
 * @param selecting names, in lower case, of the request fields that are part of its key
 */
export function fieldsToKeep(head: SentFields, selecting: readonly string[]): RememberedFields | string {
  if (parseEntityTag(head.get('etag') ?? '') === undefined || head.has('set-cookie')) return '';
  if (forbidsStore(head.get('cache-control') ?? '')) return '';
  const others = namesIn(head.get('vary')).filter((name) => !selecting.includes(name));
  if (others.length > 0)
    return `its responses vary by ${others.join(', ')}, which its "vary" does not name: add it there`;
  const fields = KEPT.flatMap((name) => {
    const value = head.get(name.toLowerCase());
    return value === undefined ? [] : [[name, value] as const];
  });
  return fields.flat().join('').length > LONGEST ? '' : fields;
}

function namesIn(vary: string | undefined): string[] {
  return mergeVary(vary, []).toLowerCase().split(', ').filter(Boolean);
}

/** What an entry says, if it is one. */
export interface Reading extends Remembered {
  readonly state: CurrentState & Validators & { readonly kind: 'present' };
}

/** Of entries that are returned again and again. */
const readings = new WeakMap<object, Reading>();

/**
 * An entry that was made under these generations; undefined for any other value.
 * @param isSame whether the store returns the same object again and again, so that it need be read only once
 */
export function readUnder(
  entry: unknown,
  generations: readonly string[],
  isSame: boolean,
): Reading | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const reading = isSame ? (readings.get(entry) ?? readOnce(entry)) : read(entry);
  if (reading?.generations.length !== generations.length) return undefined;
  return generations.every((generation, at) => generation === reading.generations[at]) ? reading : undefined;
}

function readOnce(entry: object): Reading | undefined {
  const reading = read(entry);
  if (reading) readings.set(entry, reading);
  return reading;
}

function read(entry: { readonly [K in keyof Remembered]?: unknown }): Reading | undefined {
  const { fields, generations } = entry;
  if (!Array.isArray(generations) || !isFields(fields)) return undefined;
  return { fields, generations, state: { kind: 'present', ...validatorsIn(fields) } };
}

function isFields(value: unknown): value is RememberedFields {
  if (!Array.isArray(value)) return false;
  return value.every(
    (field: unknown) =>
      Array.isArray(field) && KEPT.includes(field[0] as string) && typeof field[1] === 'string',
  );
}

function validatorsIn(fields: RememberedFields): Validators {
  const { ETag: etag, 'Last-Modified': date } = Object.fromEntries(fields) as Partial<Record<string, string>>;
  return {
    etag: etag === undefined ? undefined : parseEntityTag(etag),
    lastModified: date === undefined ? undefined : parseHttpDate(date),
  };
}
