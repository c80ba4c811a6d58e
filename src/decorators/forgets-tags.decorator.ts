import type { RememberedRequest, TagGroups } from '../options/remember-options.interface.js';
import { ForgetsTagsMetadata } from '../metadata/route-metadata.js';
import { bound, type RouteDecorator } from './bound.js';

/**
 * Forgets every remembered tag of these groups, on every instance, before the response of a write is sent: once a
 * client has the response, no read is answered from memory with the state before. It does so whatever the status, since
 * an error may come after a commit, but only where the handler ran.
 *
 * On a class it holds for every method but GET and HEAD; on a method for that method. It needs no other decorator.
 *
 * @param groups names, or a function of the request that makes them, called before the handler runs
 * @throws at start-up, naming the route, without a group, or where there is no response to wait with
 * @example
 * ```ts
 * @Put(':id') @ForgetsTags('products') update() {}
 * @Put(':id') @ForgetsTags((request) => [`product:${request.params.id}`]) update() {}
 * ```
 */
export function ForgetsTags(...groups: readonly string[]): RouteDecorator;
export function ForgetsTags(groups: (request: RememberedRequest) => readonly string[]): RouteDecorator;
export function ForgetsTags(...groups: readonly unknown[]): RouteDecorator {
  const given = typeof groups[0] === 'function' ? groups[0] : groups;
  return bound(ForgetsTagsMetadata(given as TagGroups));
}
