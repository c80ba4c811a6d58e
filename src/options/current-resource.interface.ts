import type { ExecutionContext, InjectionToken, Type } from '@nestjs/common';
import type { MaybePromise } from '../util/maybe-promise.js';

/**
 * Answers what the target resource is now, before the handler runs, so that 304 and 412 need no handler.
 * @example
 * ```ts
 * @Injectable()
 * class ProductState implements CurrentResource<Product> {
 *   constructor(private readonly products: ProductsService) {}
 *   current(context: ExecutionContext) {
 *     return this.products.findVersion(context.switchToHttp().getRequest().params.id);
 *   }
 * }
 * ```
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.2
 */
export interface CurrentResource<T = unknown> {
  /**
   * An entity, or just the columns its tag needs: present. `null`: absent. `undefined`: unknown, which lets a read go
   * on to its handler and refuses a conditional write. What it throws is answered as if the handler had thrown it.
   */
  current(context: ExecutionContext): MaybePromise<T | null | undefined>;
}

interface AnyRequest {
  readonly method: string;
  readonly url: string;
  readonly params: Record<string, string>;
  readonly query: Record<string, unknown>;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body?: unknown;
}

/**
 * What a {@link currentFrom} lookup sees of the request, on every platform.
 * @typeParam Request what a guard or middleware of the application adds, such as `{ user: User }`
 */
export type LookupRequest<Request = unknown> = AnyRequest & Request;

/** A lookup made by `currentFrom()`: the provider to ask, and how to ask it. */
export interface CurrentLookup<T = unknown> {
  readonly inject: InjectionToken;
  readonly lookUp: (
    provider: never,
    request: never,
    context: ExecutionContext,
  ) => MaybePromise<T | null | undefined>;
}

/** The current state's source in a decorator: a provider class, or a `currentFrom()` lookup. */
export type CurrentSource<T> = Type<CurrentResource<T>> | CurrentLookup<T>;
