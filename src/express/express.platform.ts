import type { AbstractHttpAdapter } from '@nestjs/core';
import { marksOf } from '../metadata/marks.js';
import { writeError } from '../request/answers.js';
import { beforeSend } from '../request/before-send.js';
import { codingIn, retag, type CodingDecision } from '../request/content-coding.js';
import type { Answer, Exchange } from '../request/exchange.js';
import { Platform } from '../request/platform.js';
import type { ResponseHead } from '../request/response-head.interface.js';
import { routeOfRequest, type DecoratedRoute, type RouteOfRequest } from '../request/route-of-request.js';
import { withoutHandler } from '../request/without-handler.js';
import type { Body } from '../tags/body-hash.js';
import {
  interpose,
  withoutTag,
  type ExpressApplication,
  type ExpressResponse,
  type Send,
} from './express-application.js';
import { beforeEnd, onCoding } from './express-coding.js';
import { ExpressHead } from './express-head.js';
import { noteRoutes } from './express-routes.js';

/** Characters from which on Express sends a text as bytes. */
const LONG = 1000;
/** As `json()` sets it. Express changes other types of a text, and takes bytes without any for something else. */
const JSON_TYPE = 'application/json; charset=utf-8';

/** Express: a response passes through its own `send`, with every body as text or bytes, once. */
export class ExpressPlatform extends Platform {
  /** @param adapter Nest's own, on which routes are registered */
  constructor(private readonly adapter: AbstractHttpAdapter) {
    super();
  }

  override prepare(): void {
    noteRoutes(this.adapter, (handler) => marksOf<DecoratedRoute>(handler)?.get(this), this.seenCodings);
    interpose(
      this.adapter.getInstance<ExpressApplication>(),
      (original) => sendThrough(this, original),
      (request) => isSilent(routeOfRequest(request), this),
    );
  }

  override headOf(response: ExpressResponse): ResponseHead {
    return new ExpressHead(response);
  }

  override finishStream(exchange: Exchange, body?: Body): Answer | undefined {
    const { codings } = exchange;
    const response = exchange.context.response as ExpressResponse;
    const head = new ExpressHead(response);
    const answer = beforeSend(exchange, head, body, codings ? 'pending' : 'made');
    const { etag } = exchange.validators;
    if (answer || !codings || !etag) return answer;
    onCoding(response, (coding) => retag(exchange, head, coding));
    response.once('finish', () => {
      if (response.statusCode === 200) codings.learn(exchange, etag, exchange.coding);
    });
    return undefined;
  }

  protected override send(response: ExpressResponse, body: string | undefined): void {
    if (body === undefined) response.end();
    else response.send(body);
  }

  /**
   * Decides a response that is about to be sent.
   * @returns whether it was answered with something else
   */
  finishSent(response: ExpressResponse, exchange: Exchange, body: Body): boolean {
    if (needsCoding(exchange)) {
      beforeEnd(response, (isCoded) => this.finishBody(response, exchange, body, 'made', isCoded));
      return false;
    }
    if (!exchange.codings) return this.finishBody(response, exchange, body, 'made');
    onCoding(response, (coding) => retag(exchange, new ExpressHead(response), coding));
    return this.finishBody(response, exchange, body, 'pending');
  }

  /** @param isCoded whether a compressor waits for the body already */
  private finishBody(
    response: ExpressResponse,
    exchange: Exchange,
    body: Body,
    decision: CodingDecision,
    isCoded = false,
  ): boolean {
    const answer = beforeSend(exchange, new ExpressHead(response), body, decision);
    if (answer === undefined) return false;
    if (typeof answer === 'string') this.answer(exchange, answer);
    else if (isCoded) this.refuseCoded(response, answer, exchange);
    else routeOfRequest(exchange.request)!.route.refuse(exchange, answer);
    return true;
  }

  /** Sends an error itself, since the compressor will code whatever is sent now, and no filter knows that. */
  private refuseCoded(response: ExpressResponse, answer: Exclude<Answer, string>, exchange: Exchange): void {
    exchange.finished = true;
    const head = new ExpressHead(response);
    const coding = codingIn(head);
    const body = writeError(answer, head, exchange.settings.errors);
    head.set('Content-Encoding', coding);
    response.end(body);
  }
}

/** Stands in for the `send` of responses: what is sent on a decorated route is decided first. */
function sendThrough(platform: ExpressPlatform, original: Send): Send {
  return function send(body) {
    const noted = routeOfRequest(this.req);
    // Objects come back as text, by way of json().
    if (noted?.route.platform !== platform || !isBody(body)) return original.call(this, body);
    const { exchange } = noted;
    const sent = exchange.plan.bodyHash ? inBytes(this, body) : body;
    const decided = exchange.began || exchange.answer !== undefined;
    const made = decided ? undefined : withoutHandler(exchange, new ExpressHead(this), sent ?? '');
    if (made) {
      void made.then(() => this.send(sent));
      return this;
    }
    if (!exchange.finished && platform.finishSent(this, exchange, sent ?? '')) return this;
    if (isSilent(noted, platform) && !this.hasHeader('etag')) withoutTag(this);
    return original.call(this, sent);
  };
}

/** Whether Express's own tags and freshness checks are out of place on the route of a request. */
function isSilent(noted: RouteOfRequest | undefined, platform: Platform): boolean {
  if (noted?.route.platform !== platform) return false;
  const { plan } = noted.route;
  return plan.conditional || plan.untagged;
}

/** The bytes of a long text, where Express would make the same ones: to hash and to send them takes one conversion. */
function inBytes<T>(response: ExpressResponse, body: T): T | Buffer {
  if (typeof body !== 'string' || body.length < LONG) return body;
  return response.getHeader('content-type') === JSON_TYPE ? Buffer.from(body) : body;
}

/** Whether a read waits for its coding. A response that is held back shows none beforehand. */
function needsCoding({ codings, reads, plan }: Exchange): boolean {
  return codings !== undefined && reads && plan.forgets === undefined;
}

function isBody(body: unknown): body is Body | null | undefined {
  return typeof body === 'string' || body === null || body === undefined || ArrayBuffer.isView(body);
}
