import { Inject, type InjectionToken, type Type } from '@nestjs/common';
import { ContextIdFactory, ModuleRef, type ModulesContainer } from '@nestjs/core';
import type { NestModule, RouteHandler } from '../metadata/route-handlers.js';
import type { CurrentLookup, CurrentResource, CurrentSource } from '../options/current-resource.interface.js';
import type { RouteContext } from '../request/route-context.js';
import type { CurrentReader } from '../request/route-plan.interface.js';

type Wrapper = NonNullable<ReturnType<NestModule['providers']['get']>>;

/**
 * Makes the reader of a route's `current`. Its provider is the one that Nest would inject into the controller; else the
 * only one there is in any module. What is no singleton is made for each request, in the controller's context.
 */
export function currentOfProvider(
  source: CurrentSource<unknown>,
  module: NestModule,
  modules: ModulesContainer,
): CurrentReader | undefined {
  const lookup = typeof source === 'object' ? source : { inject: source, lookUp: askResource };
  const wrapper = providerOf(lookup.inject, module) ?? onlyProviderOf(lookup.inject, modules);
  if (!wrapper) return undefined;
  const isStatic = wrapper.isDependencyTreeStatic() && !wrapper.isTransient;
  return isStatic ? readerOf(lookup, wrapper.instance) : perRequest(lookup, wrapper);
}

const askResource: CurrentLookup['lookUp'] = (resource: CurrentResource, _, context) =>
  resource.current(context);

function readerOf({ lookUp }: CurrentLookup, provider: unknown): CurrentReader {
  return (context) => lookUp(provider as never, (context as RouteContext).request as never, context);
}

export function providerName(current: CurrentSource<unknown>): string {
  const token = typeof current === 'object' ? current.inject : current;
  return typeof token === 'function' ? token.name : String(token);
}

/** Looks where Nest does: here, in the exports of what is imported here, and in what those export again. */
function providerOf(
  token: InjectionToken,
  module: NestModule,
  seen = new Set<NestModule>(),
): Wrapper | undefined {
  if (seen.size === 0 && module.providers.has(token)) return module.providers.get(token);
  const imported = [...module.imports].filter(
    (each) => !seen.has(each) && (seen.size === 0 || module.exports.has(each.metatype)),
  );
  seen.add(module);
  for (const each of imported) {
    const isHere = each.exports.has(token) && each.providers.has(token);
    const found = isHere ? each.providers.get(token) : providerOf(token, each, seen);
    if (found) return found;
  }
  return undefined;
}

function onlyProviderOf(token: InjectionToken, modules: ModulesContainer): Wrapper | undefined {
  const found = [...modules.values()].flatMap(({ providers }) => providers.get(token) ?? []);
  return found.length === 1 ? found[0] : undefined;
}

function perRequest(lookup: CurrentLookup, { host }: Wrapper): CurrentReader {
  const moduleRef = host!.providers.get(ModuleRef)!.instance as ModuleRef;
  const holder = holderOf(lookup.inject);
  return async (context) => {
    const request = context.switchToHttp().getRequest<Record<string, unknown>>();
    const contextId = ContextIdFactory.getByRequest(request);
    // A request-scoped controller has given its request a context that stays, and registered it already.
    if (contextId !== ContextIdFactory.getByRequest(request))
      moduleRef.registerRequestByContextId(request, contextId);
    const { provider } = await moduleRef.create(holder, contextId);
    return readerOf(lookup, provider)(context);
  };
}

/** A class that Nest injects the provider into, in the module it is made in. */
function holderOf(token: InjectionToken): Type<{ readonly provider: unknown }> {
  class Holder {
    constructor(readonly provider: unknown) {}
  }
  Inject(token)(Holder, undefined, 0);
  return Holder;
}

/** The reader of a route: where its controller's class is in several modules, that of the module that is called. */
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
