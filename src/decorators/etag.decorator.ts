import type { ETagOptions } from '../options/etag-options.interface.js';
import type { TagFunction } from '../options/tag.interface.js';
import { tagged } from './bound.js';

/**
 * Gives the responses of a route an entity-tag, and answers its conditional requests (RFC 9110, 8.8.3 and 13).
 *
 * Without an argument the tag is the hash of the exact bytes sent: strong, SHA-256, after every interceptor and
 * serializer. With a function it is made from the value the handler returned. On a class it is the default
 * of the class's handlers; on a method it overrides.
 *
 * On a PUT, PATCH or DELETE without an argument, the current tag is what a GET of the same URL would answer, asked within
 * the process where the request is conditional. Such writes to one URL come one after the other within this process;
 * across processes only a version column is race-free.
 *
 * @param tagOrOptions a tag function, or {@link ETagOptions}
 * @throws at start-up, naming the route: an unknown `hash`; `current` without `tag`; a write whose If-Match
 * nothing could evaluate; a weak tag on a write; a write whose path has no GET to ask, or over HTTP/2
 * @example
 * ```ts
 * @Get() @ETag() list() {}
 * @Get(':id') @ETag((product: Product) => product.revision) findOne() {}
 * ```
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3
 */
export function ETag<T = unknown>(
  tagOrOptions: TagFunction<T> | ETagOptions<T> = {},
): ClassDecorator & MethodDecorator {
  const options = typeof tagOrOptions === 'function' ? { tag: tagOrOptions } : tagOrOptions;
  return tagged('@ETag()', { kind: 'etag', options: options as ETagOptions });
}
