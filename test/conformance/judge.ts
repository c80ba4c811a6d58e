/** Sends a case to a system, and says what became of it. */
import { request, type WireResponse } from '../support/wire.js';
import { withinASecond } from '../support/within-a-second.js';
import type { Case, Headers } from './case.interface.js';
import { stateOf } from './cases.js';
import { faultsOf, isSameOutcome, type Observed } from './faults.js';
import type { Offers, Precondition, RunningSystem, System } from './systems/system.interface.js';

export type Verdict =
  | { readonly outcome: 'passed' | 'not offered' }
  | { readonly outcome: 'failed'; readonly faults: readonly string[] };

const PRECONDITIONS = ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'] as const;
const NOT_OFFERED: Verdict = { outcome: 'not offered' };

/**
 * A field that a system does not claim to know is no fault of it as long as it is ignored. What it answers instead is
 * one: whoever answers 304 to a POST evaluates If-None-Match, wrongly.
 */
export async function judge(system: System, running: RunningSystem, one: Case): Promise<Verdict> {
  if (!system.offers.has(stateOf(one))) return NOT_OFFERED;
  const observed = await observe(running, one);
  const unknown = unknownFields(system.offers, one);
  if (unknown.length > 0) {
    const headers = Object.fromEntries(
      Object.entries(one.headers ?? {}).filter(([name]) => !unknown.includes(name)),
    );
    if (isSameOutcome(observed, await observe(running, { ...one, headers }))) return NOT_OFFERED;
  }
  const faults = faultsOf(one, observed, system.ours);
  return faults.length === 0 ? { outcome: 'passed' } : { outcome: 'failed', faults };
}

function unknownFields({ reads, writes, ranges }: Offers, { method, headers = {} }: Case): string[] {
  // Whoever ignores the preconditions of OPTIONS is right.
  if (method === 'OPTIONS') return [];
  const isRead = method === 'GET' || method === 'HEAD';
  const known = new Set<Precondition>(isRead ? reads : writes);
  // If-Modified-Since is no precondition of a write, so that whoever knows any of those knows that.
  if (!isRead && writes.length > 0) known.add('if-modified-since');
  const unknown: string[] = PRECONDITIONS.filter((name) => name in headers && !known.has(name));
  return ranges ? unknown : [...unknown, ...['range', 'if-range'].filter((name) => name in headers)];
}

async function observe(running: RunningSystem, one: Case): Promise<Observed> {
  const { method, headers = {}, beside, revalidates, notAfterDate } = one;
  const id = `case-${(requests += 1)}`;
  const first = () => send(running, one, method, headers, id);
  const response = await (notAfterDate ? withinASecond(first) : first());
  return {
    response,
    performed: running.performed(id),
    beside: beside && (await send(running, one, beside.method, beside.headers)),
    again: revalidates
      ? await send(running, one, method, { ...headers, 'if-none-match': response.headers['etag'] ?? '' })
      : undefined,
  };
}

let requests = 0;

function send(
  running: RunningSystem,
  one: Case,
  method: string,
  headers: Headers = {},
  id = 'beside',
): Promise<WireResponse> {
  return request(running.portFor(stateOf(one)), { method, path: `/${one.state}/${id}`, headers });
}
