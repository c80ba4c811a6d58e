import type { RouteHandler } from '../metadata/route-handlers.js';
import type { VersionedOptions } from '../options/etag-options.interface.js';
import type { KnownEntity } from '../versioned/entity-adapters.js';
import type { Check } from './route-tag.js';

/** What is wrong with the `collection` of a route, and the fix; undefined where it is right. */
export const collectionIsListed: Check = (route, { options, entity, known }) => {
  const { collection, current } = options;
  if (collection === undefined) return undefined;
  if (!entity) return '"collection" needs an entity to list. Use @Versioned(Product, { collection }).';
  // Another check has said that no adapter looks after the entity.
  if (!known) return undefined;
  if (collection !== true && typeof collection !== 'function')
    return '"collection" says which rows are listed: true for all, or a function of the request.';
  if (current) return '"collection" and "current" both say what the current state is. Remove one of them.';
  return mistakeOfRoute(route, known, options);
};

function mistakeOfRoute(
  { verb, reads, parameters }: RouteHandler,
  { adapter, description, entity }: KnownEntity,
  { column, id, param }: VersionedOptions,
): string | undefined {
  const { key, version } = description;
  if (!reads)
    return `"collection" is for lists that are read, and stands on a ${verb}. Put it on the GET alone.`;
  if (param !== undefined || key.every((name) => parameters.includes(name)))
    return (
      `its path names one ${entity.name} by its key (${key.join(', ')}), and "collection" lists many. Remove ` +
      '"collection", or give the parameter another name where it is no key.'
    );
  if (!adapter.collection)
    return `the adapter of ${entity.name} cannot look up a collection. Remove "collection", or give it a "current".`;
  if (String(column) !== version || String(id) !== String(key))
    return `"collection" compares ${[...key, version].join(', ')} of ${entity.name}. Remove "column" and "id".`;
  return undefined;
}
