import type { LastModifiedSource } from '../options/tag.interface.js';
import { bound, type RouteDecorator } from './bound.js';
import { LastModifiedMetadata } from '../metadata/route-metadata.js';

/**
 * Sends `Last-Modified` and evaluates If-Modified-Since and If-Unmodified-Since against it, at whole seconds and never
 * later than `Date` (RFC 9110, 8.8.2.1).
 * @param source the property that holds the modification date, or a function of the entity
 * @example
 * ```ts
 * @Get(':id') @ETag() @LastModified('updatedAt') findOne() {}
 * ```
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.2
 */
export function LastModified<T = unknown>(source: LastModifiedSource<T>): RouteDecorator {
  return bound(LastModifiedMetadata(source as LastModifiedSource<unknown>));
}
