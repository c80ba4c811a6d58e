import type { ETagOptions, RouteTagOptions } from '../interfaces/etag-options.interface.js';
import type { LastModifiedSource } from '../interfaces/tag.interface.js';
import type { RouteHandler } from '../metadata/route-handlers.js';
import {
  CacheControlMetadata,
  LastModifiedMetadata,
  RequirePreconditionMetadata,
  TagSource,
  type TagMetadata,
} from '../metadata/route-metadata.js';
import type { RoutePlan } from '../plan/route-plan.interface.js';
import type { Settings } from '../plan/settings.js';
import { formatCacheControl, type CacheControlDirectives } from '../rfc9110/index.js';
import { BodyHash } from '../tagging/body-hash.js';
import { CustomTagger } from '../tagging/custom.tagger.js';
import { lastModifiedOf } from '../tagging/last-modified.js';
import type { Tagger } from '../tagging/tagger.interface.js';
import { VersionTagger } from '../tagging/version.tagger.js';
import { currentReader } from './current-reader.js';

/** The methods that replace, change or remove what is there: the ones a lost update can happen to. */
export const OVERWRITES: ReadonlySet<string> = new Set(['PUT', 'PATCH', 'DELETE']);

/** Works out what a route's decorators come to. */
export function planRoute(route: RouteHandler, settings: Settings): RoutePlan {
  const tag = route.read<TagMetadata>(TagSource);
  const options: RouteTagOptions = tag && tag.kind !== 'none' ? tag.options : {};
  const lastModified = options.lastModified ?? route.read<LastModifiedSource<unknown>>(LastModifiedMetadata);
  const tagger = taggerOf(tag);
  const plan = {
    name: route.name,
    untagged: tag?.kind === 'none',
    tagger,
    // A handler of HEAD alone makes no body that could be hashed; Nest's automatic HEAD runs the handler of GET.
    bodyHash:
      tag?.kind === 'etag' && !tagger && route.verb !== 'HEAD'
        ? bodyHashOf(tag.options, settings)
        : undefined,
    lastModified: lastModified === undefined ? undefined : lastModifiedOf(lastModified),
    current: options.current && currentReader(options.current, route.moduleRef),
    creates: options.creates ?? false,
    takesIfMatch: route.takesIfMatch,
    requiresPrecondition: requiresPrecondition(route, settings),
    cacheControl: cacheControlOf(route),
    vary: options.vary ?? [],
  };
  const { bodyHash, requiresPrecondition: required } = plan;
  return { ...plan, conditional: Boolean(tagger || bodyHash || lastModified || required) };
}

function taggerOf(tag: TagMetadata | undefined): Tagger | undefined {
  if (tag?.kind === 'versioned') return new VersionTagger(tag.options);
  if (tag?.kind === 'etag' && tag.options.tag)
    return new CustomTagger(tag.options.tag, tag.options.weak ?? false);
  return undefined;
}

function bodyHashOf({ hash, weak = false }: ETagOptions, settings: Settings): BodyHash {
  return new BodyHash(hash ?? settings.hash, weak);
}

/** On a class, or by the module's option, the overwriting methods; on a method, whatever it is. */
function requiresPrecondition(route: RouteHandler, settings: Settings): boolean {
  if (route.readOwn(RequirePreconditionMetadata)) return true;
  if (!OVERWRITES.has(route.verb)) return false;
  if (route.read(RequirePreconditionMetadata)) return true;
  const tag = route.read<TagMetadata>(TagSource);
  return settings.preconditions === 'required' && tag !== undefined && tag.kind !== 'none';
}

/** On a class for reads only: nobody means to let a DELETE be cached. */
function cacheControlOf(route: RouteHandler): string | undefined {
  const own = route.readOwn<CacheControlDirectives>(CacheControlMetadata);
  const inherited =
    route.verb === 'GET' || route.verb === 'HEAD' ? route.read(CacheControlMetadata) : undefined;
  const directives = own ?? (inherited as CacheControlDirectives | undefined);
  return directives && formatCacheControl(directives);
}
