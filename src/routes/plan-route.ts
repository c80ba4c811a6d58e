import type { LastModifiedSource } from '../interfaces/tag.interface.js';
import type { RouteHandler } from '../metadata/route-handlers.js';
import {
  CacheControlMetadata,
  LastModifiedMetadata,
  RequirePreconditionMetadata,
} from '../metadata/route-metadata.js';
import type { RoutePlan } from '../plan/route-plan.interface.js';
import type { Settings } from '../plan/settings.js';
import { formatCacheControl, type CacheControlDirectives } from '../rfc9110/index.js';
import { BodyHash } from '../tagging/body-hash.js';
import { CustomTagger } from '../tagging/custom.tagger.js';
import { lastModifiedOf } from '../tagging/last-modified.js';
import type { Tagger } from '../tagging/tagger.interface.js';
import { VersionTagger } from '../tagging/version.tagger.js';
import type { ResolvedTag } from './tag-source.js';

/** The methods that replace, change or remove what is there: the ones a lost update can happen to. */
export const OVERWRITES: ReadonlySet<string> = new Set(['PUT', 'PATCH', 'DELETE']);

/** Works out what a route's decorators come to. */
export function planRoute(route: RouteHandler, tag: ResolvedTag, settings: Settings): RoutePlan {
  const { options } = tag;
  const lastModified = options.lastModified ?? route.read<LastModifiedSource<unknown>>(LastModifiedMetadata);
  const plan = {
    name: route.name,
    untagged: tag.kind === 'none',
    tagger: taggerOf(tag),
    bodyHash: bodyHashOf(route, tag, settings),
    lastModified: lastModified === undefined ? undefined : lastModifiedOf(lastModified),
    current: tag.reader(),
    creates: options.creates ?? false,
    takesIfMatch: route.takesIfMatch,
    requiresPrecondition: requiresPrecondition(route, tag, settings),
    cacheControl: cacheControlOf(route),
    vary: options.vary ?? [],
  };
  const conditional = plan.tagger ?? plan.bodyHash ?? plan.lastModified ?? plan.requiresPrecondition;
  return { ...plan, conditional: Boolean(conditional) };
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

/** On a class, or by the module's option, the overwriting methods; on a method, whatever it is. */
function requiresPrecondition(route: RouteHandler, { kind }: ResolvedTag, settings: Settings): boolean {
  if (route.readOwn(RequirePreconditionMetadata)) return true;
  if (!OVERWRITES.has(route.verb)) return false;
  if (route.read(RequirePreconditionMetadata)) return true;
  return settings.preconditions === 'required' && kind !== undefined && kind !== 'none';
}

/** On a class for reads only: nobody means to let a DELETE be cached. */
function cacheControlOf(route: RouteHandler): string | undefined {
  const own = route.readOwn<CacheControlDirectives>(CacheControlMetadata);
  const inherited =
    route.verb === 'GET' || route.verb === 'HEAD' ? route.read(CacheControlMetadata) : undefined;
  const directives = own ?? (inherited as CacheControlDirectives | undefined);
  return directives && formatCacheControl(directives);
}
