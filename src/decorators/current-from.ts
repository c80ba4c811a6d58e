import type { ExecutionContext, InjectionToken, Type } from '@nestjs/common';
import type { CurrentLookup, LookupRequest } from '../options/current-resource.interface.js';
import type { MaybePromise } from '../util/maybe-promise.js';

/**
 * The `current` of a route as one call of a provider you have already.
 *
 * The lookup answers what the target resource is now: an entity, or just the columns its tag needs (present), `null`
 * (absent) or `undefined` (unknown). It sees the request before pipes, so `params` are still strings. An annotation
 * gives the request the application's own type: `(users, request: LookupRequest<{ user: User }>) => …`.
 *
 * @param inject the provider's class or token; request-scoped providers are resolved for each request
 * @throws at start-up, naming the route, where the provider is not found
 * @example
 * ```ts
 * currentFrom(ProductsService, (products, request) => products.findOne(Number(request.params.id)))
 * ```
 */
export function currentFrom<P, T, Request = LookupRequest>(
  inject: Type<P> | (abstract new (...args: never[]) => P) | InjectionToken<P>,
  lookUp: (provider: P, request: Request, context: ExecutionContext) => MaybePromise<T | null | undefined>,
): CurrentLookup<T> {
  return { inject: inject as InjectionToken, lookUp };
}
