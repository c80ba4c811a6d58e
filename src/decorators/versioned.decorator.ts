import type { Type } from '@nestjs/common';
import type { VersionedOptions } from '../options/etag-options.interface.js';
import { tagged, type RouteDecorator } from './bound.js';

/**
 * Makes the version column of the returned entity its tag, which costs no hash and no serialisation. The tag of a
 * collection is made of the id and version of its items, in their order, and of what is around them (`items`). With
 * `collection` a list of an entity's rows is answered 304 from one query, before the handler.
 *
 * With an entity class that an ORM adapter looks after, everything comes from the ORM's metadata: the version column,
 * the key and the modification date, and, on a route with the key in its parameters, the current state.
 *
 * Where an entity lacks the column, no tag is sent, and the log names the route once.
 *
 * @param options {@link VersionedOptions}; by default the property `version`
 * @throws at start-up, naming the route: a PUT, PATCH or DELETE with neither the current state nor an `@IfMatch()`
 * parameter; a weak tag on a write; an entity no adapter looks after, or whose key is not in the route; a `collection`
 * on anything but a list
 * @example
 * ```ts
 * @Get(':id') @Versioned(Product) findOne() {}
 *
 * @Get(':id')
 * @Versioned({ lastModified: 'updatedAt', current: currentFrom(ProductsService, (products, request) =>
 *   products.findVersion(request.params.id)) })
 * findOne() {}
 * ```
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3.1
 */
export function Versioned<T = unknown>(options?: VersionedOptions<T>): RouteDecorator;
export function Versioned<T extends object>(entity: Type<T>, options?: VersionedOptions<T>): RouteDecorator;
export function Versioned(
  first: Type | VersionedOptions = {},
  second: VersionedOptions = {},
): RouteDecorator {
  const [entity, options] = typeof first === 'function' ? [first, second] : [undefined, first];
  return tagged('@Versioned()', { kind: 'version', options, entity });
}
