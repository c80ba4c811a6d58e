/**
 * The preconditions of a request, read once from its header fields (13.1).
 *
 * Examples: `If-Match: "42"`, `If-None-Match: *`, `If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT`
 */
import { modificationDate, type CurrentState } from './current-state.js';
import { parseEntityTagList, type EntityTagList } from './entity-tag-list.js';
import { parseHttpDate } from './http-date.js';

/** Header fields by lower-cased name, as in Node's `IncomingHttpHeaders`. */
export type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** The preconditions of one request. A member is absent where its field is absent or holds no valid date. */
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
 * Lines of If-Match and If-None-Match that repeat make one list (5.3). A date cannot be a list: on several lines it is no
 * valid date. An invalid date is left out (13.1.3, 13.1.4). A malformed list is not, since a precondition that cannot be
 * read must never pass for one that was not there.
 *
 * @param headers by lower-cased name
 * @param now epoch milliseconds, for dates with two-digit years; the present by default
 * @returns {@link NO_PRECONDITIONS} itself where the request has none of the four fields
 * @example
 * parsePreconditions({ 'if-match': '"42"' }).ifMatch; // { kind: 'tags', tags: [{ weak: false, opaque: '42' }] }
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1
 */
export function parsePreconditions(headers: RequestHeaders, now?: number): Preconditions {
  const ifMatch = joinLines(headers['if-match']);
  const ifUnmodifiedSince = onlyLine(headers['if-unmodified-since']);
  const ifNoneMatch = joinLines(headers['if-none-match']);
  const ifModifiedSince = onlyLine(headers['if-modified-since']);
  // Most requests are unconditional.
  if ((ifMatch ?? ifUnmodifiedSince ?? ifNoneMatch ?? ifModifiedSince) === undefined) return NO_PRECONDITIONS;
  // Most that are conditional have this field alone: an empty object would take room for four.
  const preconditions: Draft =
    ifNoneMatch === undefined ? {} : { ifNoneMatch: parseEntityTagList(ifNoneMatch) };
  if (ifMatch !== undefined) preconditions.ifMatch = parseEntityTagList(ifMatch);
  const unmodifiedSince = ifUnmodifiedSince && parseHttpDate(ifUnmodifiedSince, now);
  if (typeof unmodifiedSince === 'number') preconditions.ifUnmodifiedSince = unmodifiedSince;
  const modifiedSince = ifModifiedSince && parseHttpDate(ifModifiedSince, now);
  if (typeof modifiedSince === 'number') preconditions.ifModifiedSince = modifiedSince;
  return preconditions;
}

/**
 * True where a request has a precondition of any kind.
 * @example
 * isConditional(parsePreconditions({ 'if-none-match': '"42"' })); // true
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13
 */
export function isConditional(preconditions: Preconditions): boolean {
  const { ifMatch, ifNoneMatch, ifUnmodifiedSince, ifModifiedSince } = preconditions;
  return (ifMatch ?? ifNoneMatch ?? ifUnmodifiedSince ?? ifModifiedSince) !== undefined;
}

/**
 * True where at least one precondition protects a write against a change of the current state, as 428 (Precondition
 * Required) asks for.
 *
 * If-Match always does. If-None-Match does unless its list is empty, which any state satisfies. If-Unmodified-Since
 * does where the modification date is known, or no `state` is given. If-Modified-Since never does (13.1.3). A malformed
 * field counts, since it is refused as such.
 *
 * @param state the current state, where it has been looked up already
 * @example
 * guardsWrite(parsePreconditions({ 'if-match': '"42"' })); // true
 * guardsWrite(parsePreconditions({ 'if-modified-since': 'Sun, 06 Nov 1994 08:49:37 GMT' })); // false
 * @see https://www.rfc-editor.org/rfc/rfc6585#section-3
 */
export function guardsWrite(preconditions: Preconditions, state?: CurrentState): boolean {
  const { ifMatch, ifNoneMatch, ifUnmodifiedSince } = preconditions;
  const isEmptyList = ifNoneMatch?.kind === 'tags' && ifNoneMatch.tags.length === 0;
  if (ifMatch !== undefined || (ifNoneMatch !== undefined && !isEmptyList)) return true;
  return ifUnmodifiedSince !== undefined && (state === undefined || modificationDate(state) !== undefined);
}

type Draft = { -readonly [Field in keyof Preconditions]: Preconditions[Field] };

function joinLines(field: string | string[] | undefined): string | undefined {
  if (!Array.isArray(field)) return field;
  return field.length === 0 ? undefined : field.join(', ');
}

function onlyLine(field: string | string[] | undefined): string | undefined {
  if (!Array.isArray(field)) return field;
  return field.length === 1 ? field[0] : undefined;
}
