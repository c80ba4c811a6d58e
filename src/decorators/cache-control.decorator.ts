import { contradictions, type CacheControlDirectives } from '../rfc9110/index.js';
import { explained } from '../util/explained.js';
import { bound, type RouteDecorator } from './bound.js';
import { CacheControlMetadata } from '../metadata/route-metadata.js';

/**
 * Sends `Cache-Control` with the successful responses of a route and with their 304. A handler that sets the field
 * itself wins. On a class it holds for GET and HEAD only.
 * @param directives ages are in seconds
 * @throws at once, where directives contradict each other
 * @example
 * ```ts
 * @Get() @ETag() @CacheControl({ private: true, maxAge: 60, staleWhileRevalidate: 30 }) list() {}
 * ```
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2
 */
export function CacheControl(directives: CacheControlDirectives): RouteDecorator {
  const contradiction = contradictions(directives);
  if (contradiction !== undefined)
    throw new TypeError(explained('cache-control', `@CacheControl(): ${contradiction}`));
  return bound(CacheControlMetadata(directives));
}
