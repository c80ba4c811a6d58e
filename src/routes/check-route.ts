import type { ETagOptions } from '../interfaces/etag-options.interface.js';
import type { RouteHandler } from '../metadata/route-handlers.js';
import { RequirePreconditionMetadata, TagSource, type TagMetadata } from '../metadata/route-metadata.js';
import type { Settings } from '../plan/settings.js';
import { isKnownHash } from '../tagging/body-hash.js';
import { currentReader } from './current-reader.js';
import { OVERWRITES } from './plan-route.js';

/** A developer's mistake on one route: undefined where it does not apply, else what is wrong and the fix. */
type Check = (route: RouteHandler, tag: TagMetadata | undefined, settings: Settings) => string | undefined;

const hashIsKnown: Check = (_, tag, settings) => {
  if (tag?.kind !== 'etag' || tag.options.tag) return undefined;
  const hash = tag.options.hash ?? settings.hash;
  if (isKnownHash(hash)) return undefined;
  return `the hash "${hash}" is not known to this Node. Use one that crypto.getHashes() lists, such as "sha256".`;
};

const ifMatchHasTag: Check = (route, tag) => {
  if (!route.takesIfMatch || (tag && tag.kind !== 'none')) return undefined;
  return '@IfMatch() has no tag to compare with. Put @ETag() or @Versioned() on the route or on its class.';
};

const currentHasTag: Check = (_, tag) => {
  if (tag?.kind !== 'etag' || !tag.options.current || tag.options.tag) return undefined;
  return '"current" answers an entity, but the tag is the hash of the bytes sent. Add "tag", or use @Versioned().';
};

const writeIsEvaluable: Check = (route, tag) => {
  if (!tag || tag.kind === 'none' || !OVERWRITES.has(route.verb)) return undefined;
  const { current, tag: custom } = tag.options as ETagOptions;
  if (current || currentHasTag(route, tag, {} as Settings)) return undefined;
  if (route.takesIfMatch && (tag.kind === 'versioned' || custom)) return undefined;
  const decorator = tag.kind === 'versioned' ? '@Versioned()' : '@ETag()';
  return (
    `nothing could evaluate an If-Match: ${decorator} stands on a ${route.verb} without the current state. ` +
    'Give @Versioned() or @ETag({ tag }) a "current", or an @IfMatch() parameter to assert; or opt out with @NoETag().'
  );
};

const requiredIsEvaluable: Check = (route, tag) => {
  if (!route.readOwn(RequirePreconditionMetadata)) return undefined;
  if (route.takesIfMatch || (tag && tag.kind !== 'none' && tag.options.current)) return undefined;
  if (writeIsEvaluable(route, tag, {} as Settings)) return undefined;
  return '@RequirePrecondition() has nothing to evaluate. Give @ETag({ tag }) or @Versioned() a "current".';
};

const writeTagIsStrong: Check = (route, tag) => {
  if (!tag || tag.kind === 'none' || !tag.options.weak) return undefined;
  const needsIfMatch =
    OVERWRITES.has(route.verb) || route.takesIfMatch || route.readOwn(RequirePreconditionMetadata);
  if (!needsIfMatch) return undefined;
  return 'a weak tag never satisfies If-Match (RFC 9110, 13.1.1), so no write could succeed. Remove "weak: true" here.';
};

const currentIsProvided: Check = (route, tag) => {
  if (!tag || tag.kind === 'none' || !tag.options.current) return undefined;
  const { current } = tag.options;
  try {
    currentReader(current, route.moduleRef);
    return undefined;
  } catch {
    const token = typeof current === 'function' ? current : current.inject;
    const name = typeof token === 'function' ? token.name : String(token);
    return `"current" asks ${name}, which no module provides. Add it to the providers of a module.`;
  }
};

const CHECKS: readonly Check[] = [
  hashIsKnown,
  ifMatchHasTag,
  currentHasTag,
  writeIsEvaluable,
  requiredIsEvaluable,
  writeTagIsStrong,
  currentIsProvided,
];

/** What is wrong with the decorators of a route, each named with the route and the fix. */
export function mistakesOf(route: RouteHandler, settings: Settings): string[] {
  const tag = route.read<TagMetadata>(TagSource);
  const mistakes = CHECKS.map((check) => check(route, tag, settings)).filter(
    (mistake) => mistake !== undefined,
  );
  return mistakes.map((mistake) => `${route.name}: ${mistake}`);
}
