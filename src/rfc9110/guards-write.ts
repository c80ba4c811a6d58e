/**
 * Whether a write is protected at all, as 428 (Precondition Required) wants it to be.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6585#section-3
 */
import { modificationDate } from './current-state.js';
import type { CurrentState } from './current-state.js';
import type { Preconditions } from './preconditions.js';

/**
 * True where at least one precondition stands between a write and the current state.
 *
 * If-Match always does. If-None-Match does unless its list is empty, which any state satisfies. If-Unmodified-Since
 * does where the modification date it is compared with is known; without a `state` it gets the benefit of the
 * doubt. If-Modified-Since never does (13.1.3). A malformed field counts, since it is refused as such.
 *
 * @param state the current state, where it has been looked up already
 *
 * @example
 * guardsWrite(parsePreconditions({ 'if-match': '"42"' })); // true
 * guardsWrite(parsePreconditions({ 'if-modified-since': 'Sun, 06 Nov 1994 08:49:37 GMT' })); // false
 *
 * @see https://www.rfc-editor.org/rfc/rfc6585#section-3
 */
export function guardsWrite(preconditions: Preconditions, state?: CurrentState): boolean {
  const { ifMatch, ifNoneMatch, ifUnmodifiedSince } = preconditions;
  if (ifMatch !== undefined) return true;
  if (ifNoneMatch !== undefined && !(ifNoneMatch.kind === 'tags' && ifNoneMatch.tags.length === 0))
    return true;
  return ifUnmodifiedSince !== undefined && (state === undefined || modificationDate(state) !== undefined);
}
