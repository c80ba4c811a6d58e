import type { Answer, ConditionalRequest, Exchange } from '../exchange/exchange.js';
import type { RoutePlan } from '../plan/route-plan.interface.js';
import type { Settings } from '../plan/settings.js';

/**
 * What the module asks of an HTTP platform. One implementation for Express, one for Fastify: nothing else in the
 * module touches a response.
 */
export abstract class ResponsePlatform {
  constructor(protected readonly errors: Settings['errors']) {}

  /** Called once, before routes are registered. */
  abstract prepare(): void;
  /** Marks the handler of a decorated route, for when the route is registered. */
  abstract mark(handler: object, plan: RoutePlan): void;
  /** The status the response would be sent with as it stands. */
  abstract statusOf(response: unknown): number;
  /** Brings the send stage into the way of a response. */
  abstract attach(request: ConditionalRequest, response: unknown, exchange: Exchange): void;
  /** Runs the send stage for a response whose body is a stream, so that its header fields are set in time. */
  abstract settleStream(response: unknown, exchange: Exchange): Answer | undefined;
  /** Sends a 304, or the error that answers in the handler's stead. */
  abstract answer(response: unknown, answer: Answer, exchange: Exchange | undefined): void;
}
