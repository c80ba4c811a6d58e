import { hash } from 'node:crypto';
import { codeOf } from '../exceptions/is-precondition-exception.js';
import { formatEntityTag } from '../rfc9110/index.js';
import { BoundedMap } from '../util/bounded-map.js';
import { nodeResponseOf } from '../util/node-response.js';
import { decisions } from './decision-channel.js';
import type { DecisionOutcome, DecisionSource, EtagDecision } from './decision.interface.js';
import type { Exchange } from './exchange.js';

/** About a megabyte. A forgotten length costs a 304 its `bytesSaved`. */
const MOST = 10_000;

/** How long the bodies of a URL were, by tag: a 304 without its handler has no body that could be measured. */
const lengths = new BoundedMap<number>(MOST);

/** Publishes what came of an exchange whose response is over. */
export function publishDecision(exchange: Exchange, path: string): void {
  const { plan, method, conditional, currentTime } = exchange;
  const { statusCode, headersSent } = nodeResponseOf(exchange.context);
  const outcome = headersSent ? outcomeOf(exchange, statusCode) : 'unanswered';
  const decision: EtagDecision = {
    route: plan.name,
    path,
    method,
    status: statusCode,
    outcome,
    source: sourceOf(exchange),
    conditional,
    handlerSkipped: isHandlerSkipped(exchange),
    bytesSaved: bytesSavedBy(exchange, outcome),
    currentTime,
  };
  decisions.publish(decision);
}

function outcomeOf(exchange: Exchange, status: number): DecisionOutcome {
  const { answer, thrown, reads, selected } = exchange;
  if (status === 304) return 'not-modified';
  if (status >= 400) return (thrown && codeOf(thrown)) ?? 'error';
  if (status >= 300) return 'redirection';
  if (answer === 'already-applied') return answer;
  if (status === 206) return 'partial-content';
  if (!reads) return 'performed';
  return selected.etag || selected.lastModified !== undefined ? 'sent' : 'untagged';
}

/** `current` may throw in the handler's place, too: that what is to be written is not there. */
function isHandlerSkipped({ began, answer, decidedFrom }: Exchange): boolean {
  return !began && (answer ?? decidedFrom) !== undefined;
}

function sourceOf(exchange: Exchange): DecisionSource {
  const { began, reads, decidedFrom, expected, evaluated } = exchange;
  if (!began) return decidedFrom ?? 'none';
  if (reads) return sourceOfRead(exchange);
  const assurance = expected?.assurance ?? 'none';
  if (exchange.conditional && assurance !== 'none') return assurance === 'compared' ? 'store' : 'entity';
  return evaluated ? 'current' : sourceOfRead(exchange);
}

/** Of what the handler returned, or of what an interceptor has sent in its place. */
function sourceOfRead({ plan, hasOwnTag, selected, stream }: Exchange): DecisionSource {
  if (hasOwnTag) return 'application';
  if (!selected.etag) return selected.lastModified === undefined ? 'none' : 'entity';
  if (plan.tagger) return 'entity';
  return stream ? 'file' : 'body';
}

function bytesSavedBy(exchange: Exchange, outcome: DecisionOutcome): number | undefined {
  const { method, selected, length, request } = exchange;
  if (method !== 'GET' || !selected.etag) return undefined;
  const key = hash('sha1', `${request.originalUrl} ${formatEntityTag(selected.etag)}`);
  if (length !== undefined) lengths.set(key, length);
  return outcome === 'not-modified' ? lengths.get(key) : undefined;
}
