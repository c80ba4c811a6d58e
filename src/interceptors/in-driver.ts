import type { NestInterceptor } from '@nestjs/common';
import { defer } from 'rxjs';
import type { Handler } from '../metadata/route-handlers.js';
import { routeOfRequest, type DecoratedRoute } from '../request/route-of-request.js';
import { explained } from '../util/explained.js';
import { EtagInterceptor, valuesOf } from './etag.interceptor.js';

/** Takes a request through its handler: with the module's interceptor, or with what a test has put in its place. */
export function driverOf(interceptor: NestInterceptor): DecoratedRoute['handle'] {
  if (interceptor instanceof EtagInterceptor) return interceptor.handle;
  return (exchange, run) => {
    // The module leaves the response alone then.
    exchange.finished = true;
    return interceptor.intercept(exchange.context, { handle: () => defer(() => valuesOf(run())) });
  };
}

/**
 * A handler whose requests go through the driver of their route.
 * @param at the index of the parameter that receives the request, behind the handler's own
 * @param refused the name of a handler that must not run for a request of which nobody knows the route
 */
export function inDriver(handler: Handler, at: number, refused: string | undefined): Handler {
  return function (this: object, ...args: unknown[]) {
    const request = args[at];
    // Nest gives it one more, and to cut the list costs more than to take that off.
    if (args.length === at + 1) args.pop();
    else if (args.length > at) args.length = at;
    const run = (): unknown => handler.apply(this, args);
    // A test of the controller by itself is no request.
    if (typeof request !== 'object' || request === null) return run();
    const noted = routeOfRequest(request);
    if (noted) {
      const { route, exchange } = noted;
      exchange.context.instance = this;
      return route.handle(exchange, run);
    }
    if (refused === undefined) return run();
    throw new Error(
      explained(
        'request-not-announced',
        `${refused}: its preconditions cannot be evaluated, because the HTTP adapter did not say that a request has come. ` +
          'Register routes with the methods of the adapters of Nest.',
      ),
    );
  };
}
