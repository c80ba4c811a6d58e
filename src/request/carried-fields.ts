import type { Exchange } from './exchange.js';
import type { ResponseHead } from './response-head.interface.js';
import { headOf } from './route-of-request.js';
import type { RoutePlan } from './route-plan.interface.js';
import { RouteWarnings } from './route-warnings.js';

/** What a 304 carries as the 200 would have (RFC 9110, 15.4.5), beside its validators and Vary. */
export const CARRIED = ['Cache-Control', 'Content-Location', 'Expires'] as const;

const NAMES = [...CARRIED, 'Vary'];
/** What a handler sets shows in the first responses of its route. The others need not be looked at. */
const LOOKED_AT = 5;

const lookedAt = new WeakMap<RoutePlan, number>();
const warnings = new RouteWarnings();

/** Notes these fields as they are before the handler: a 304 from `current` has no others. */
export function noteCarried(exchange: Exchange): void {
  const { plan, carried } = exchange;
  const count = lookedAt.get(plan) ?? 0;
  if (carried || count === LOOKED_AT) return;
  lookedAt.set(plan, count + 1);
  exchange.carried = headOf(exchange).values(NAMES);
}

/** Names a route in the log, once, whose 304s from `current` lack what is set since its handler was called. */
export function nameMissing({ plan, carried }: Exchange, head: ResponseHead): void {
  if (!carried || head.status !== 200) return;
  const values = head.values(NAMES);
  const missing = NAMES.find((_, at) => uncoded(values[at]) !== uncoded(carried[at]));
  if (!missing) return;
  warnings.once(
    plan,
    'field-missing-in-a-304',
    `sets ${missing} in its handler or behind it, so that a 304 from its "current" has no such ${missing} (RFC 9110, 15.4.5). ` +
      'Set it with @CacheControl(), @Header() or "vary", or in a middleware.',
  );
}

/** Without what a compressor adds to Vary. */
function uncoded(value: string | undefined): string {
  return value?.replace(/(?:^|,)\s*accept-encoding\b/i, '') ?? '';
}
