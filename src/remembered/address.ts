import type { ExecutionContext } from '@nestjs/common';
import type { RememberedRequest, TagGroups } from '../options/remember-options.interface.js';
import type { RememberPlan, RoutePlan } from '../request/route-plan.interface.js';
import { andThen, toMaybePromise, type MaybePromise } from '../util/maybe-promise.js';
import { wireOf } from '../self-request/wire.js';
import { areGroupNames, entryKey, groupKey } from './keys.js';

/** Where the tag of a request's representation is kept, and the groups it belongs to. */
export interface Address {
  readonly entry: string;
  /** Keys of the groups' generations. */
  readonly groups: readonly string[];
}

/** Whatever a route says: compressors select by the first, and CORS names the second in Vary. */
const ALWAYS = ['accept-encoding', 'origin'];

/** The request fields that select a representation of a route, in lower case. */
export function selectingFields(vary: readonly string[]): readonly string[] {
  return [...new Set([...ALWAYS, ...vary.map((name) => name.toLowerCase())])];
}

/**
 * Undefined for a request that is not to be remembered.
 * @param namespace what the application calls its present way to serialise: another has other tags
 * @param isShared whether others may read the store
 * @throws whatever a function of the application throws
 */
export function addressOf(
  plan: RoutePlan,
  context: ExecutionContext,
  namespace: string,
  isShared: boolean,
): MaybePromise<Address | undefined> {
  const { groupKeys, rememberFor, selecting } = plan.remember!;
  const request = context.switchToHttp().getRequest<RememberedRequest>();
  const groups = groupKeys(request);
  if (groups.length === 0) return undefined;
  return andThen(toMaybePromise(rememberFor ? rememberFor(request) : ''), (who) => {
    // A null from a database is nobody either.
    if (who === null || who === undefined) return undefined;
    const { headers } = request;
    const parts: unknown[] = [namespace, plan.name, headers['host'], wireOf(context).url, String(who)];
    for (const name of selecting) parts.push(headers[name]);
    return { entry: entryKey(parts, isShared), groups };
  });
}

/** How the keys of groups are made of a request; of groups that are the same for all, once. */
export function groupKeysOf(groups: TagGroups): RememberPlan['groupKeys'] {
  if (typeof groups === 'function') return (request) => groupsOf(groups, request).map(groupKey);
  const keys = groups.map(groupKey);
  return () => keys;
}

/** @throws TypeError where a function gives anything but texts */
export function groupsOf(groups: TagGroups, request: RememberedRequest): readonly string[] {
  const names = typeof groups === 'function' ? groups(request) : groups;
  if (areGroupNames(names)) return names;
  throw new TypeError(`groups are names, in an array; not ${JSON.stringify(names)}`);
}
