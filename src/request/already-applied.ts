import { isDeepStrictEqual } from 'node:util';
import type { LookupRequest } from '../options/current-resource.interface.js';
import type { AlreadyApplied } from '../options/etag-options.interface.js';
import type { KnownState } from './current-state.js';
import type { Exchange } from './exchange.js';

/** Whether a stale write asks for what is the case already: the answer to its first attempt was lost (RFC 9110, 13.1.1). */
export async function isAlreadyApplied(
  { preconditions, method, context }: Exchange,
  state: KnownState,
  alreadyApplied: AlreadyApplied,
): Promise<boolean> {
  if (preconditions.ifNoneMatch) return false;
  if (method === 'DELETE') return state.kind === 'absent';
  if (state.kind !== 'present') return false;
  const request = context.switchToHttp().getRequest<LookupRequest>();
  if (typeof alreadyApplied === 'function') return alreadyApplied(state.entity, request);
  // The body of another method says more than its members do: what a PUT does not name, it removes.
  if (alreadyApplied === true || method !== 'PATCH') return false;
  return holdsAlready(state.entity, request, alreadyApplied);
}

/** If every property could be compared, a client could find out by trial what is never shown. */
function holdsAlready(entity: unknown, { body, headers }: LookupRequest, names: readonly string[]): boolean {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
  const changes = Object.entries(body);
  // Express makes an empty object where there is no content: of Nest 11.0 always, and later where a type is named.
  if (changes.length === 0 && !hasContent(headers)) return false;
  const current = asJson(entity);
  return changes.every(
    ([name, value]) =>
      names.includes(name) && Object.hasOwn(current, name) && isDeepStrictEqual(current[name], value),
  );
}

/** Whether a request says that it has content (RFC 9112, 6). Over HTTP/2 one may have some without saying so. */
function hasContent(headers: LookupRequest['headers']): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** The entity as a client sees it: dates and bigints are text, and what has no JSON is not there. */
function asJson(entity: unknown): Record<string, unknown> {
  const json = JSON.stringify(entity, (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}` : value,
  );
  return JSON.parse(json) as Record<string, unknown>;
}
