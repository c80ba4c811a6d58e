import { ContextIdFactory } from '@nestjs/core';
import type { RouteHandler } from '../metadata/route-handlers.js';
import type { RouteContext } from '../request/route-context.js';
import type { CurrentReader } from '../request/route-plan.interface.js';

/**
 * The reader of a route whose controller's class is in several modules, each with providers of its own: that of the module
 * whose controller is called.
 */
export function currentOfModules(
  readers: readonly (readonly [RouteHandler, CurrentReader | undefined])[],
): CurrentReader | undefined {
  if (readers.length < 2) return readers[0]?.[1];
  return (context) => {
    const [, reader] = readers.find(([route]) => isCalled(route, context as RouteContext)) ?? [];
    return reader?.(context);
  };
}

function isCalled({ controller, module }: RouteHandler, { instance, request }: RouteContext): boolean {
  const wrapper = module.controllers.get(controller)!;
  if (wrapper.isDependencyTreeStatic()) return wrapper.instance === instance;
  const contextId = ContextIdFactory.getByRequest(request as object as Record<string, unknown>);
  return wrapper.getInstanceByContextId(contextId).instance === instance;
}
