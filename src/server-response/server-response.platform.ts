import type { ServerResponse } from 'node:http';
import { marksOf } from '../metadata/marks.js';
import { writeError } from '../request/answers.js';
import { beforeSend } from '../request/before-send.js';
import { codingIn, retag, type CodingDecision } from '../request/content-coding.js';
import type { Answer, Exchange } from '../request/exchange.js';
import { Platform } from '../request/platform.js';
import type { ResponseHead } from '../request/response-head.interface.js';
import type { ConditionalRequest } from '../request/route-context.js';
import {
  noteRoute,
  RouteOfRequest,
  routeOfRequest,
  type DecoratedRoute,
} from '../request/route-of-request.js';
import { withoutHandler } from '../request/without-handler.js';
import type { Body } from '../tags/body-hash.js';
import { noteRoutes } from './noted-routes.js';
import { beforeEnd, onCoding } from './response-coding.js';
import { ServerResponseHead } from './server-response-head.js';

/** A response of Node's own kind, with the `send` that its platform gives it. */
export interface SendingResponse extends ServerResponse<ConditionalRequest & ServerResponse['req']> {
  send(body?: unknown): this;
}

/** A platform whose responses are Node's own `ServerResponse`: it knows how they are sent. */
export abstract class ServerResponsePlatform extends Platform {
  override prepare(): void {
    noteRoutes<SendingResponse>(
      this.adapter,
      (handler) => marksOf<DecoratedRoute>(handler)?.get(this),
      (route, request, response, next) => this.arrived(route, request, response, next),
    );
  }

  /** Notes which route a request has come to. */
  protected arrived(route: DecoratedRoute, request: object, response: SendingResponse, next: unknown): void {
    // A compressor has put its own `write` on the response: without that it could code no stream.
    const codings = Object.hasOwn(response, 'write') ? this.seenCodings : undefined;
    noteRoute(new RouteOfRequest(route, request, response, codings, next));
  }

  override headOf(response: ServerResponse): ResponseHead {
    return new ServerResponseHead(response);
  }

  override finishStream(exchange: Exchange, body?: Body): Answer | undefined {
    const { codings } = exchange;
    const response = exchange.context.response as ServerResponse;
    const head = this.headOf(response);
    const answer = beforeSend(exchange, head, body, codings ? 'pending' : 'made');
    const { etag } = exchange.validators;
    if (answer || !codings || !etag) return answer;
    onCoding(response, (coding) => retag(exchange, head, coding));
    response.once('finish', () => {
      if (response.statusCode === 200) codings.learn(exchange, etag, exchange.coding);
    });
    return undefined;
  }

  /**
   * Decides a response that is about to be sent.
   * @returns whether it was answered with something else; a promise where it is to be sent again after that
   */
  finishSent(response: SendingResponse, exchange: Exchange, body: Body): boolean | Promise<void> {
    if (!exchange.began && exchange.answer === undefined) {
      const made = withoutHandler(exchange, this.headOf(response), body);
      if (made) return made;
    }
    if (exchange.finished) return false;
    if (needsCoding(exchange)) {
      beforeEnd(response, (isCoded) => this.finishBody(response, exchange, body, 'made', isCoded));
      return false;
    }
    if (!exchange.codings) return this.finishBody(response, exchange, body, 'made');
    onCoding(response, (coding) => retag(exchange, this.headOf(response), coding));
    return this.finishBody(response, exchange, body, 'pending');
  }

  protected override send(response: SendingResponse, body: string | undefined): void {
    if (body === undefined) response.end();
    else response.send(body);
  }

  /** @param isCoded whether a compressor waits for the body already */
  private finishBody(
    response: ServerResponse,
    exchange: Exchange,
    body: Body,
    decision: CodingDecision,
    isCoded = false,
  ): boolean {
    const answer = beforeSend(exchange, this.headOf(response), body, decision);
    if (answer === undefined) return false;
    if (typeof answer === 'string') this.answer(exchange, answer);
    else if (isCoded) this.refuseCoded(response, answer, exchange);
    else routeOfRequest(exchange.request)!.route.refuse(exchange, answer);
    return true;
  }

  /** Sends an error itself, since the compressor will code whatever is sent now, and no filter knows that. */
  private refuseCoded(response: ServerResponse, answer: Exclude<Answer, string>, exchange: Exchange): void {
    exchange.finished = true;
    const head = this.headOf(response);
    const coding = codingIn(head);
    const body = writeError(answer, head, exchange.settings.errors);
    head.set('Content-Encoding', coding);
    response.end(body);
  }
}

/** Whether a read waits for its coding. A response that is held back shows none beforehand. */
function needsCoding({ codings, reads, plan }: Exchange): boolean {
  return codings !== undefined && reads && plan.forgets === undefined;
}
