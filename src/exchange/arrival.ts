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

const ARRIVAL = Symbol('nestjs-etag:arrival');

type Carrier = { [ARRIVAL]?: Arrival };

/** Notes, as a request arrives at a decorated route, which one it is. */
export function arrive(request: object, arrival: Arrival): void {
  (request as Carrier)[ARRIVAL] = arrival;
}

/** The decorated route a request has arrived at. */
export function arrivalOf(request: object): Arrival | undefined {
  return (request as Carrier)[ARRIVAL];
}
