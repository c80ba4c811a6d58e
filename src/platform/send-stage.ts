import { answerTo } from '../exchange/judge-current.js';
import type { Answer, Exchange } from '../exchange/exchange.js';
import type { Validators } from '../exchange/validators.js';
import {
  forbidsStore,
  formatEntityTag,
  formatHttpDate,
  mergeVary,
  parseEntityTag,
  type EntityTag,
} from '../rfc9110/index.js';
import type { Body } from '../tagging/body-hash.js';
import type { ResponseHead } from './response-head.interface.js';

/** Methods whose successful response may show the new state of its target, validators included (9.3.4, 15.3). */
const SHOWS_NEW_STATE: ReadonlySet<string> = new Set(['PUT', 'PATCH', 'POST']);

/**
 * Stage 2: runs when the body is serialised and everything else about the response is decided. Gives it its
 * validators, and decides a read from them.
 *
 * @param body the exact bytes to be sent; undefined where they are a stream
 * @returns what is to be sent instead, if anything
 */
export function settle(exchange: Exchange, head: ResponseHead, body: Body | undefined): Answer | undefined {
  if (exchange.settled) return undefined;
  // An error from around the handler would have been the response without preconditions too: it wins (13.2.1).
  if (head.status >= 400) return undescribe(exchange, head);
  if (exchange.answer) return exchange.answer;
  describe(exchange, head);
  if (!exchange.plan.conditional) return undefined;
  if (exchange.reads) return head.status === 200 ? settleRead(exchange, head, body) : undefined;
  if (showsNewState(exchange, head.status)) setValidators(head, exchange.validators);
  return undefined;
}

function settleRead(exchange: Exchange, head: ResponseHead, body: Body | undefined): Answer | undefined {
  const validators = readValidators(exchange, head, body);
  exchange.validators = validators;
  setValidators(head, validators);
  if (!exchange.conditional) return undefined;
  // What `current` already found to hold is not undone by a response that shows no tag of its own.
  if (exchange.evaluated && !validators.etag) return undefined;
  return answerTo(exchange, { kind: 'present', ...validators });
}

function readValidators(exchange: Exchange, head: ResponseHead, body: Body | undefined): Validators {
  const { etag: _, ...dated } = exchange.validators;
  const etag = tagOf(exchange, head, body);
  return etag ? { ...dated, etag } : dated;
}

/**
 * A tag the handler set itself wins. What must not be stored is not worth a hash (RFC 9111, 5.2.2.5); a version costs
 * nothing, and guards a later write whatever caches do.
 */
function tagOf(
  { plan, validators }: Exchange,
  head: ResponseHead,
  body: Body | undefined,
): EntityTag | undefined {
  const own = head.get('etag');
  if (own !== undefined) return parseEntityTag(own);
  if (validators.etag) return validators.etag;
  if (body === undefined || forbidsStore(head.get('cache-control') ?? '')) return undefined;
  return plan.bodyHash?.tagOf(body);
}

function showsNewState({ method, settings }: Exchange, status: number): boolean {
  if (status >= 300 || !SHOWS_NEW_STATE.has(method)) return false;
  return method !== 'PUT' || settings.putValidators !== 'strict';
}

/** Sets what every successful response of the route carries, its 304 included. */
export function describe({ plan }: Exchange, head: ResponseHead): void {
  if (plan.cacheControl !== undefined && head.get('cache-control') === undefined) {
    head.set('Cache-Control', plan.cacheControl);
  }
  if (plan.vary.length > 0) head.set('Vary', mergeVary(head.get('vary'), plan.vary));
}

export function setValidators(head: ResponseHead, { etag, lastModified }: Validators): void {
  if (etag && head.get('etag') === undefined) head.set('ETag', formatEntityTag(etag));
  if (lastModified !== undefined && head.get('last-modified') === undefined) {
    head.set('Last-Modified', formatHttpDate(lastModified));
  }
}

/** An error is no representation of the resource; what was set for a stream was set before it could fail. */
function undescribe({ streaming, plan }: Exchange, head: ResponseHead): undefined {
  if (!streaming) return undefined;
  head.remove('etag');
  head.remove('last-modified');
  if (head.get('cache-control') === plan.cacheControl) head.remove('cache-control');
  return undefined;
}
