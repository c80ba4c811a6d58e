import { describe } from '../request/answers.js';
import { CARRIED } from '../request/carried-fields.js';
import type { Exchange } from '../request/exchange.js';
import type { ResponseHead } from '../request/response-head.interface.js';
import { isKeptOnNotModified, mergeVary } from '../rfc9110/index.js';
import type { SentFields } from './entry.js';

/** By lower-cased name. */
type Fields = ReadonlyMap<string, string | undefined>;

/** What a 304 would carry that is sent before the handler: what decorators set, or middleware and interceptors have set. */
export function fieldsBeforeHandler(exchange: Exchange, head: ResponseHead): Fields {
  const names = [...CARRIED, 'Vary'];
  const fields = new Map(names.map((name) => [name.toLowerCase(), head.get(name)]));
  const set = (name: string, value: string): void => void fields.set(name.toLowerCase(), value);
  describe(exchange, { get: (name) => fields.get(name), set });
  return fields;
}

/**
 * Why a response is not to be remembered, if there is a reason: its content is of one request, or its 304 would lack a field,
 * since what a handler sets may be made of one request and is not kept for another.
 */
export function refusalOf(sent: SentFields, before: Fields, { plan, codings }: Exchange): string | undefined {
  const field = CARRIED.find((name) => sent.get(name.toLowerCase()) !== before.get(name.toLowerCase()));
  if (field) {
    return `its ${field} is not set before the handler. Set it with @CacheControl() or @Header(), or in a middleware`;
  }
  const nonced = [...sent].find(
    ([name, value]) => name.includes('policy') && !isKeptOnNotModified(name, true, value),
  );
  if (nonced) return `its ${nonced[0]} has a nonce, which is that of one content`;
  // That a compressor varies the responses is known as soon as it has done so.
  const since = codings?.vary(plan) ? ['accept-encoding'] : [];
  const known = new Set([...namesIn(before.get('vary')), ...since]);
  const { selecting } = plan.remember!;
  const others = namesIn(sent.get('vary')).filter((name) => !known.has(name) || !selecting.includes(name));
  if (others.length === 0) return undefined;
  return `its responses vary by ${others.join(', ')}, which its "vary" does not name: add it there`;
}

function namesIn(vary: string | undefined): string[] {
  return mergeVary(vary, []).toLowerCase().split(', ').filter(Boolean);
}
