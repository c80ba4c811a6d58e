import type { Exchange } from '../request/exchange.js';
import type { ConditionalRequest } from '../request/route-context.js';
import { selectedTag } from '../request/selected-representation.js';
import type { ResponseHead } from '../request/response-head.interface.js';
import { parseHttpDate, parseIfRange, rangeApplies } from '../rfc9110/index.js';
import type { ByteRange, ByteSource } from './byte-source.interface.js';
import { satisfiableRanges } from './satisfiable.js';

/**
 * The ranges to send of a representation; undefined where all of it is to be sent: no Range, a Range to be ignored (on
 * HEAD, say), or an If-Range that names another version.
 */
export function requestedRanges(
  exchange: Exchange,
  head: ResponseHead,
  source: ByteSource,
): readonly ByteRange[] | 'unsatisfiable' | undefined {
  const { range, 'if-range': ifRange } = requestOf(exchange).headers;
  if (exchange.method !== 'GET' || range === undefined) return undefined;
  const condition = ifRange === undefined ? undefined : parseIfRange(String(ifRange));
  // The tag is the one of this representation, before any coding; a date is the one that is sent.
  const lastModified = parseHttpDate(head.get('last-modified') ?? '');
  const { etag } = exchange.validators;
  if (!rangeApplies(condition, { etag: etag && selectedTag(exchange, etag, ''), lastModified }))
    return undefined;
  const ranges = satisfiableRanges(String(range), source.size, exchange.plan.maxRanges!);
  if (!source.ascending || !Array.isArray(ranges)) return ranges;
  return ranges.toSorted((a: ByteRange, b: ByteRange) => a.start - b.start);
}

export function requestOf(exchange: Exchange): ConditionalRequest {
  return exchange.context!.switchToHttp().getRequest<ConditionalRequest>();
}
