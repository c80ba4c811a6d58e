import { Req } from '@nestjs/common';
import { arrivalOf, exchangeOf } from '../request/route-of-request.js';
import type { ConditionalRequest, Exchange } from '../request/exchange.js';
import { MARKS } from '../metadata/marks.js';
import { NEST } from '../metadata/nest-metadata.js';
import type { Handler, RouteHandler } from '../metadata/route-handlers.js';

const GUARDED = Symbol('nestjs-etag:guarded');

/** A handler that does not run where its request is answered before it. */
interface GuardedHandler extends Handler {
  readonly [GUARDED]: {
    readonly handler: Handler;
    /** The index of the parameter that receives the request. */
    readonly at: number;
  };
}

/**
 * Wraps a handler so that its pipes can run without it: Nest applies pipes and calls the handler in one step, and
 * a request that is answered before the handler must still get the 400 or 404 its pipes would have given.
 *
 * The wrapper learns of the request through a parameter behind the handler's own, which no pipe touches. It
 * carries the handler's metadata, and stands on the controller's own prototype, so that controllers that inherit one
 * handler have a wrapper each. A class that is a controller in several modules or applications is wrapped once.
 */
export function guardHandler({ controller, method, name, decorated, takesIfMatch }: RouteHandler): Handler {
  const prototype = controller.prototype as Record<string, Handler>;
  const found = prototype[method]!;
  if (isGuarded(found) && Object.hasOwn(prototype, method)) return found;
  const { handler, at } = isGuarded(found) ? found[GUARDED] : withRequest(controller, method, found);
  const guarded = guard(handler, at, decorated || takesIfMatch ? name : undefined);
  for (const key of Reflect.getMetadataKeys(found) as unknown[]) {
    // What applications say of another class's route is not theirs to say of this one.
    if (key !== MARKS) Reflect.defineMetadata(key, Reflect.getMetadata(key, found), guarded);
  }
  Object.defineProperty(prototype, method, { value: guarded, configurable: true, writable: true });
  return guarded;
}

/** @param refused the name of a handler that is not to run for a request nobody has noted */
function guard(handler: Handler, at: number, refused: string | undefined): Handler {
  const guarded: Handler = function (this: unknown, ...args: unknown[]) {
    const request = args[at];
    const handle = (): unknown => handler.apply(this, args.length > at ? args.slice(0, at) : args);
    if (typeof request !== 'object' || request === null) return handle();
    const arrival = arrivalOf(request);
    const exchange = exchangeOf(request);
    if (arrival && !(arrival.route.interceptor && exchange))
      return arrival.route.run(request as ConditionalRequest, arrival, handle);
    if (exchange) return behind(exchange, handle);
    if (refused === undefined) return handle();
    throw new Error(
      `${refused}: its preconditions cannot be evaluated, because the HTTP adapter did not say that a request has come. ` +
        'Register routes with the methods of the adapters of Nest.',
    );
  };
  return Object.defineProperties(guarded, {
    name: { value: handler.name },
    [GUARDED]: { value: { handler, at } },
  });
}

/** Behind an interceptor, which has taken the request through stage 1 and decided whether this is to run. */
function behind(exchange: Exchange, handle: () => unknown): unknown {
  if (exchange.blocked) return undefined;
  exchange.began = true;
  return (exchange.returned = handle());
}

function isGuarded(handler: Handler): handler is GuardedHandler {
  return GUARDED in handler;
}

/** Has Nest hand the request to the handler, behind the parameters it fills and those the function names. */
function withRequest(
  controller: RouteHandler['controller'],
  method: string,
  handler: Handler,
): GuardedHandler[typeof GUARDED] {
  const declared = Reflect.getMetadata(NEST.routeArguments, controller, method) as
    Record<string, { readonly index: number }> | undefined;
  const indexes = Object.values(declared ?? {}).map(({ index }) => index + 1);
  const at = Math.max(handler.length, ...indexes);
  Req()(controller.prototype as object, method, at);
  return { handler, at };
}
