import type { ExecutionContext } from '@nestjs/common';
import type { RememberedRequest } from '../interfaces/remember-options.interface.js';
import type { RoutePlan } from '../plan/route-plan.interface.js';
import { andThen, toMaybePromise, type MaybePromise } from '../promises/maybe-promise.js';
import { wireOf } from '../self-request/wire.js';
import { entryKey, groupKey } from './keys.js';

/** Where the tag of a request's representation is kept, and the groups it belongs to. */
export interface Address {
  readonly entry: string;
  /** Keys of the groups' generations. */
  readonly groups: readonly string[];
}

/** Whatever a route says: compressors select by the first, and CORS names the second in Vary. */
const ALWAYS = ['accept-encoding', 'origin'];

/** The request fields that select a representation of a route, in lower case. */
export function selectingFields(vary: readonly string[]): ReadonlySet<string> {
  return new Set([...ALWAYS, ...vary.map((name) => name.toLowerCase())]);
}

/**
 * Undefined for a request that is not to be remembered.
 * @param namespace what the application calls its present way to serialise: another has other tags
 * @throws whatever a function of the application throws
 */
export function addressOf(
  plan: RoutePlan,
  context: ExecutionContext,
  namespace: string,
): MaybePromise<Address | undefined> {
  const { groups, rememberFor, selecting } = plan.remember!;
  const request = context.switchToHttp().getRequest<RememberedRequest>();
  const names = groupsOf(groups, request);
  if (names.length === 0) return undefined;
  return andThen(toMaybePromise(rememberFor ? rememberFor(request) : ''), (who) => {
    // A null from a database is nobody either.
    if (who === null || who === undefined) return undefined;
    const values = Array.from(selecting, (name) => request.headers[name]);
    const { url } = wireOf(context);
    const parts = [namespace, plan.name, request.headers['host'], url, ...values, String(who)];
    return { entry: entryKey(parts), groups: names.map(groupKey) };
  });
}

/** @throws TypeError where a function gives anything but texts */
export function groupsOf(
  groups: NonNullable<RoutePlan['forgets']>,
  request: RememberedRequest,
): readonly string[] {
  const names = typeof groups === 'function' ? groups(request) : groups;
  if (Array.isArray(names) && names.every((name) => typeof name === 'string' && name !== '')) return names;
  throw new TypeError(`groups are names, in an array; not ${JSON.stringify(names)}`);
}
