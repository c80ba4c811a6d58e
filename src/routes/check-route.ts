import type { RouteHandler } from '../metadata/route-handlers.js';
import { RequirePreconditionMetadata, TagMetadata } from '../metadata/route-metadata.js';
import type { Settings } from '../options/settings.js';
import { isKnownHash } from '../tags/body-hash.js';
import { RANGE_CHECKS } from './accepted-ranges.js';
import { collectionIsListed } from './check-collection.js';
import { MEMORY_CHECKS } from './check-memory.js';
import type { Check } from './check.interface.js';
import { keyIsNoGuess } from './current-of-entity.js';
import type { RouteTag } from './route-tag.js';

const hashIsKnown: Check = (_, { kind, options }, settings) => {
  if (kind !== 'etag' || options.tag) return undefined;
  const hash = options.hash ?? settings.hash;
  if (isKnownHash(hash, settings.secret)) return undefined;
  if (isKnownHash(hash)) return `no MAC can be made with the hash "${hash}", as "secret" asks. Use "sha256".`;
  return `the hash "${hash}" is not known to this Node. Use one that crypto.getHashes() lists, such as "sha256".`;
};

const ifMatchHasTag: Check = ({ takesIfMatch }, tag) => {
  if (!takesIfMatch || isTagged(tag)) return undefined;
  return '@IfMatch() has no tag to compare with. Put @ETag() or @Versioned() on the route or on its class.';
};

const currentHasTag: Check = (_, { kind, options }) => {
  if (kind !== 'etag' || !options.current || options.tag) return undefined;
  return '"current" answers an entity, but the tag is the hash of the bytes sent. Add "tag", or use @Versioned().';
};

const entityIsKnown: Check = (_, { entity, known }) => {
  if (!entity || known) return undefined;
  return (
    `no adapter looks after ${entity.name}, or it has no version column. ` +
    `Import its adapter, such as EtagTypeOrmModule.forFeature([${entity.name}]).`
  );
};

const entityIsNamed: Check = (route, { known, hasCurrent, options }) => {
  if (!known || hasCurrent || options.current === false || route.takesIfMatch || !route.overwrites)
    return undefined;
  return (
    `its parameters do not name one ${known.entity.name}. Call them as its key (${known.description.key.join(', ')}), ` +
    'or say which one with { param }.'
  );
};

const keyIsNamed: Check = (route, { known, options }) => {
  if (!known || options.current !== undefined || options.collection) return undefined;
  return keyIsNoGuess(route, known, options);
};

const tagIsOne: Check = ({ tagDecorators }) => {
  if (tagDecorators.length < 2) return undefined;
  return `${tagDecorators.join(' and ')} stand on it, and a route has one tag. Remove one of them.`;
};

const handlerCompares: Check = ({ takesIfMatch, overwrites }, { known, options }) => {
  if (!known || options.current !== false || takesIfMatch || !overwrites) return undefined;
  return (
    'nothing could evaluate an If-Match: "current: false" leaves it to the handler, which does not take it. ' +
    'Take @IfMatch() and hand it to a VersionedRepository, or remove "current: false".'
  );
};

const writeIsEvaluable: Check = (route, tag) => {
  const { kind, entity, hasCurrent } = tag;
  // The entity's own checks say it better.
  if (!isTagged(tag) || entity || !route.overwrites) return undefined;
  if (kind === 'etag' && !tag.options.tag) return hashOfNothing(route);
  if (hasCurrent || route.takesIfMatch) return undefined;
  const decorator = kind === 'versioned' ? '@Versioned()' : '@ETag()';
  return (
    `nothing could evaluate an If-Match: ${decorator} stands on a ${route.verb} without the current state. ` +
    'Give @Versioned() or @ETag({ tag }) a "current", or an @IfMatch() parameter to assert; or opt out with @NoETag().'
  );
};

/** The hash of a body cannot be known before there is one. */
function hashOfNothing({ verb }: RouteHandler): string {
  return (
    `@ETag() stands on a ${verb}, and the hash of a response says nothing of what is to be changed. Use @Versioned(Entity) for ` +
    'a race-free write, or @ETag(entityHash) with a "current" for a checked one; or opt out with @NoETag().'
  );
}

const requiredIsEvaluable: Check = (route, { kind, hasCurrent }) => {
  if (!route.readOwn(RequirePreconditionMetadata) || route.takesIfMatch || hasCurrent) return undefined;
  // On a tagged write the check above has said so already.
  if (kind !== undefined && route.overwrites) return undefined;
  return '@RequirePrecondition() has nothing to evaluate. Give @ETag({ tag }) or @Versioned() a "current".';
};

const writeTagIsStrong: Check = (route, { options }) => {
  const needsIfMatch = route.overwrites || route.takesIfMatch || route.readOwn(RequirePreconditionMetadata);
  if (!options.weak || !needsIfMatch) return undefined;
  return 'a weak tag never satisfies If-Match (RFC 9110, 13.1.1), so no write could succeed. Remove "weak: true" here.';
};

const appliedIsNoPut: Check = (route, { options: { alreadyApplied } }) => {
  if (!alreadyApplied || typeof alreadyApplied === 'function' || route.verb !== 'PUT') return undefined;
  // On a class it holds for the routes that it can be told of.
  if (!route.readOwn(TagMetadata)) return undefined;
  return (
    '"alreadyApplied" stands on a PUT, which removes what its body does not name: that it was applied can be told of a PATCH or ' +
    'DELETE. Remove it, or give it a function.'
  );
};

const appliedIsNoSecret: Check = ({ verb }, { options: { alreadyApplied } }) => {
  if (alreadyApplied !== true || verb !== 'PATCH') return undefined;
  return (
    '"alreadyApplied: true" is for a DELETE: on a PATCH, whoever may write could find out any property by trial. Name those that ' +
    'a GET shows, as in ["name"], or give it a function.'
  );
};

const currentIsProvided: Check = (_, { options: { current }, reader }) => {
  try {
    reader();
    return undefined;
  } catch {
    const token = typeof current === 'object' ? current.inject : current;
    const name = typeof token === 'function' ? token.name : String(token);
    return `"current" asks ${name}, which no module provides, or several do and its controller's module imports none of them. Add it to the providers of a module.`;
  }
};

const CHECKS: readonly Check[] = [
  hashIsKnown,
  ifMatchHasTag,
  currentHasTag,
  entityIsKnown,
  tagIsOne,
  entityIsNamed,
  keyIsNamed,
  handlerCompares,
  collectionIsListed,
  writeIsEvaluable,
  requiredIsEvaluable,
  writeTagIsStrong,
  appliedIsNoPut,
  appliedIsNoSecret,
  currentIsProvided,
  ...RANGE_CHECKS,
  ...MEMORY_CHECKS,
];

function isTagged({ kind }: RouteTag): boolean {
  return kind !== undefined && kind !== 'none';
}

/** What is wrong with the decorators of a route, each named with the route and the fix. */
export function mistakesOf(route: RouteHandler, tag: RouteTag, settings: Settings): string[] {
  const mistakes = CHECKS.map((check) => check(route, tag, settings)).filter(
    (mistake) => mistake !== undefined,
  );
  return mistakes.map((mistake) => `${route.name}: ${mistake}`);
}
