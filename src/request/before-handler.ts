import { NotFoundException } from '@nestjs/common';
import { MalformedPreconditionException } from '../exceptions/malformed-precondition.exception.js';
import { EXISTS, PreconditionFailedException, UNKNOWN } from '../exceptions/precondition-failed.exception.js';
import { PreconditionRequiredException } from '../exceptions/precondition-required.exception.js';
import { evaluate, guardsWrite, isMalformed, type CurrentState } from '../rfc9110/index.js';
import type { Validators } from '../tags/validators.js';
import { andThen, type MaybePromise } from '../util/maybe-promise.js';
import { isAlreadyApplied } from './already-applied.js';
import { dateOf } from './answers.js';
import { codingNamed, inAnyCoding, selectedTag, selectedValidators, takeOwnTag } from './content-coding.js';
import { currentStateOf, type KnownState } from './current-state.js';
import type { Answer, Exchange } from './exchange.js';
import { headOf } from './route-of-request.js';

/**
 * Decides a request from the current state of its target, before the handler runs (RFC 9110, 13.2). Undefined where the
 * handler is to go on. It fails closed: a write is refused where nothing can evaluate its preconditions.
 * @throws whatever `current` throws, and NotFoundException where an If-Match names what is not there
 */
export function beforeHandler(exchange: Exchange): MaybePromise<Answer | undefined> {
  const { method, preconditions, settings } = exchange;
  if (refusesWithout(exchange)) return new PreconditionRequiredException();
  if (!exchange.conditional) return undefined;
  if (exchange.reads) return evaluateRead(exchange);
  if (isMalformed(method, preconditions)) return new MalformedPreconditionException(settings.malformed);
  return andThen(currentStateOf(exchange), (state) => evaluateWrite(exchange, state));
}

function evaluateRead(exchange: Exchange): MaybePromise<Answer | undefined> {
  const head = headOf(exchange);
  if (!exchange.plan.current || head.status >= 300) return undefined;
  return andThen(currentStateOf(exchange), (state) => {
    // The handler answers where the target is absent, or unknown: its own 404 wins (13.2.1).
    if (state.kind !== 'present') return undefined;
    const set = head.values(VALIDATING);
    return answerToRead(exchange, head.status, ofResponse(exchange, set, state));
  });
}

/** @param version the validators that the response would have */
function answerToRead(exchange: Exchange, status: number, version: Validators): Answer | undefined {
  const { plan, request, codings } = exchange;
  // Only what would be a 200 can become a 304; whatever succeeds can be a 412.
  if (status !== 200) return noted(exchange, version, answerInAnyCoding(exchange, version, false));
  if (!knowsCoding(exchange, version)) return undefined;
  const selected = selectedValidators(exchange, version);
  // A range is of no coding.
  const isUncoded = codings && plan.maxRanges !== undefined && request.headers['range'] !== undefined;
  const answer = isUncoded
    ? answerInAnyCoding(exchange, version, true)
    : answerTo(exchange, present(selected));
  return noted(exchange, selected, answer);
}

/** What decorators and middleware may have set: it wins over what the state says. */
const VALIDATING = ['etag', 'last-modified', 'content-encoding'];

function ofResponse(
  exchange: Exchange,
  [own, date, encoding]: readonly (string | undefined)[],
  { etag, lastModified }: Validators,
): Validators {
  exchange.coding = codingNamed(encoding);
  return {
    etag: own === undefined ? etag : takeOwnTag(exchange, own),
    lastModified: dateOf(date, lastModified),
  };
}

/** A compressor decides when it has a body before it. What it was never seen to do shows when the response is sent. */
function knowsCoding(exchange: Exchange, { etag }: Validators): boolean {
  // A weak tag is the same in every coding, and nobody codes what is coded.
  if (exchange.coding || !exchange.codings || !etag || etag.weak) return true;
  const coding = exchange.codings.of(exchange, etag);
  exchange.coding = coding ?? '';
  return coding !== undefined;
}

function evaluateWrite(exchange: Exchange, state: KnownState): MaybePromise<Answer | undefined> {
  if (state.kind === 'unknown') {
    return exchange.plan.takesIfMatch ? undefined : new PreconditionFailedException(undefined, UNKNOWN);
  }
  if (refusesWithout(exchange, state)) return new PreconditionRequiredException();
  const selected = selectedValidators(exchange, state);
  const answer = noted(exchange, selected, answerTo(exchange, state, selected));
  const { alreadyApplied } = exchange.plan;
  if (!answer || !alreadyApplied) return unlessAbsent(exchange, state, answer);
  return isAlreadyApplied(exchange, state, alreadyApplied).then((isApplied) =>
    isApplied ? 'already-applied' : unlessAbsent(exchange, state, answer),
  );
}

/** @throws NotFoundException where the route says 404 of what is absent */
function unlessAbsent(
  { plan, preconditions }: Exchange,
  state: CurrentState,
  answer: Answer | undefined,
): Answer | undefined {
  if (state.kind === 'present' || !preconditions.ifMatch || plan.absent === 412) return answer;
  // The handler would say 404 of what is absent (13.2.1). One that asserts the condition may say so itself.
  if (!plan.takesIfMatch) throw new NotFoundException();
  return undefined;
}

function noted(exchange: Exchange, selected: Validators, answer: Answer | undefined): Answer | undefined {
  if (answer) exchange.selected = selected;
  exchange.evaluated = !answer;
  exchange.decidedFrom = 'current';
  return answer;
}

function refusesWithout(exchange: Exchange, state?: CurrentState): boolean {
  return exchange.plan.policy === 'required' && lacksPrecondition(exchange, state);
}

/** Whether a write comes without a precondition that could be evaluated. */
export function lacksPrecondition({ preconditions, reads }: Exchange, state?: CurrentState): boolean {
  return !reads && !guardsWrite(preconditions, state);
}

/**
 * Evaluates a read where nobody knows yet which coding will be sent, or where a range of none is asked for: If-Match holds
 * for any coding. What asks for a 304 is evaluated for the coding of the whole, if that is known.
 */
export function answerInAnyCoding(
  exchange: Exchange,
  { etag, lastModified }: Validators,
  isKnown: boolean,
): Answer | undefined {
  const { ifMatch, ifUnmodifiedSince, ...others } = exchange.preconditions;
  const guards = {
    ...(ifMatch && { ifMatch: etag ? inAnyCoding(exchange, ifMatch, etag) : ifMatch }),
    ...(ifUnmodifiedSince !== undefined && { ifUnmodifiedSince }),
  };
  const selected = selectedValidators(exchange, { etag, lastModified });
  const uncoded = present({ etag: etag && selectedTag(exchange, etag, ''), lastModified });
  const failed = answerTo(exchange, uncoded, selected, guards);
  return failed ?? (isKnown ? answerTo(exchange, present(selected), selected, others) : undefined);
}

export function present({ etag, lastModified }: Validators): CurrentState {
  return { kind: 'present', etag, lastModified };
}

/** @param selected its validators with a whole tag, for the client: the state of a write has the tag of its version alone */
export function answerTo(
  exchange: Exchange,
  state: CurrentState,
  selected: Validators = state,
  preconditions = exchange.preconditions,
): Answer | undefined {
  const { method, settings } = exchange;
  const outcome = evaluate(method, preconditions, state, settings);
  if (outcome === 'perform') return undefined;
  if (outcome === 'not-modified') return outcome;
  if (outcome === 'malformed') return new MalformedPreconditionException(settings.malformed);
  const { ifMatch, ifNoneMatch } = exchange.preconditions;
  const createsOnly = !ifMatch && ifNoneMatch?.kind === 'any';
  return new PreconditionFailedException(selected.etag, createsOnly ? EXISTS : undefined);
}
