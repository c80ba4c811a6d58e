import { forbidsStore, parseEntityTag, type EntityTag } from '../rfc9110/index.js';
import type { Body } from '../tags/body-hash.js';
import { describe, setValidators, undescribe, undoError } from './answers.js';
import { answerInAnyCoding, answerTo, present } from './before-handler.js';
import { type CodingDecision, codingIn, codingOf, selectedValidators } from './content-coding.js';
import type { Answer, Exchange } from './exchange.js';
import type { ResponseHead } from './response-head.interface.js';

/** Methods whose successful response may show the new state of its target, validators included (9.3.4, 15.3). */
const SHOWS_NEW_STATE: ReadonlySet<string> = new Set(['PUT', 'PATCH', 'POST']);

/** Who the client is wins over a 304 or 412 (13.2.1), wherever it was found out. */
const REFUSED: ReadonlySet<number> = new Set([401, 403]);

/**
 * Gives a response that is complete its validators, and decides a read from them; also where no handler was called.
 * @param body its exact bytes, before a content coding; undefined for a stream
 * @returns what is to be sent instead, if anything
 */
export function beforeSend(
  exchange: Exchange,
  head: ResponseHead,
  body: Body | undefined,
  decision: CodingDecision = 'made',
): Answer | undefined {
  if (exchange.finished) return undefined;
  // Something else is sent in the place of the stream.
  if (body !== undefined) exchange.stream?.takeBack();
  const { status } = head;
  // Interceptors may have made anything of it: one that finds no value may throw.
  if (exchange.answer && !REFUSED.has(status)) return exchange.answer;
  if (status >= 400) return void undescribe(exchange, head);
  if (exchange.thrown) undoError(head);
  describe(exchange, head);
  if (!exchange.plan.conditional) return undefined;
  if (exchange.reads) return status === 200 ? finishRead(exchange, head, body, decision) : undefined;
  if (showsNewState(exchange, status)) {
    exchange.coding = codingIn(head);
    show(exchange, head);
  }
  return undefined;
}

function finishRead(
  exchange: Exchange,
  head: ResponseHead,
  body: Body | undefined,
  decision: CodingDecision,
): Answer | undefined {
  const { lastModified } = exchange.validators;
  const etag = tagOf(exchange, head, body);
  const coding = etag ? codingOf(exchange, head, etag, decision) : '';
  const isKnown = coding !== undefined;
  exchange.coding = coding ?? '';
  const version = { etag, lastModified };
  // What HEAD does not show, a GET may still have. A response whose coding is pending is tagged again when it has one.
  exchange.validators = isKnown || exchange.method === 'GET' ? version : { lastModified };
  show(exchange, head);
  if (!exchange.conditional) return undefined;
  // Without a tag of its own, the response does not undo what `current` was found to hold.
  if (exchange.evaluated && !exchange.selected.etag) return undefined;
  const isDecided = isKnown && decision === 'made';
  return isDecided
    ? answerTo(exchange, present(exchange.selected))
    : answerInAnyCoding(exchange, version, isKnown);
}

function show(exchange: Exchange, head: ResponseHead): void {
  exchange.selected = selectedValidators(exchange, exchange.validators);
  if (exchange.hasOwnTag) head.remove('etag');
  setValidators(head, exchange.selected);
}

/** A tag that the handler set itself wins. A response that must not be stored is not worth a hash (RFC 9111, 5.2.2.5). */
function tagOf(exchange: Exchange, head: ResponseHead, body: Body | undefined): EntityTag | undefined {
  const { plan, validators } = exchange;
  const own = head.get('etag');
  if (own !== undefined) {
    const named = parseEntityTag(own);
    exchange.hasOwnTag = named !== undefined;
    return named;
  }
  if (validators.etag) return validators.etag;
  if (body === undefined || forbidsStore(head.get('cache-control') ?? '')) return undefined;
  return plan.bodyHash?.tagOf(body);
}

function showsNewState({ method, settings }: Exchange, status: number): boolean {
  if (status >= 300 || !SHOWS_NEW_STATE.has(method)) return false;
  return method !== 'PUT' || settings.putValidators !== 'strict';
}
