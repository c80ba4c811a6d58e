import { arrivedAt } from '../request/route-of-request.js';

type Handler = (...args: unknown[]) => unknown;

/**
 * A handler whose requests go through the driver of their route.
 * @param at the index of the parameter that receives the request, behind the handler's own
 * @param refused the name of a handler that is not to run for a request nobody has noted
 */
export function inDriver(handler: Handler, at: number, refused: string | undefined): Handler {
  return function (this: object, ...args: unknown[]) {
    const request = args[at];
    const run = (): unknown => handler.apply(this, args.length > at ? args.slice(0, at) : args);
    // A test of the controller by itself is no request.
    if (typeof request !== 'object' || request === null) return run();
    const arrived = arrivedAt(request);
    if (arrived) {
      arrived.exchange.context.instance = this;
      return arrived.route.handle(arrived.exchange, run);
    }
    if (refused === undefined) return run();
    throw new Error(
      `${refused}: its preconditions cannot be evaluated, because the HTTP adapter did not say that a request has come. ` +
        'Register routes with the methods of the adapters of Nest.',
    );
  };
}
