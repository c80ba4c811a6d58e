import { Req, type Type } from '@nestjs/common';
import { inDriver } from '../interceptors/in-driver.js';
import { MARKS } from '../metadata/marks.js';
import { NEST } from '../metadata/nest-metadata.js';
import type { Handler, RouteHandler } from '../metadata/route-handlers.js';

interface Original {
  readonly handler: Handler;
  readonly at: number;
}

const originals = new WeakMap<Handler, Original>();

/**
 * Wraps a handler, so that each of its requests goes through the one driver: after the pipes, which Nest applies as it
 * calls the handler, and inside every interceptor. A parameter behind the handler's own, which no pipe touches, is the
 * request.
 *
 * The wrapper stands on the controller's own prototype, so that controllers that inherit one handler have one each. A class
 * that is a controller in several modules or applications is wrapped once.
 */
export function wrapHandler({ controller, method, name, decorated, takesIfMatch }: RouteHandler): Handler {
  const prototype = controller.prototype as Record<string, Handler>;
  const found = prototype[method]!;
  if (originals.has(found) && Object.hasOwn(prototype, method)) return found;
  const original = originals.get(found) ?? withRequest(controller, method, found);
  const { handler, at } = original;
  const wrapped = inDriver(handler, at, decorated || takesIfMatch ? name : undefined);
  originals.set(wrapped, original);
  Object.defineProperty(wrapped, 'name', { value: handler.name });
  for (const key of Reflect.getMetadataKeys(found) as unknown[]) {
    // The marks are of the routes of another class.
    if (key !== MARKS) Reflect.defineMetadata(key, Reflect.getMetadata(key, found), wrapped);
  }
  Object.defineProperty(prototype, method, { value: wrapped, configurable: true, writable: true });
  return wrapped;
}

/** Has Nest hand the request to the handler, behind the parameters it fills and those the function names. */
function withRequest(controller: Type, method: string, handler: Handler): Original {
  const declared = Reflect.getMetadata(NEST.routeArguments, controller, method) as
    Record<string, { readonly index: number }> | undefined;
  const indexes = Object.values(declared ?? {}).map(({ index }) => index + 1);
  const at = Math.max(handler.length, ...indexes);
  Req()(controller.prototype as object, method, at);
  return { handler, at };
}
