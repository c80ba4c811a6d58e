import type { NestInterceptor } from '@nestjs/common';
import type { ConditionalRequest, Exchange } from './exchange.js';

/** A decorated route of one application, as a request arrives at it. */
export interface DecoratedRoute {
  /**
   * Takes requests through stage 1, where interceptors of the application stand around the route; undefined where the
   * handler itself does.
   */
  readonly interceptor: NestInterceptor | undefined;
  /** Opens the exchange of a request for a parameter of the handler; {@link run} goes on with it. */
  open(request: ConditionalRequest, reply: Reply): Exchange;
  /** Takes a request through stage 1 within its handler. */
  run(request: ConditionalRequest, reply: Reply, handle: () => unknown): unknown;
}

/** What an adapter hands a route beside its request. */
interface Reply {
  readonly response: unknown;
  readonly next?: unknown;
}

export interface Arrival extends Reply {
  readonly route: DecoratedRoute;
}

/** What is known of a request as long as it lasts. */
interface Visit {
  readonly arrival: Arrival | undefined;
  exchange: Exchange | undefined;
}

const VISIT = Symbol('nestjs-etag:visit');

type Visitor = { [VISIT]?: Visit | undefined };

/**
 * Makes room in a request for what will be known of it, while it is new: once Express has changed its prototype, V8 makes a
 * hidden class of its own for each property that is added to it, of more than a kilobyte.
 */
export function makeRoom(request: object): void {
  (request as Visitor)[VISIT] = undefined;
}

/** Notes, as a request arrives at a decorated route, which one it is. It may have arrived at others before. */
export function arrive(request: object, arrival: Arrival): void {
  (request as Visitor)[VISIT] = { arrival, exchange: undefined };
}

/** The decorated route a request has arrived at. */
export function arrivalOf(request: object): Arrival | undefined {
  return (request as Visitor)[VISIT]?.arrival;
}

/** Keeps the exchange of a request. */
export function keepExchange(request: object, exchange: Exchange): void {
  const visit = (request as Visitor)[VISIT];
  if (visit) visit.exchange = exchange;
  else (request as Visitor)[VISIT] = { arrival: undefined, exchange };
}

/** The exchange of a request, undefined on routes without our decorators. */
export function exchangeOf(request: object): Exchange | undefined {
  return (request as Visitor)[VISIT]?.exchange;
}
