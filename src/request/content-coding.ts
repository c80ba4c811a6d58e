import type { Exchange } from './exchange.js';
import { selectedValidators } from './selected-representation.js';
import { formatEntityTag, type EntityTag } from '../rfc9110/index.js';
import type { ResponseHead } from './response-head.interface.js';

/** Whether the content coding of a response is what its head says, or will be decided with its first bytes. */
export type CodingDecision = 'made' | 'pending';

/**
 * The content coding of the representation that a read selects, undefined where only its bytes would tell: HEAD has
 * none for a compressor to look at, and of a stream they are still to come. Then it is that of responses like it.
 */
export function codingOf(
  exchange: Exchange,
  head: ResponseHead,
  version: EntityTag,
  decision: CodingDecision,
): string | undefined {
  const { codings, method } = exchange;
  const coding = codingIn(head);
  if (!codings) return coding;
  if (!coding && (decision === 'pending' || method === 'HEAD')) return codings.of(exchange, version);
  if (method === 'GET') codings.learn(exchange, version, coding);
  return coding;
}

/** The coding a head names, in lower case; empty for none. */
export function codingIn(head: ResponseHead): string {
  const coding = head.get('content-encoding')?.toLowerCase() ?? '';
  return coding === 'identity' ? '' : coding;
}

/** Gives a response that is coded after it was tagged the tag of that coding. */
export function retag(exchange: Exchange, head: ResponseHead, coding: string): void {
  exchange.coding = coding;
  exchange.selected = selectedValidators(exchange, exchange.validators);
  const { etag } = exchange.selected;
  if (etag && head.get('etag') !== undefined) head.set('ETag', formatEntityTag(etag));
}
