import { types } from 'node:util';
import type { RememberedRequest, TagGroups } from '../options/remember-options.interface.js';
import type { RememberPlan } from '../request/route-plan.interface.js';
import { digest } from '../util/digest.js';
import { explained } from '../util/explained.js';

export const PREFIX = 'nestjs-etag:';

const LONGEST = 64;

/** The key of the store's own version. It is gone where the store has lost what it held. */
export const STORE = `${PREFIX}all`;
/** The key of the version of the last invalidation. Each invalidation replaces it first, whatever its groups. */
export const LAST = `${PREFIX}last`;

/** Whether these are names of groups, or none: texts that are not empty. */
export function areGroupNames(names: unknown): names is readonly string[] {
  return Array.isArray(names) && names.every((name) => typeof name === 'string' && name !== '');
}

export function groupKey(group: string): string {
  return group.length <= LONGEST ? `${PREFIX}group:${group}` : `${PREFIX}long-group:${digest(group)}`;
}

/** Makes the keys of groups of a request. Of groups that are the same for all requests they are made once. */
export function groupKeysOf(groups: TagGroups): RememberPlan['groupKeys'] {
  if (typeof groups === 'function') return (request) => groupsOf(groups, request).map(groupKey);
  const keys = groups.map(groupKey);
  return () => keys;
}

/** @throws TypeError where a function gives anything but texts */
export function groupsOf(groups: TagGroups, request: RememberedRequest): readonly string[] {
  const names: unknown = typeof groups === 'function' ? groups(request) : groups;
  if (areGroupNames(names)) return names;
  // Nobody waits for this promise, so nobody else would handle its rejection.
  if (types.isPromise(names)) names.catch(() => undefined);
  throw new TypeError(
    explained('group-names', `groups are names, in an array; not ${JSON.stringify(names)}`),
  );
}
