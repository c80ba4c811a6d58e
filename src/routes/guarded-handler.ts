import { Req } from '@nestjs/common';
import { exchangeOf } from '../exchange/exchange.js';
import { NEST } from '../metadata/nest-metadata.js';
import type { Handler, RouteHandler } from '../metadata/route-handlers.js';

const GUARDED = Symbol('nestjs-etag:guarded');

export function isGuarded(handler: Handler): boolean {
  return GUARDED in handler;
}

/**
 * Wraps a handler so that its pipes can run without it: Nest applies pipes and calls the handler in one step, and
 * a request that is answered before the handler must still get the 400 or 404 its pipes would have given.
 *
 * The wrapper learns of the request through a parameter behind the handler's own, which no pipe touches. It
 * carries the handler's metadata, and stands on the controller's own prototype, so that a controller that inherits
 * the same handler is not changed with it.
 */
export function guardHandler({ controller, method, handler }: RouteHandler): Handler {
  const at = parametersOf(controller, method, handler);
  const guarded: Handler = function (this: unknown, ...args: unknown[]) {
    const request = args[at];
    if (typeof request === 'object' && request !== null && exchangeOf(request)?.blocked) return undefined;
    return handler.apply(this, args.length > at ? args.slice(0, at) : args);
  };
  Object.defineProperties(guarded, { name: { value: handler.name }, [GUARDED]: { value: true } });
  for (const key of Reflect.getMetadataKeys(handler) as unknown[]) {
    Reflect.defineMetadata(key, Reflect.getMetadata(key, handler), guarded);
  }
  Object.defineProperty(controller.prototype, method, { value: guarded, configurable: true, writable: true });
  Req()(controller.prototype as object, method, at);
  return guarded;
}

/** How many parameters Nest fills, or the function names, whichever is more. */
function parametersOf(controller: object, method: string, handler: Handler): number {
  const declared = Reflect.getMetadata(NEST.routeArguments, controller, method) as
    Record<string, { readonly index: number }> | undefined;
  return Object.values(declared ?? {}).reduce((most, { index }) => Math.max(most, index + 1), handler.length);
}
