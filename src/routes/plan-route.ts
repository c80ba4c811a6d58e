import type { PreconditionPolicy } from '../interfaces/etag-module-options.interface.js';
import type { LastModifiedSource } from '../interfaces/tag.interface.js';
import type { RouteHandler } from '../metadata/route-handlers.js';
import {
  CacheControlMetadata,
  LastModifiedMetadata,
  RequirePreconditionMetadata,
} from '../metadata/route-metadata.js';
import type { RoutePlan, WriteGuard } from '../plan/route-plan.interface.js';
import type { Settings } from '../plan/settings.js';
import { formatCacheControl, type CacheControlDirectives } from '../rfc9110/index.js';
import { BodyHash } from '../tagging/body-hash.js';
import { CustomTagger } from '../tagging/custom.tagger.js';
import { lastModifiedOf } from '../tagging/last-modified.js';
import type { Tagger } from '../tagging/tagger.interface.js';
import { VersionTagger } from '../tagging/version.tagger.js';
import { OVERWRITES } from './overwrites.js';
import type { ResolvedTag } from './tag-source.js';

/** Works out what a route's decorators come to. */
export function planRoute(route: RouteHandler, tag: ResolvedTag, settings: Settings): RoutePlan {
  const { options } = tag;
  const bodyHash = bodyHashOf(route, tag, settings);
  const askGet = bodyHash && tag.asked?.reader(bodyHash);
  const lastModified = options.lastModified ?? route.read<LastModifiedSource<unknown>>(LastModifiedMetadata);
  const plan = {
    name: route.name,
    untagged: tag.kind === 'none',
    tagger: taggerOf(tag),
    bodyHash,
    lastModified: lastModified === undefined ? undefined : lastModifiedOf(lastModified),
    current: tag.reader(),
    askGet,
    alreadyApplied: options.alreadyApplied,
    creates: options.creates ?? false,
    // What a GET did not answer, no entity of the handler's can.
    takesIfMatch: route.takesIfMatch && !askGet,
    policy: policyOf(route, tag, settings),
    guard: guardOf(route, tag),
    cacheControl: cacheControlOf(route),
    vary: options.vary ?? [],
  };
  const validated = plan.tagger ?? plan.bodyHash ?? plan.lastModified;
  return { ...plan, conditional: validated !== undefined || plan.policy === 'required' };
}

function taggerOf({ kind, options }: ResolvedTag): Tagger | undefined {
  if (kind === 'versioned') return new VersionTagger(options);
  return options.tag && new CustomTagger(options.tag, options.weak ?? false);
}

/** A handler of HEAD alone makes no body that could be hashed; Nest's automatic HEAD runs the handler of GET. */
function bodyHashOf(
  { verb }: RouteHandler,
  { kind, options }: ResolvedTag,
  settings: Settings,
): BodyHash | undefined {
  if (kind !== 'etag' || options.tag || verb === 'HEAD') return undefined;
  return new BodyHash(options.hash ?? settings.hash, options.weak ?? false);
}

/** `@RequirePrecondition()` holds for its method, or for the overwriting ones of its class; then the options. */
function policyOf(
  route: RouteHandler,
  { kind, options }: ResolvedTag,
  settings: Settings,
): PreconditionPolicy {
  if (route.readOwn(RequirePreconditionMetadata)) return 'required';
  if (!OVERWRITES.has(route.verb)) return 'optional';
  if (route.read(RequirePreconditionMetadata)) return 'required';
  if (kind === undefined || kind === 'none') return 'optional';
  return options.preconditions ?? settings.preconditions;
}

function guardOf({ verb, takesIfMatch }: RouteHandler, { hasCurrent, asked }: ResolvedTag): WriteGuard {
  if (asked) return 'serialised';
  if (takesIfMatch) return 'compare-and-set';
  return OVERWRITES.has(verb) && hasCurrent ? 'checked' : 'none';
}

/** On a class for reads only: nobody means to let a DELETE be cached. */
function cacheControlOf(route: RouteHandler): string | undefined {
  const own = route.readOwn<CacheControlDirectives>(CacheControlMetadata);
  const inherited =
    route.verb === 'GET' || route.verb === 'HEAD' ? route.read(CacheControlMetadata) : undefined;
  const directives = own ?? (inherited as CacheControlDirectives | undefined);
  return directives && formatCacheControl(directives);
}
