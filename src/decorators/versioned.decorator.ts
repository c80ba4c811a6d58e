import type { VersionedOptions } from '../interfaces/etag-options.interface.js';
import { bound } from './bound.js';
import { TagSource } from '../metadata/route-metadata.js';

/**
 * Makes the version column of the returned entity its tag, which costs no hash and no serialisation; a collection
 * is tagged from the id and version of its items, in their order.
 *
 * Where an entity lacks the column, no tag is sent (no tag is better than a wrong one) and the route is named in
 * the log once.
 *
 * @param options {@link VersionedOptions}; by default the property `version`
 * @throws at start-up, naming the route: a PUT, PATCH or DELETE with neither `current` nor an `@IfMatch()`
 * parameter; a weak tag on a write
 * @example
 * ```ts
 * @Get(':id')
 * @Versioned({ lastModified: 'updatedAt', current: currentFrom(ProductsService, (products, request) =>
 *   products.findVersion(request.params.id)) })
 * findOne() {}
 * ```
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3.1
 */
export function Versioned<T = unknown>(options: VersionedOptions<T> = {}): ClassDecorator & MethodDecorator {
  return bound(TagSource({ kind: 'versioned', options: options as VersionedOptions }));
}
