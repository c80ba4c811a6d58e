import { Inject, type InjectionToken, type Type } from '@nestjs/common';
import { ContextIdFactory, ModuleRef, type ModulesContainer } from '@nestjs/core';
import type { NestModule } from '../metadata/route-handlers.js';
import type { CurrentLookup, CurrentResource, CurrentSource } from '../options/current-resource.interface.js';
import { readerOf } from '../request/current-state.js';
import type { CurrentReader } from '../request/route-plan.interface.js';

/**
 * Makes the reader of a route's `current`. Its provider is the one that Nest would inject into the controller: of its module,
 * or of the modules that are imported there; or else the only one there is in any module. Providers that are not singletons are made for each request, in the context the
 * controller itself lives in.
 *
 * @throws where no module provides the class or token, or several do and none of them is imported
 */
export function currentOfProvider(
  source: CurrentSource<unknown>,
  module: NestModule,
  modules: ModulesContainer,
): CurrentReader {
  const lookup = isLookup(source) ? source : { inject: source, lookUp: askResource };
  const wrapper = providerOf(lookup.inject, module) ?? onlyProviderOf(lookup.inject, modules);
  if (!wrapper) throw new Error('there is none, or more than one');
  if (!wrapper.isDependencyTreeStatic() || wrapper.isTransient) return perRequest(lookup, wrapper);
  return readerOf(lookup, wrapper.instance);
}

const askResource: CurrentLookup['lookUp'] = (resource: CurrentResource, _, context) =>
  resource.current(context);

function isLookup(source: CurrentSource<unknown>): source is CurrentLookup {
  return typeof source === 'object';
}

type Wrapper = NonNullable<ReturnType<NestModule['providers']['get']>>;

/** As Nest looks for it: here, in the exports of what is imported here, and in what those export again. */
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
