import { isDeepStrictEqual } from 'node:util';
import type { LookupRequest } from '../options/current-resource.interface.js';
import type { KnownState } from './current-state.js';
import type { Exchange } from './exchange.js';

/**
 * Whether a stale write asks for what is the case already (RFC 9110, 13.1.1): the client's first attempt succeeded, and
 * its answer was lost. Only where the route opted in, and the condition that failed is one on the version.
 */
export async function isAlreadyApplied(exchange: Exchange, state: KnownState): Promise<boolean> {
  const { plan, preconditions, method, context } = exchange;
  if (!plan.alreadyApplied || exchange.reads || preconditions.ifNoneMatch) return false;
  if (method === 'DELETE') return state.kind === 'absent';
  if (state.kind !== 'present' || state.entity === undefined) return false;
  const request = context.switchToHttp().getRequest<LookupRequest>();
  if (typeof plan.alreadyApplied === 'function') return plan.alreadyApplied(state.entity, request);
  // Of other methods a body says more than its members do: what a PUT does not name, it removes.
  if (plan.alreadyApplied === true || method !== 'PATCH') return false;
  return holdsAlready(state.entity, request.body, plan.alreadyApplied);
}

/**
 * Every member of the body is a property that may be compared, and is what the entity has under that name, as JSON. What
 * else the entity has, such as a column that is never shown, could be found out by trial.
 */
function holdsAlready(entity: unknown, body: unknown, names: readonly string[]): boolean {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
  const current = asJson(entity);
  return Object.entries(body).every(
    ([name, value]) =>
      names.includes(name) && Object.hasOwn(current, name) && isDeepStrictEqual(current[name], value),
  );
}

/** As a client sees it: dates are text, bigints are what they are sent as, and what has no JSON is not there. */
function asJson(entity: unknown): Record<string, unknown> {
  const json = JSON.stringify(entity, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  return JSON.parse(json) as Record<string, unknown>;
}
