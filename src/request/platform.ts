import type { DecoratedRoute } from './route-of-request.js';
import type { Answer, ConditionalRequest, Exchange } from './exchange.js';
import type { RoutePlan } from './route-plan.interface.js';
import type { Settings } from '../options/settings.js';
import type { Body } from '../tags/body-hash.js';
import type { ResponseHead } from './response-head.interface.js';

/**
 * What the module asks of an HTTP platform. One implementation for Express, one for Fastify: nothing else in the
 * module touches a response.
 */
export abstract class ResponsePlatform {
  constructor(protected readonly errors: Settings['errors']) {}

  /** Called once, before routes are registered. */
  abstract prepare(): void;
  /** Marks the handler of a decorated route, for when the route is registered. */
  abstract mark(handler: object, plan: RoutePlan, route: DecoratedRoute): void;
  /** The status the response would be sent with as it stands. */
  abstract statusOf(response: unknown): number;
  /** Brings the send stage into the way of a response. */
  abstract attach(request: ConditionalRequest, response: unknown, exchange: Exchange): void;
  /**
   * Runs the send stage for a response whose body is a stream, so that its header fields are set in time.
   * @param body the bytes of the stream, where they are in memory already
   */
  abstract finishStream(response: unknown, exchange: Exchange, body?: Body): Answer | undefined;
  /** The status and header fields of a response that is still to be sent. */
  abstract headOf(response: unknown): ResponseHead;
  /** Calls back when the response is over, because it is sent or because the client is gone. */
  abstract whenOver(response: unknown, callback: () => void): void;
  /** Ends a response that has begun, so that it does not look complete. */
  abstract breakOff(response: unknown): void;
  /** Sends a 304, or the error that answers in the handler's stead. */
  abstract answer(response: unknown, answer: Answer, exchange: Exchange | undefined): void;
}
