/**
 * The preconditions of a request, read once from its header fields.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1
 *
 * ```text
 * If-Match            = "*" / #entity-tag
 * If-None-Match       = "*" / #entity-tag
 * If-Modified-Since   = HTTP-date
 * If-Unmodified-Since = HTTP-date
 * ```
 *
 * Examples: `If-Match: "42"`, `If-None-Match: *`, `If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT`
 */
import { parseEntityTagList } from './entity-tag-list.js';
import type { EntityTagList } from './entity-tag-list.js';
import { parseHttpDate } from './http-date.js';

/** Header fields by lower-cased name, as in Node's `IncomingHttpHeaders`. */
export type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** What a request made conditional on. A member is absent where its field is, or where that holds no valid date. */
export interface Preconditions {
  readonly ifMatch?: EntityTagList;
  /** Epoch milliseconds. */
  readonly ifUnmodifiedSince?: number;
  readonly ifNoneMatch?: EntityTagList;
  /** Epoch milliseconds. */
  readonly ifModifiedSince?: number;
}

/** The preconditions of a request that has none: one frozen object for all of them. */
export const NO_PRECONDITIONS: Preconditions = Object.freeze({});

/**
 * Reads the four precondition fields of a request.
 *
 * Lines of If-Match and If-None-Match that repeat make one list (5.3). Of a date, which cannot be a list, the first
 * line counts, as it does in Node. A date that is none is left out (13.1.3, 13.1.4); a malformed list is not, since
 * a precondition that cannot be read must never pass for one that was not there.
 *
 * @param headers by lower-cased name
 * @param now epoch milliseconds, for dates with two-digit years; the present by default
 * @returns {@link NO_PRECONDITIONS} itself where the request has none of the four fields
 *
 * @example
 * parsePreconditions({ 'if-match': '"42"' }).ifMatch; // { kind: 'tags', tags: [{ weak: false, opaque: '42' }] }
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1
 */
export function parsePreconditions(headers: RequestHeaders, now?: number): Preconditions {
  const ifMatch = joinLines(headers['if-match']);
  const ifUnmodifiedSince = firstLine(headers['if-unmodified-since']);
  const ifNoneMatch = joinLines(headers['if-none-match']);
  const ifModifiedSince = firstLine(headers['if-modified-since']);
  // Most requests are unconditional: they cost four look-ups and no allocation.
  if ((ifMatch ?? ifUnmodifiedSince ?? ifNoneMatch ?? ifModifiedSince) === undefined) return NO_PRECONDITIONS;
  const preconditions: Draft = {};
  if (ifMatch !== undefined) preconditions.ifMatch = parseEntityTagList(ifMatch);
  if (ifNoneMatch !== undefined) preconditions.ifNoneMatch = parseEntityTagList(ifNoneMatch);
  const unmodifiedSince = parseDate(ifUnmodifiedSince, now);
  if (unmodifiedSince !== undefined) preconditions.ifUnmodifiedSince = unmodifiedSince;
  const modifiedSince = parseDate(ifModifiedSince, now);
  if (modifiedSince !== undefined) preconditions.ifModifiedSince = modifiedSince;
  return preconditions;
}

/**
 * True where a request has a precondition of any kind.
 *
 * @example
 * isConditional(parsePreconditions({ 'if-none-match': '"42"' })); // true
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13
 */
export function isConditional(preconditions: Preconditions): boolean {
  const { ifMatch, ifNoneMatch, ifUnmodifiedSince, ifModifiedSince } = preconditions;
  return (ifMatch ?? ifNoneMatch ?? ifUnmodifiedSince ?? ifModifiedSince) !== undefined;
}

type Draft = { -readonly [Field in keyof Preconditions]: Preconditions[Field] };

function joinLines(field: string | string[] | undefined): string | undefined {
  if (!Array.isArray(field)) return field;
  return field.length === 0 ? undefined : field.join(', ');
}

function firstLine(field: string | string[] | undefined): string | undefined {
  return Array.isArray(field) ? field[0] : field;
}

function parseDate(field: string | undefined, now: number | undefined): number | undefined {
  return field === undefined ? undefined : parseHttpDate(field, now);
}
