import { Scope, type ExecutionContext, type InjectionToken } from '@nestjs/common';
import { ContextIdFactory, type ModuleRef } from '@nestjs/core';
import type { CurrentLookup, CurrentResource, CurrentSource } from '../options/current-resource.interface.js';
import type { CurrentReader } from '../request/route-plan.interface.js';

/**
 * Makes the reader of a route's `current`. Providers are looked for in the controller's module, then everywhere;
 * request-scoped ones are resolved for each request, in the context the controller itself lives in.
 *
 * @throws where no module provides the class or token
 */
export function currentReader(source: CurrentSource<unknown>, moduleRef: ModuleRef): CurrentReader {
  const lookup = isLookup(source) ? source : { inject: source, lookUp: askResource };
  if (moduleRef.introspect(lookup.inject as string).scope !== Scope.DEFAULT)
    return perRequest(lookup, moduleRef);
  const provider = find(lookup.inject, moduleRef);
  return (context) => ask(lookup, provider, context);
}

const askResource: CurrentLookup['lookUp'] = (resource: CurrentResource, _, context) =>
  resource.current(context);

function isLookup(source: CurrentSource<unknown>): source is CurrentLookup {
  return typeof source === 'object';
}

function ask({ lookUp }: CurrentLookup, provider: unknown, context: ExecutionContext): unknown {
  return lookUp(provider as never, context.switchToHttp().getRequest(), context);
}

function find(token: InjectionToken, moduleRef: ModuleRef): unknown {
  try {
    return moduleRef.get<unknown>(token as string, { strict: true });
  } catch {
    return moduleRef.get<unknown>(token as string, { strict: false });
  }
}

function perRequest(lookup: CurrentLookup, moduleRef: ModuleRef): CurrentReader {
  return async (context) => {
    const request = context.switchToHttp().getRequest<Record<string, unknown>>();
    const contextId = ContextIdFactory.getByRequest(request);
    // A request-scoped controller has given its request a context that stays, and registered it already.
    if (contextId !== ContextIdFactory.getByRequest(request))
      moduleRef.registerRequestByContextId(request, contextId);
    const provider = await moduleRef.resolve<unknown>(lookup.inject as string, contextId, { strict: false });
    return ask(lookup, provider, context);
  };
}
