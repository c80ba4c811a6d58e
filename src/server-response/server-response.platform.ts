import type { ServerResponse } from 'node:http';
import { marksOf } from '../metadata/marks.js';
import { beforeSend } from '../request/before-send.js';
import type { CodingDecision } from '../request/content-coding.js';
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
import { awaitCoding } from './response-coding.js';
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
    // A compressor has put its own `write` on the response: without that it could code no stream. It may have none for a HEAD.
    const mayBeCoded = Object.hasOwn(response, 'write') || this.seenCodings.vary(route.plan);
    noteRoute(new RouteOfRequest(route, request, response, mayBeCoded ? this.seenCodings : undefined, next));
  }

  override headOf(response: ServerResponse): ResponseHead {
    return new ServerResponseHead(response);
  }

  override finishStream(exchange: Exchange, body?: Body): Answer | undefined {
    const response = exchange.context.response as ServerResponse;
    return this.decide(exchange, response, body, 'pending for a stream');
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
    const answer = this.decide(exchange, response, body, 'pending');
    if (answer === undefined) return false;
    if (typeof answer === 'string') this.answer(exchange, answer);
    else routeOfRequest(exchange.request)!.route.refuse(exchange, answer);
    return true;
  }

  protected override send(response: SendingResponse, body: string | undefined): void {
    if (body === undefined) response.end();
    else response.send(body);
  }

  /** @param decision where a compressor stands in front */
  private decide(
    exchange: Exchange,
    response: ServerResponse,
    body: Body | undefined,
    decision: CodingDecision,
  ): Answer | undefined {
    const head = this.headOf(response);
    if (!exchange.codings) return beforeSend(exchange, head, body);
    const answer = beforeSend(exchange, head, body, decision);
    if (!answer && exchange.selected.etag) awaitCoding(response, exchange, head);
    return answer;
  }
}
