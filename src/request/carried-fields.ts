import type { Exchange } from './exchange.js';
import type { ResponseHead } from './response-head.interface.js';
import { RouteWarnings } from './route-warnings.js';

/** What a 304 carries as the 200 would have (RFC 9110, 15.4.5), beside its validators and Vary. */
export const CARRIED = ['Cache-Control', 'Content-Location', 'Expires'] as const;

const NAMES = [...CARRIED, 'Vary'];
const warnings = new RouteWarnings();

/** The values of these fields, as they are before the handler: a 304 from `current` has no others. */
export function carriedIn(head: ResponseHead): readonly (string | undefined)[] {
  return NAMES.map((name) => head.get(name));
}

/** Names a route in the log, once, whose 304s from `current` lack what is set since its handler was called. */
export function nameMissing({ plan, carried }: Exchange, head: ResponseHead): void {
  const missing =
    carried &&
    head.status === 200 &&
    NAMES.find((name, at) => uncoded(head.get(name)) !== uncoded(carried[at]));
  if (!missing) return;
  warnings.once(
    plan,
    `sets ${missing} in its handler or behind it, so that a 304 from its "current" has no such ${missing} (RFC 9110, 15.4.5). ` +
      'Set it with @CacheControl(), @Header() or "vary", or in a middleware.',
  );
}

/** Without what a compressor adds to Vary. */
function uncoded(value: string | undefined): string {
  return value?.replace(/(?:^|,)\s*accept-encoding\b/i, '') ?? '';
}
