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
  return plan.alreadyApplied === true
    ? holdsAlready(state.entity, request.body)
    : plan.alreadyApplied(state.entity, request);
}

/** Every member of the body is what the entity has under that name, compared as JSON. */
function holdsAlready(entity: unknown, body: unknown): boolean {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
  const current = asJson(entity);
  return Object.entries(body).every(
    ([name, value]) => Object.hasOwn(current, name) && isDeepStrictEqual(current[name], value),
  );
}

/** As a client sees it: dates are text, and what has no JSON is not there. */
function asJson(entity: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(entity)) as Record<string, unknown>;
}
