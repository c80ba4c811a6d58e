import type { RouteHandler } from '../metadata/route-handlers.js';
import { RequirePreconditionMetadata, TagMetadata } from '../metadata/route-metadata.js';
import type { Settings } from '../options/settings.js';
import { isKnownHash } from '../tags/body-hash.js';
import { rangeMistakes } from './accepted-ranges.js';
import { providerName } from './current-of-provider.js';
import { replicaMistakes } from './check-replica.js';
import { memoryMistakes } from './remembered-tags.js';
import { isOfEntity, isTagged, type Mistakes, type RouteTag } from './route-tag.js';

/** What is wrong with the decorators of a route, each named with the route and the fix. */
export function mistakesOf(route: RouteHandler, tag: RouteTag, settings: Settings): string[] {
  const checks = [
    tagMistakes,
    entityMistakes,
    replicaMistakes,
    writeMistakes,
    currentMistakes,
    rangeMistakes,
    memoryMistakes,
  ];
  return checks.flatMap((check) =>
    [...check(route, tag, settings)].map((mistake) => `${route.name}: ${mistake}`),
  );
}

function* tagMistakes(route: RouteHandler, tag: RouteTag, settings: Settings): Mistakes {
  const { kind, options } = tag;
  const hash = options.hash ?? settings.hash;
  if (kind === 'body' && !isKnownHash(hash, settings.secret))
    yield isKnownHash(hash)
      ? `no MAC can be made with the hash "${hash}", as "secret" asks. Use "sha256".`
      : `the hash "${hash}" is not known to this Node. Use one that crypto.getHashes() lists, such as "sha256".`;
  if (route.takesIfMatch && !isTagged(tag))
    yield '@IfMatch() has no tag to compare with. Put @ETag() or @Versioned() on the route or on its class.';
  if (kind === 'body' && options.current)
    yield '"current" answers an entity, but the tag is the hash of the bytes sent. Add "tag", or use @Versioned().';
  if (route.tagDecorators.length > 1)
    yield `${route.tagDecorators.join(' and ')} stand on it, and a route has one tag. Remove one of them.`;
}

function* entityMistakes(route: RouteHandler, tag: RouteTag): Mistakes {
  const { overwrites, takesIfMatch, parameters } = route;
  const { entity, known, hasCurrent } = tag;
  const { current, collection, param, where } = tag.options;
  if (entity && !known)
    yield (
      `no adapter looks after ${entity.name}, or it has no version column. ` +
      `Import its adapter, such as EtagTypeOrmModule.forFeature([${entity.name}]).`
    );
  if (where && !entity)
    yield '"where" needs an entity whose rows it restricts. Use @Versioned(Product, { where }).';
  if (where && known && !known.adapter.restrictsKeys)
    yield `the adapter of ${known.entity.name} finds rows by their key alone. Remove "where", or give it a "current".`;
  const collected = collectionMistake(route, tag);
  if (collected) yield collected;
  if (!known) return;
  const { key } = known.description;
  if (overwrites && !takesIfMatch && !hasCurrent && current !== false)
    yield (
      `its parameters do not name one ${known.entity.name}. Call them as its key (${key.join(', ')}), ` +
      'or say which one with { param }.'
    );
  if (current === undefined && !collection && param === undefined && isGuess(key, parameters))
    yield (
      `which of its parameters is the key of ${known.entity.name} would be a guess. Say it: ` +
      `${parameters.map((name) => `{ param: '${name}' }`).join(' or ')}.`
    );
  if (overwrites && !takesIfMatch && current === false)
    yield (
      'nothing could evaluate an If-Match: "current: false" leaves it to the handler, which does not take it. ' +
      'Take @IfMatch() and hand it to a VersionedRepository, or remove "current: false".'
    );
}

/** Whether the key is named by a parameter, and another one behind it could be meant. */
function isGuess([only, ...others]: readonly string[], parameters: readonly string[]): boolean {
  return others.length === 0 && parameters.includes(only!) && parameters.at(-1) !== only;
}

function* writeMistakes(route: RouteHandler, tag: RouteTag): Mistakes {
  const { verb, overwrites, takesIfMatch } = route;
  const { kind, options, hasCurrent } = tag;
  const isRequired = route.readOwn(RequirePreconditionMetadata);
  if (overwrites && kind === 'body')
    yield (
      `@ETag() stands on a ${verb}, and the hash of a response says nothing of what is to be changed. Use @Versioned(Entity) for ` +
      'a race-free write, or @ETag(entityHash) with a "current" for a checked one; or opt out with @NoETag().'
    );
  // The checks of an entity say it better.
  if (overwrites && isOfEntity(tag) && !tag.entity && !hasCurrent && !takesIfMatch)
    yield (
      `nothing could evaluate an If-Match: ${kind === 'version' ? '@Versioned()' : '@ETag()'} stands on a ${verb} without the ` +
      'current state. Give @Versioned() or @ETag({ tag }) a "current", or an @IfMatch() parameter to assert; or opt out with @NoETag().'
    );
  // Of a tagged write it is said above.
  if (isRequired && !takesIfMatch && !hasCurrent && (kind === undefined || !overwrites))
    yield '@RequirePrecondition() has nothing to evaluate. Give @ETag({ tag }) or @Versioned() a "current".';
  if (options.weak && (overwrites || takesIfMatch || isRequired))
    yield 'a weak tag never satisfies If-Match (RFC 9110, 13.1.1), so no write could succeed. Remove "weak: true" here.';
}

function* currentMistakes(route: RouteHandler, { options, hasCurrent, reader }: RouteTag): Mistakes {
  const { alreadyApplied, current, creates, absent } = options;
  if (absent !== undefined && absent !== 412 && (absent !== 404 || creates))
    yield '"absent" takes 404 or 412, and with "creates" an If-Match on what is absent is always 412. Remove "absent".';
  // On a class it holds for the routes that it can be told of.
  const isOwn = alreadyApplied && route.readOwn(TagMetadata);
  if (isOwn && typeof alreadyApplied !== 'function' && route.verb === 'PUT')
    yield (
      '"alreadyApplied" stands on a PUT, which removes what its body does not name: that it was applied can be told of a PATCH or ' +
      'DELETE. Remove it, or give it a function.'
    );
  if (alreadyApplied === true && route.verb === 'PATCH')
    yield (
      '"alreadyApplied: true" is for a DELETE: on a PATCH, whoever may write could find out any property by trial. Name those that ' +
      'a GET shows, as in ["name"], or give it a function.'
    );
  if (current && hasCurrent && !reader)
    yield (
      `"current" asks ${providerName(current)}, which no module provides, or several do and its controller's module imports none of ` +
      'them. Add it to the providers of a module.'
    );
}

function collectionMistake(
  { verb, reads, parameters }: RouteHandler,
  { entity, known, options: { collection, current, column, id, param } }: RouteTag,
): string | undefined {
  if (collection === undefined) return undefined;
  if (!entity) return '"collection" needs an entity to list. Use @Versioned(Product, { collection }).';
  // Another check has said that no adapter looks after the entity.
  if (!known) return undefined;
  const { key, version } = known.description;
  if (collection !== true && typeof collection !== 'function')
    return '"collection" says which rows are listed: true for all, or a function of the request.';
  if (current) return '"collection" and "current" both say what the current state is. Remove one of them.';
  if (!reads)
    return `"collection" is for lists that are read, and stands on a ${verb}. Put it on the GET alone.`;
  if (param !== undefined || key.every((name) => parameters.includes(name)))
    return (
      `its path names one ${entity.name} by its key (${key.join(', ')}), and "collection" lists many. Remove ` +
      '"collection", or give the parameter another name where it is no key.'
    );
  if (!known.adapter.collection)
    return `the adapter of ${entity.name} cannot look up a collection. Remove "collection", or give it a "current".`;
  if (String(column) !== version || String(id) !== String(key))
    return `"collection" compares ${[...key, version].join(', ')} of ${entity.name}. Remove "column" and "id".`;
  return undefined;
}
