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

/** What is kept of a response: fields as they were sent, and the versions it was made under. */
export interface Entry {
  readonly fields: RememberedFields;
  readonly versions: readonly string[];
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

/** An entry with what it says of the resource. */
export interface KnownEntry extends Entry {
  readonly state: CurrentState & Validators & { readonly kind: 'present' };
}

/** Of values that are returned again and again. */
const known = new WeakMap<object, KnownEntry>();

/**
 * An entry that was made under these versions; undefined for any other value.
 * @param isSame whether the store returns the same object again and again, so that it need be read only once
 */
export function entryUnder(
  value: unknown,
  versions: readonly (string | undefined)[],
  isSame: boolean,
): KnownEntry | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const entry = isSame ? (known.get(value) ?? readOnce(value)) : read(value);
  if (entry?.versions.length !== versions.length) return undefined;
  return versions.every((version, at) => version && version === entry.versions[at]) ? entry : undefined;
}

function readOnce(value: object): KnownEntry | undefined {
  const entry = read(value);
  if (entry) known.set(value, entry);
  return entry;
}

function read(value: { readonly [K in keyof Entry]?: unknown }): KnownEntry | undefined {
  const { fields, versions } = value;
  if (!Array.isArray(versions) || !isFields(fields)) return undefined;
  return { fields, versions, state: { kind: 'present', ...validatorsIn(fields) } };
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
