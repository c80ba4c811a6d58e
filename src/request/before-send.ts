import { forbidsStore, type EntityTag } from '../rfc9110/index.js';
import type { Body } from '../tags/body-hash.js';
import { dateOf, describe, showValidators, undescribe, undoError } from './answers.js';
import { answerInAnyCoding, answerTo, present } from './before-handler.js';
import { nameMissing } from './carried-fields.js';
import {
  type CodingDecision,
  codingIn,
  codingNamed,
  codingOf,
  selectedValidators,
  takeOwnTag,
} from './content-coding.js';
import { decisions } from './decision-channel.js';
import type { Answer, Exchange } from './exchange.js';
import { takeBackStream } from './replaced-streams.js';
import type { ResponseHead } from './response-head.interface.js';

/** Methods whose successful response may show the new state of its target, validators included (9.3.4, 15.3). */
const SHOWS_NEW_STATE: ReadonlySet<string> = new Set(['PUT', 'PATCH', 'POST']);

/** Who the client is wins over a 304 or 412 (13.2.1), wherever it was found out. */
const REFUSED: ReadonlySet<number> = new Set([401, 403]);

/** What the application may have set that has a say in the validators of a read. */
const DECISIVE = ['etag', 'content-encoding', 'cache-control', 'last-modified'];

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
  let { status } = head;
  // Interceptors may have made anything of it: one that finds no value may throw.
  if (exchange.answer && !REFUSED.has(status)) return exchange.answer;
  if (status >= 400) return void undescribe(exchange, head);
  if (body !== undefined && exchange.stream) {
    takeBackStream(exchange, head, body);
    ({ status } = head);
  }
  if (exchange.thrown) {
    // The write was not made, whatever an interceptor says in its place (13.1.1).
    if (exchange.conditional && exchange.thrown.getStatus() === 412) return exchange.thrown;
    undoError(head);
  }
  nameMissing(exchange, head);
  describe(exchange, head);
  if (!exchange.plan.conditional) return undefined;
  if (decisions.hasSubscribers && body !== undefined) exchange.length = Buffer.byteLength(body);
  if (exchange.reads) return status === 200 ? finishRead(exchange, head, body, decision) : undefined;
  if (showsNewState(exchange, status)) {
    exchange.ownCoding ??= codingIn(head);
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
  const [own, encoding, cacheControl, date] = head.values(DECISIVE);
  const named = codingNamed(encoding);
  exchange.ownCoding ??= named;
  const { lastModified } = exchange.validators;
  const etag = own === undefined ? tagOf(exchange, head, body, cacheControl) : takeOwnTag(exchange, own);
  const coding = etag && codingOf(exchange, named, etag, decision);
  const isKnown = !etag || coding !== undefined;
  exchange.coding = coding ?? '';
  // What HEAD does not show, a GET may still have. A response whose coding is pending is tagged again when it has one.
  exchange.validators = { etag: isKnown || exchange.method === 'GET' ? etag : undefined, lastModified };
  show(exchange, head);
  if (!exchange.conditional) return undefined;
  const version = { etag, lastModified: dateOf(date, lastModified) };
  // Without a tag of its own, the response does not undo what `current` was found to hold.
  if (exchange.evaluated && !exchange.selected.etag) return undefined;
  const isDecided = isKnown && decision !== 'pending for a stream';
  return isDecided
    ? answerTo(exchange, present({ ...exchange.selected, lastModified: version.lastModified }))
    : answerInAnyCoding(exchange, version, isKnown);
}

function show(exchange: Exchange, head: ResponseHead): void {
  exchange.selected = selectedValidators(exchange, exchange.validators);
  showValidators(exchange, head);
}

/** Where the application set none itself. A response that must not be stored is not worth a hash (RFC 9111, 5.2.2.5). */
function tagOf(
  exchange: Exchange,
  head: ResponseHead,
  body: Body | undefined,
  cacheControl = '',
): EntityTag | undefined {
  const { plan, validators } = exchange;
  if (validators.etag) return validators.etag;
  if (body === undefined || forbidsStore(cacheControl)) return undefined;
  return plan.bodyHash?.tagOf(body, negotiatedIn(exchange, head));
}

/** What tells representations apart that have the same bytes, where a request selects among them (8.8.1). */
function negotiatedIn({ fileType }: Exchange, head: ResponseHead): string {
  const vary = head.get('vary');
  if (vary === undefined) return '';
  const selecting = vary.toLowerCase().split(/[\s,]/);
  const type = selecting.includes('accept') ? (head.get('content-type') ?? fileType) : undefined;
  const language = selecting.includes('accept-language') ? head.get('content-language') : undefined;
  return type || language ? JSON.stringify([type, language]) : '';
}

function showsNewState({ method, settings }: Exchange, status: number): boolean {
  if (status >= 300 || !SHOWS_NEW_STATE.has(method)) return false;
  return method !== 'PUT' || settings.putValidators !== 'strict';
}
