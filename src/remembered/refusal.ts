import { describe } from '../request/answers.js';
import type { Exchange } from '../request/exchange.js';
import type { ResponseHead } from '../request/response-head.interface.js';
import { mergeVary } from '../rfc9110/index.js';
import type { SentFields } from './entry.js';

/** What a 304 carries as the 200 would have (RFC 9110, 15.4.5), beside its validators and Vary. */
const CARRIED = ['Cache-Control', 'Content-Location', 'Expires'] as const;

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

/** Why a response is not remembered: its 304 would lack what the handler sets, which may be made of one request. */
export function refusalOf(
  sent: SentFields,
  before: Fields,
  selecting: readonly string[],
): string | undefined {
  const field = CARRIED.find((name) => sent.get(name.toLowerCase()) !== before.get(name.toLowerCase()));
  if (field) {
    return `its ${field} is not set before the handler. Set it with @CacheControl() or @Header(), or in a middleware`;
  }
  const known = new Set(namesIn(before.get('vary')));
  const others = namesIn(sent.get('vary')).filter((name) => !known.has(name) || !selecting.includes(name));
  if (others.length === 0) return undefined;
  return `its responses vary by ${others.join(', ')}, which its "vary" does not name: add it there`;
}

function namesIn(vary: string | undefined): string[] {
  return mergeVary(vary, []).toLowerCase().split(', ').filter(Boolean);
}
