import type { HttpException, Type } from '@nestjs/common';
import { whenOver } from '../util/node-response.js';
import { decisions } from './decision-channel.js';
import { Exchange } from './exchange.js';
import type { Platform } from './platform.js';
import { publishDecision } from './publish-decision.js';
import type { ResponseHead } from './response-head.interface.js';
import { RouteContext, type ConditionalRequest } from './route-context.js';
import type { RoutePlan } from './route-plan.interface.js';
import type { SeenCodings } from './seen-codings.js';

/** A decorated route of one application, worked out before Nest registers it. */
export interface DecoratedRoute {
  readonly plan: RoutePlan;
  readonly platform: Platform;
  /** The pattern under which it is registered, once it is. */
  readonly path?: string;
  readonly controller: Type;
  readonly handler: Function;
  /** Takes a request through the handler: the one driver of every decorated route. */
  readonly handle: (exchange: Exchange, run: () => unknown) => unknown;
  /** What is to be answered where a write succeeded without its handler, and nothing evaluated its preconditions. */
  readonly inspect: (exchange: Exchange) => HttpException | undefined;
  /** Has the exception filters of the route answer a request, those of the application first. */
  readonly refuse: (exchange: Exchange, error: unknown) => void;
}

/** The decorated route that a request has come to. */
export class RouteOfRequest {
  /** The exchange, once it has begun. */
  begun: Exchange | undefined;

  constructor(
    readonly route: DecoratedRoute,
    readonly request: object,
    readonly response: unknown,
    private readonly codings: SeenCodings | undefined,
    private readonly next?: unknown,
  ) {}

  /** The exchange begins when it is first asked for: a request that a guard refuses may have none. */
  get exchange(): Exchange {
    if (this.begun) return this.begun;
    const { plan, controller, handler } = this.route;
    const request = this.request as ConditionalRequest;
    const context = new RouteContext(controller, handler, request, this.response, this.next);
    return (this.begun = new Exchange(context, plan, this.codings));
  }
}

const ROUTE = Symbol('nestjs-etag:route');

type WithRoute = { [ROUTE]?: RouteOfRequest | undefined };

/** Notes which decorated route a request has come to. The request may have come to others before. */
export function noteRoute(route: RouteOfRequest): void {
  (route.request as WithRoute)[ROUTE] = route;
  if (decisions.hasSubscribers && route.route.plan.conditional) publishWhenOver(route);
}

/** Another version of the route may have handed the request on. Then the decision is that of the other. */
function publishWhenOver(noted: RouteOfRequest): void {
  whenOver(noted.response, () => {
    if (routeOfRequest(noted.request) === noted) publishDecision(noted.exchange, noted.route.path ?? '');
  });
}

/**
 * Notes that a request has come to no decorated route: it is new, or is handed on to one that may have no decorator. Once
 * Express has changed the prototype of a request, a new property costs a kilobyte.
 */
export function forgetRoute(request: object): void {
  (request as WithRoute)[ROUTE] = undefined;
}

/** Undefined at a route without our decorators. */
export function routeOfRequest(request: object): RouteOfRequest | undefined {
  return (request as WithRoute)[ROUTE];
}

/** The status and header fields of the response of an exchange, as long as it is not sent. */
export function headOf({ request, context }: Exchange): ResponseHead {
  return routeOfRequest(request)!.route.platform.headOf(context.response);
}
