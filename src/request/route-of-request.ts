import type { HttpException } from '@nestjs/common';
import { Exchange } from './exchange.js';
import type { Platform } from './platform.js';
import type { ResponseHead } from './response-head.interface.js';
import { RouteContext, type ConditionalRequest } from './route-context.js';
import type { RoutePlan } from './route-plan.interface.js';
import type { SeenCodings } from './seen-codings.js';

/** A decorated route of one application, worked out before Nest registers it. */
export interface DecoratedRoute {
  readonly plan: RoutePlan;
  readonly platform: Platform;
  readonly controller: RouteContext['controller'];
  readonly handler: Function;
  /** Takes a request through the handler: the one driver of every decorated route. */
  readonly handle: (exchange: Exchange, run: () => unknown) => unknown;
  /** What is to be answered where a write succeeded that nothing guarded, and its handler never ran. */
  readonly inspect: (exchange: Exchange) => HttpException | undefined;
  /** Has the route's exception filters answer a request, those of the application first. */
  readonly refuse: (exchange: Exchange, error: unknown) => void;
}

/** The decorated route a request has arrived at, and its exchange once somebody has asked for it. */
export interface RouteOfRequest {
  readonly route: DecoratedRoute;
  readonly response: unknown;
  readonly next?: unknown;
  /** Where the response may be coded after it was tagged: which codings responses like it came to have. */
  readonly codings?: SeenCodings | undefined;
  exchange?: Exchange;
}

const ROUTE = Symbol('nestjs-etag:route');

type Arrived = { [ROUTE]?: RouteOfRequest | undefined };

/**
 * Makes room in a request for its route, while it is new: once Express has changed its prototype, V8 makes a hidden class of
 * its own for each property that is added to it, of more than a kilobyte.
 */
export function makeRoom(request: object): void {
  (request as Arrived)[ROUTE] = undefined;
}

/** Notes, as a request arrives at a decorated route, which one it is. It may have arrived at others before. */
export function noteRoute(request: object, route: RouteOfRequest): RouteOfRequest {
  return ((request as Arrived)[ROUTE] = route);
}

/** Undefined at routes without our decorators. */
export function routeOfRequest(request: object): RouteOfRequest | undefined {
  return (request as Arrived)[ROUTE];
}

/** The route of a request, and its exchange, which begins where it has arrived; undefined at routes without our decorators. */
export function arrivedAt(request: object): (RouteOfRequest & { exchange: Exchange }) | undefined {
  const arrived = (request as Arrived)[ROUTE];
  if (arrived && !arrived.exchange) begin(request as ConditionalRequest, arrived);
  return arrived as ReturnType<typeof arrivedAt>;
}

/** The exchange alone. */
export function exchangeOf(request: object): Exchange | undefined {
  return arrivedAt(request)?.exchange;
}

function begin(request: ConditionalRequest, arrived: RouteOfRequest): void {
  const { route, response, next, codings } = arrived;
  const context = new RouteContext(route.controller, route.handler, request, response, next);
  arrived.exchange = new Exchange(context, route.plan);
  arrived.exchange.codings = codings;
}

/** The status and header fields of the response of an exchange, as long as it is not sent. */
export function headOf({ request, context }: Exchange): ResponseHead {
  return routeOfRequest(request)!.route.platform.headOf(context.response);
}
