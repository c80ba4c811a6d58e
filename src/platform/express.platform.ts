import type { ServerResponse } from 'node:http';
import { exchangeOf, type Answer, type ConditionalRequest, type Exchange } from '../exchange/exchange.js';
import type { DecoratedRoute } from '../exchange/arrival.js';
import type { RoutePlan } from '../plan/route-plan.interface.js';
import type { Settings } from '../plan/settings.js';
import type { Body } from '../tagging/body-hash.js';
import { SeenCodings } from '../exchange/seen-codings.js';
import { writeError, writeBodiless } from './answers.js';
import { codingIn, retag, type CodingDecision } from './coding.js';
import { beforeEnd, mayBeCoded, onCoding } from './express-coding.js';
import { ExpressHead } from './express-head.js';
import { silenceRoutes, type MarkedRoute } from './express-silence.js';
import type { ResponseHead } from './response-head.interface.js';
import { ResponsePlatform } from './response-platform.js';
import { breakOff, onceOver } from './response-end.js';
import { addMark, marksOf } from './marks.js';
import { settle } from './send-stage.js';

const ORIGINAL_SEND = Symbol('nestjs-etag:send');

/** The parts of Express's response (4 and 5 alike) that the send stage stands on. */
interface ExpressResponse extends ServerResponse<ConditionalRequest & ServerResponse['req']> {
  send: Send;
  [ORIGINAL_SEND]?: Send;
}

type Send = (this: ExpressResponse, body?: unknown) => ExpressResponse;

/**
 * The send stage on Express: the response's own `send`, which every body passes through as text or bytes, once.
 * Responses of undecorated routes keep theirs.
 */
export class ExpressPlatform extends ResponsePlatform {
  private readonly sendDecorated = sendThrough(this);
  private readonly seenCodings = new SeenCodings();

  /** @param adapter Nest's own, of which routes are registered; none where there are no routes */
  constructor(
    private readonly adapter: object | undefined,
    errors: Settings['errors'],
  ) {
    super(errors);
  }

  override prepare(): void {
    const markOf = (handler: object) => marksOf<MarkedRoute>(handler)?.get(this);
    const overridesOf = (prototype: object) => ({
      send: this.sendDecorated,
      [ORIGINAL_SEND]: (prototype as ExpressResponse).send,
    });
    if (this.adapter) silenceRoutes(this.adapter, markOf, overridesOf);
  }

  override mark(handler: object, plan: RoutePlan, route: DecoratedRoute): void {
    addMark<MarkedRoute>(handler, this, { isSilent: plan.conditional || plan.untagged, route });
  }

  override statusOf(response: ExpressResponse): number {
    return response.statusCode;
  }

  override attach(_: ConditionalRequest, response: ExpressResponse, exchange: Exchange): void {
    if (mayBeCoded(response)) exchange.codings = this.seenCodings;
    // That of a silent route, unless a middleware has put one of its own before it; or an interceptor retries.
    if (response.send === this.sendDecorated) return;
    response[ORIGINAL_SEND] = response.send;
    response.send = this.sendDecorated;
  }

  override settleStream(response: ExpressResponse, exchange: Exchange, body?: Body): Answer | undefined {
    const head = new ExpressHead(response);
    const { codings } = exchange;
    if (!codings) return settle(exchange, head, body);
    const answer = settle(exchange, head, body, 'pending');
    const { etag } = exchange.validators;
    if (answer || !etag) return answer;
    onCoding(response, (coding) => retag(exchange, head, coding));
    response.once('finish', () => {
      if (response.statusCode === 200) codings.learn(exchange, etag, exchange.coding);
    });
    return undefined;
  }

  override headOf(response: ExpressResponse): ResponseHead {
    return new ExpressHead(response);
  }

  override whenOver(response: ExpressResponse, callback: () => void): void {
    onceOver(response, callback);
  }

  override breakOff(response: ExpressResponse): void {
    breakOff(response);
  }

  override answer(response: ExpressResponse, answer: Answer, exchange: Exchange | undefined): void {
    if (exchange) exchange.settled = true;
    // A handler that sent its response itself, and then threw.
    if (response.headersSent) return;
    const head = new ExpressHead(response);
    if (typeof answer !== 'string') response.send(writeError(answer, head, this.errors));
    else if (exchange) {
      writeBodiless(answer, exchange, head);
      response.end();
    }
  }

  /**
   * Settles a response with a body in memory.
   * @param isCoded whether a compressor waits for the body already
   * @returns whether it was answered with something else
   */
  settleBody(
    response: ExpressResponse,
    exchange: Exchange,
    body: Body,
    decision: CodingDecision,
    isCoded = false,
  ): boolean {
    const answer = settle(exchange, new ExpressHead(response), body, decision);
    if (answer && isCoded) this.answerCoded(response, answer, exchange);
    else if (answer) this.answer(response, answer, exchange);
    return answer !== undefined;
  }

  /** Whatever is sent now is coded. */
  private answerCoded(response: ExpressResponse, answer: Answer, exchange: Exchange): void {
    if (typeof answer === 'string') return this.answer(response, answer, exchange);
    exchange.settled = true;
    const head = new ExpressHead(response);
    const coding = codingIn(head);
    const body = writeError(answer, head, this.errors);
    head.set('Content-Encoding', coding);
    response.end(body);
  }
}

/** Stands in for `response.send` on decorated routes: one function for all of them. */
function sendThrough(platform: ExpressPlatform): Send {
  return function send(body) {
    const original = this[ORIGINAL_SEND]!;
    const exchange = exchangeOf(this.req);
    // Objects come back as text, by way of json().
    if (!exchange || !isBody(body) || exchange.settled) return original.call(this, body);
    const bytes = body ?? '';
    if (needsCoding(exchange)) {
      beforeEnd(this, (isCoded) => platform.settleBody(this, exchange, bytes, 'made', isCoded));
      return original.call(this, body);
    }
    if (exchange.codings) onCoding(this, (coding) => retag(exchange, new ExpressHead(this), coding));
    const answered = platform.settleBody(this, exchange, bytes, exchange.codings ? 'pending' : 'made');
    return answered ? this : original.call(this, body);
  };
}

/** A read is decided by the tag of its coding; of a response that is held back, nothing can be found out beforehand. */
function needsCoding({ codings, reads, plan }: Exchange): boolean {
  return codings !== undefined && reads && plan.forgets === undefined;
}

function isBody(body: unknown): body is Body | null | undefined {
  return typeof body === 'string' || body === null || body === undefined || ArrayBuffer.isView(body);
}
