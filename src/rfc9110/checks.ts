/**
 * The four preconditions, one check each. Every check knows when its own field is to be ignored.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1
 */
import { modificationDate, type CurrentState } from './current-state.js';
import type { EntityTagList } from './entity-tag-list.js';
import { strongEquals, weakEquals, type EntityTag } from './entity-tag.js';
import { wholeSeconds } from './http-date.js';
import type { Preconditions } from './preconditions.js';

/** Whether a precondition holds: undefined where it is ignored, since it is absent or has nothing to be compared with. */
type Check = boolean | undefined;

/** True for the methods that 304 can answer. */
export function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1 */
export function checkIfMatch({ ifMatch }: Preconditions, state: CurrentState, weakIfMatch = false): Check {
  if (ifMatch === undefined) return undefined;
  return selects(ifMatch, state, weakIfMatch ? equalsBeforeWeakening : strongEquals);
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2 */
export function checkIfNoneMatch({ ifNoneMatch }: Preconditions, state: CurrentState): Check {
  if (ifNoneMatch === undefined) return undefined;
  return !selects(ifNoneMatch, state, weakEquals);
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-13.1.3 */
export function checkIfModifiedSince(
  method: string,
  preconditions: Preconditions,
  state: CurrentState,
): Check {
  const { ifNoneMatch, ifModifiedSince } = preconditions;
  if (ifModifiedSince === undefined || ifNoneMatch !== undefined || !isRead(method)) return undefined;
  const modified = modificationDate(state);
  if (modified === undefined) return undefined;
  return wholeSeconds(modified) > wholeSeconds(ifModifiedSince);
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-13.1.4 */
export function checkIfUnmodifiedSince(preconditions: Preconditions, state: CurrentState): Check {
  const { ifMatch, ifUnmodifiedSince } = preconditions;
  if (ifUnmodifiedSince === undefined || ifMatch !== undefined) return undefined;
  const modified = modificationDate(state);
  if (modified === undefined) return undefined;
  return wholeSeconds(modified) <= wholeSeconds(ifUnmodifiedSince);
}

/** Whether the list names the current state. A malformed one names nothing. */
function selects(
  list: EntityTagList,
  state: CurrentState,
  equals: (listed: EntityTag, current: EntityTag) => boolean,
): boolean {
  if (state.kind === 'absent') return false;
  if (list.kind === 'any') return true;
  const { etag } = state;
  if (list.kind === 'malformed' || etag === undefined) return false;
  return list.tags.some((listed) => equals(listed, etag));
}

/** Strong comparison, with the listed tag as it was before a proxy weakened it. */
function equalsBeforeWeakening(listed: EntityTag, current: EntityTag): boolean {
  return !current.weak && weakEquals(listed, current);
}
