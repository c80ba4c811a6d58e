import type { RouteHandler } from '../metadata/route-handlers.js';
import { RequirePreconditionMetadata, TagMetadata } from '../metadata/route-metadata.js';
import type { Settings } from '../options/settings.js';
import { isKnownHash } from '../tags/body-hash.js';
import { RANGE_CHECKS } from './accepted-ranges.js';
import { collectionIsListed } from './check-collection.js';
import { providerName } from './current-of-provider.js';
import { MEMORY_CHECKS } from './remembered-tags.js';
import { isOfEntity, isTagged, type Checks, type RouteTag } from './route-tag.js';

const CHECKS: Checks = {
  hashIsKnown: (_, { kind, options }, settings) => {
    if (kind !== 'body') return undefined;
    const hash = options.hash ?? settings.hash;
    if (isKnownHash(hash, settings.secret)) return undefined;
    if (isKnownHash(hash))
      return `no MAC can be made with the hash "${hash}", as "secret" asks. Use "sha256".`;
    return `the hash "${hash}" is not known to this Node. Use one that crypto.getHashes() lists, such as "sha256".`;
  },
  ifMatchHasTag: ({ takesIfMatch }, tag) => {
    if (!takesIfMatch || isTagged(tag)) return undefined;
    return '@IfMatch() has no tag to compare with. Put @ETag() or @Versioned() on the route or on its class.';
  },
  currentHasTag: (_, { kind, options }) => {
    if (kind !== 'body' || !options.current) return undefined;
    return '"current" answers an entity, but the tag is the hash of the bytes sent. Add "tag", or use @Versioned().';
  },
  entityIsKnown: (_, { entity, known }) => {
    if (!entity || known) return undefined;
    return (
      `no adapter looks after ${entity.name}, or it has no version column. ` +
      `Import its adapter, such as EtagTypeOrmModule.forFeature([${entity.name}]).`
    );
  },
  tagIsOne: ({ tagDecorators }) => {
    if (tagDecorators.length < 2) return undefined;
    return `${tagDecorators.join(' and ')} stand on it, and a route has one tag. Remove one of them.`;
  },
  entityIsNamed: (route, { known, hasCurrent, options }) => {
    if (!known || hasCurrent || options.current === false || route.takesIfMatch || !route.overwrites)
      return undefined;
    return (
      `its parameters do not name one ${known.entity.name}. Call them as its key (${known.description.key.join(', ')}), ` +
      'or say which one with { param }.'
    );
  },
  keyIsNoGuess: ({ parameters }, { known, options: { current, collection, param } }) => {
    if (!known || current !== undefined || collection || param !== undefined) return undefined;
    const [only, ...others] = known.description.key;
    if (others.length > 0 || !parameters.includes(only!) || parameters.at(-1) === only) return undefined;
    const choices = parameters.map((name) => `{ param: '${name}' }`).join(' or ');
    return `which of its parameters is the key of ${known.entity.name} would be a guess. Say it: ${choices}.`;
  },
  handlerCompares: ({ takesIfMatch, overwrites }, { known, options }) => {
    if (!known || options.current !== false || takesIfMatch || !overwrites) return undefined;
    return (
      'nothing could evaluate an If-Match: "current: false" leaves it to the handler, which does not take it. ' +
      'Take @IfMatch() and hand it to a VersionedRepository, or remove "current: false".'
    );
  },
  collectionIsListed,
  writeIsOfEntity: ({ verb, overwrites }, { kind }) => {
    if (kind !== 'body' || !overwrites) return undefined;
    return (
      `@ETag() stands on a ${verb}, and the hash of a response says nothing of what is to be changed. Use @Versioned(Entity) for ` +
      'a race-free write, or @ETag(entityHash) with a "current" for a checked one; or opt out with @NoETag().'
    );
  },
  writeIsEvaluable: ({ verb, overwrites, takesIfMatch }, tag) => {
    // The checks of an entity say it better.
    if (!overwrites || !isOfEntity(tag) || tag.entity || tag.hasCurrent || takesIfMatch) return undefined;
    const decorator = tag.kind === 'version' ? '@Versioned()' : '@ETag()';
    return (
      `nothing could evaluate an If-Match: ${decorator} stands on a ${verb} without the current state. ` +
      'Give @Versioned() or @ETag({ tag }) a "current", or an @IfMatch() parameter to assert; or opt out with @NoETag().'
    );
  },
  requiredIsEvaluable: (route, { kind, hasCurrent }) => {
    if (!route.readOwn(RequirePreconditionMetadata) || route.takesIfMatch || hasCurrent) return undefined;
    // The check above has said so of a tagged write.
    if (kind !== undefined && route.overwrites) return undefined;
    return '@RequirePrecondition() has nothing to evaluate. Give @ETag({ tag }) or @Versioned() a "current".';
  },
  writeTagIsStrong: (route, { options }) => {
    const needsIfMatch = route.overwrites || route.takesIfMatch || route.readOwn(RequirePreconditionMetadata);
    if (!options.weak || !needsIfMatch) return undefined;
    return 'a weak tag never satisfies If-Match (RFC 9110, 13.1.1), so no write could succeed. Remove "weak: true" here.';
  },
  appliedIsNoPut: (route, { options: { alreadyApplied } }) => {
    if (!alreadyApplied || typeof alreadyApplied === 'function' || route.verb !== 'PUT') return undefined;
    // On a class it holds for the routes that it can be told of.
    if (!route.readOwn(TagMetadata)) return undefined;
    return (
      '"alreadyApplied" stands on a PUT, which removes what its body does not name: that it was applied can be told of a PATCH or ' +
      'DELETE. Remove it, or give it a function.'
    );
  },
  appliedIsNoSecret: ({ verb }, { options: { alreadyApplied } }) => {
    if (alreadyApplied !== true || verb !== 'PATCH') return undefined;
    return (
      '"alreadyApplied: true" is for a DELETE: on a PATCH, whoever may write could find out any property by trial. Name those that ' +
      'a GET shows, as in ["name"], or give it a function.'
    );
  },
  currentIsProvided: (_, { options: { current }, hasCurrent, reader }) => {
    if (!current || !hasCurrent || reader) return undefined;
    return (
      `"current" asks ${providerName(current)}, which no module provides, or several do and its controller's module imports none of ` +
      'them. Add it to the providers of a module.'
    );
  },
  ...RANGE_CHECKS,
  ...MEMORY_CHECKS,
};

/** What is wrong with the decorators of a route, each named with the route and the fix. */
export function mistakesOf(route: RouteHandler, tag: RouteTag, settings: Settings): string[] {
  const mistakes = Object.values(CHECKS).map((check) => check(route, tag, settings));
  return mistakes.filter((mistake) => mistake !== undefined).map((mistake) => `${route.name}: ${mistake}`);
}
