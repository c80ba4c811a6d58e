import type { ETagOptions } from '../options/etag-options.interface.js';
import type { TagFunction } from '../options/tag.interface.js';
import { tagged, type RouteDecorator } from './bound.js';

/**
 * Gives the responses of a route an entity-tag, and answers its conditional requests (RFC 9110, 8.8.3 and 13).
 *
 * Without an argument the tag is the hash of the exact bytes sent: strong, SHA-256, after every interceptor and
 * serializer. With a function it is made from what the handler returned. On a class it is the default of its handlers.
 *
 * A PUT, PATCH or DELETE needs a tag function and a `current`, since nobody knows the hash of a response before it:
 * `@ETag({ tag: entityHash, current })` checks a write, `@Versioned(Entity)` makes it race-free.
 *
 * @param tagOrOptions a tag function, or {@link ETagOptions}
 * @throws at start-up, naming the route: an unknown `hash`; `current` without `tag`; a write without a tag function, or
 * whose If-Match nothing could evaluate; a weak tag on a write
 * @example
 * ```ts
 * @Get() @ETag() list() {}
 * @Get(':id') @ETag((product: Product) => product.revision) findOne() {}
 * ```
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3
 */
// oxlint-disable-next-line typescript/no-explicit-any -- what a tag function is given, where its parameter has no type
export function ETag<T = any>(tagOrOptions: TagFunction<T> | ETagOptions<T> = {}): RouteDecorator {
  const options = typeof tagOrOptions === 'function' ? { tag: tagOrOptions } : tagOrOptions;
  return tagged('@ETag()', { kind: options.tag ? 'function' : 'body', options: options as ETagOptions });
}
