import type { RouteHandler } from '../metadata/route-handlers.js';
import { explained } from '../util/explained.js';
import type { Mistakes, RouteTag } from './route-tag.js';

/** What is wrong where the tag of a route is that of an entity of an ORM. */
export function* entityMistakes(route: RouteHandler, tag: RouteTag): Mistakes {
  const { overwrites, takesIfMatch, parameters } = route;
  const { entity, known, hasCurrent } = tag;
  const { current, collection, param, where } = tag.options;
  if (entity && !known)
    yield explained(
      'entity-not-known',
      `no adapter looks after ${entity.name}, or it has no version column. ` +
        `Import its adapter, such as EtagTypeOrmModule.forFeature([${entity.name}]).`,
    );
  if (where && !entity)
    yield explained(
      'where-without-an-entity',
      '"where" needs an entity whose rows it restricts. Use @Versioned(Product, { where }).',
    );
  if (where && known && !known.adapter.restrictsKeys)
    yield explained(
      'where-not-supported',
      `the adapter of ${known.entity.name} finds rows by their key alone. Remove "where", or give it a "current".`,
    );
  const collected = collectionMistake(route, tag);
  if (collected) yield collected;
  if (!known) return;
  const { key } = known.description;
  if (overwrites && !takesIfMatch && !hasCurrent && current !== false)
    yield explained(
      'key-not-in-the-path',
      `its parameters do not name one ${known.entity.name}. Call them as its key (${key.join(', ')}), ` +
        'or say which one with { param }.',
    );
  if (current === undefined && !collection && param === undefined && isGuess(key, parameters))
    yield explained(
      'key-would-be-a-guess',
      `which of its parameters is the key of ${known.entity.name} would be a guess. Say it: ` +
        `${parameters.map((name) => `{ param: '${name}' }`).join(' or ')}.`,
    );
  if (overwrites && !takesIfMatch && current === false)
    yield explained(
      'current-false-without-if-match',
      'nothing could evaluate an If-Match: "current: false" leaves it to the handler, which does not take it. ' +
        'Take @IfMatch() and hand it to a VersionedRepository, or remove "current: false".',
    );
}

/** Whether the key is named by a parameter, and another one behind it could be meant. */
function isGuess([only, ...others]: readonly string[], parameters: readonly string[]): boolean {
  return others.length === 0 && parameters.includes(only!) && parameters.at(-1) !== only;
}

function collectionMistake(
  { verb, reads, parameters }: RouteHandler,
  { entity, known, options: { collection, current, column, id, param } }: RouteTag,
): string | undefined {
  if (collection === undefined) return undefined;
  if (!entity)
    return explained(
      'collection-without-an-entity',
      '"collection" needs an entity to list. Use @Versioned(Product, { collection }).',
    );
  // Another check has said that no adapter looks after the entity.
  if (!known) return undefined;
  const { key, version } = known.description;
  if (collection !== true && typeof collection !== 'function')
    return explained(
      'collection-value',
      '"collection" says which rows are listed: true for all, or a function of the request.',
    );
  if (current)
    return explained(
      'collection-and-current',
      '"collection" and "current" both say what the current state is. Remove one of them.',
    );
  if (!reads)
    return explained(
      'collection-on-a-write',
      `"collection" is for lists that are read, and stands on a ${verb}. Put it on the GET alone.`,
    );
  if (param !== undefined || key.every((name) => parameters.includes(name)))
    return explained(
      'collection-of-one',
      `its path names one ${entity.name} by its key (${key.join(', ')}), and "collection" lists many. Remove ` +
        '"collection", or give the parameter another name where it is no key.',
    );
  if (!known.adapter.collection)
    return explained(
      'collection-not-supported',
      `the adapter of ${entity.name} cannot look up a collection. Remove "collection", or give it a "current".`,
    );
  if (String(column) !== version || String(id) !== String(key))
    return explained(
      'collection-columns',
      `"collection" compares ${[...key, version].join(', ')} of ${entity.name}. Remove "column" and "id".`,
    );
  return undefined;
}
