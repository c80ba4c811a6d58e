import type { RouteHandler } from '../metadata/route-handlers.js';
import { RequirePreconditionMetadata, TagMetadata } from '../metadata/route-metadata.js';
import type { Settings } from '../options/settings.js';
import { isKnownHash } from '../tags/body-hash.js';
import { explained } from '../util/explained.js';
import { rangeMistakes } from './accepted-ranges.js';
import { entityMistakes } from './check-entity.js';
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
    yield explained(
      'unknown-hash',
      isKnownHash(hash)
        ? `no MAC can be made with the hash "${hash}", as "secret" asks. Use "sha256".`
        : `the hash "${hash}" is not known to this Node. Use one that crypto.getHashes() lists, such as "sha256".`,
    );
  if (route.takesIfMatch && !isTagged(tag))
    yield explained(
      'if-match-without-a-tag',
      '@IfMatch() has no tag to compare with. Put @ETag() or @Versioned() on the route or on its class.',
    );
  if (kind === 'body' && options.current)
    yield explained(
      'current-beside-a-body-hash',
      '"current" answers an entity, but the tag is the hash of the bytes sent. Add "tag", or use @Versioned().',
    );
  if (route.takesBarePayload)
    yield explained(
      'no-payload',
      'it handles messages as well, and would get no payload: the module adds a parameter. Put @Payload() before its own.',
    );
  if (route.tagDecorators.length > 1)
    yield explained(
      'two-tag-decorators',
      `${route.tagDecorators.join(' and ')} stand on it, and a route has one tag. Remove one of them.`,
    );
}

function* writeMistakes(route: RouteHandler, tag: RouteTag): Mistakes {
  const { verb, overwrites, takesIfMatch } = route;
  const { kind, options, hasCurrent } = tag;
  const isRequired = route.readOwn(RequirePreconditionMetadata);
  if (overwrites && kind === 'body')
    yield explained(
      'body-hash-on-a-write',
      `@ETag() stands on a ${verb}, and the hash of a response says nothing of what is to be changed. Use @Versioned(Entity) for ` +
        'a race-free write, or @ETag(entityHash) with a "current" for a checked one; or opt out with @NoETag().',
    );
  // The checks of an entity say it better.
  if (overwrites && isOfEntity(tag) && !tag.entity && !hasCurrent && !takesIfMatch)
    yield explained(
      'write-without-a-current-state',
      `nothing could evaluate an If-Match: ${kind === 'version' ? '@Versioned()' : '@ETag()'} stands on a ${verb} without the ` +
        'current state. Give @Versioned() or @ETag({ tag }) a "current", or an @IfMatch() parameter to assert; or opt out with @NoETag().',
    );
  // Of a tagged write it is said above.
  if (isRequired && !takesIfMatch && !hasCurrent && (kind === undefined || !overwrites))
    yield explained(
      'nothing-to-require',
      '@RequirePrecondition() has nothing to evaluate. Give @ETag({ tag }) or @Versioned() a "current".',
    );
  if (options.weak && (overwrites || takesIfMatch || isRequired))
    yield explained(
      'weak-tag-on-a-write',
      'a weak tag never satisfies If-Match (RFC 9110, 13.1.1), so no write could succeed. Remove "weak: true" here.',
    );
}

function* currentMistakes(route: RouteHandler, { options, hasCurrent, reader }: RouteTag): Mistakes {
  const { alreadyApplied, current, creates, absent } = options;
  if (absent !== undefined && absent !== 412 && (absent !== 404 || creates))
    yield explained(
      'absent-option',
      '"absent" takes 404 or 412, and with "creates" an If-Match on what is absent is always 412. Remove "absent".',
    );
  // On a class it holds for the routes that it can be told of.
  const isOwn = alreadyApplied && route.readOwn(TagMetadata);
  if (isOwn && typeof alreadyApplied !== 'function' && route.verb === 'PUT')
    yield explained(
      'already-applied-on-a-put',
      '"alreadyApplied" stands on a PUT, which removes what its body does not name: that it was applied can be told of a PATCH or ' +
        'DELETE. Remove it, or give it a function.',
    );
  if (alreadyApplied === true && route.verb === 'PATCH')
    yield explained(
      'already-applied-on-a-patch',
      '"alreadyApplied: true" is for a DELETE: on a PATCH, whoever may write could find out any property by trial. Name those that ' +
        'a GET shows, as in ["name"], or give it a function.',
    );
  if (current && hasCurrent && !reader)
    yield explained(
      'current-not-provided',
      `"current" asks ${providerName(current)}, which no module provides, or several do and its controller's module imports none of ` +
        'them. Add it to the providers of a module.',
    );
}
