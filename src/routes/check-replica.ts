import { explained } from '../util/explained.js';
import type { RouteHandler } from '../metadata/route-handlers.js';
import { TagMetadata } from '../metadata/route-metadata.js';
import type { Mistakes, RouteTag } from './route-tag.js';

/** What is wrong with `replica`, each with the fix. */
export function* replicaMistakes(route: RouteHandler, { entity, known, options }: RouteTag): Mistakes {
  if (!options.replica) return;
  if (!entity)
    yield explained(
      'replica',
      '"replica" needs an entity to look up. Use @Versioned(Product, { replica: true }).',
    );
  if (known && !known.adapter.findOnReplica)
    yield explained(
      'replica',
      `the adapter of ${known.entity.name} knows no replica. Remove "replica", or give it a "current".`,
    );
  if (options.current)
    yield explained(
      'replica',
      '"replica" is for the lookup by the ORM, and "current" stands in its place. Remove one of them.',
    );
  if (!route.reads && route.readOwn(TagMetadata))
    yield explained(
      'replica',
      `"replica" is for reads, and stands on a ${route.verb}: the preconditions of a write are evaluated against the master. ` +
        'Remove it, or put it on the GET or on the class.',
    );
}
