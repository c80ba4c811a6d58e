import type { PreconditionPolicy } from '../options/etag-module-options.interface.js';
import type { LastModifiedSource } from '../options/tag.interface.js';
import type { RouteHandler } from '../metadata/route-handlers.js';
import {
  CacheControlMetadata,
  LastModifiedMetadata,
  RequirePreconditionMetadata,
} from '../metadata/route-metadata.js';
import type { RoutePlan } from '../request/route-plan.interface.js';
import type { Settings } from '../options/settings.js';
import { formatCacheControl, type CacheControlDirectives } from '../rfc9110/index.js';
import { BodyHash } from '../tags/body-hash.js';
import { fileTag } from '../tags/file-tag.js';
import { lastModifiedOf } from '../tags/last-modified.js';
import { TagMac } from '../tags/tag-mac.js';
import { MacTagger } from '../tags/mac.tagger.js';
import { CustomTagger, type Tagger } from '../tags/tagger.js';
import { Variants } from '../tags/variants.js';
import { VersionTagger } from '../tags/version.tagger.js';
import { maxRangesOf } from './accepted-ranges.js';
import { forgottenBy, rememberPlanOf } from './memory-plan.js';
import type { ResolvedTag } from './tag-source.js';

/** Works out what a route's decorators come to. */
export function planRoute(
  route: RouteHandler,
  tag: ResolvedTag,
  settings: Settings,
  surrounded: boolean,
): Omit<RoutePlan, 'current'> {
  const { options } = tag;
  const bodyHash = bodyHashOf(route, tag, settings);
  const lastModified =
    options.lastModified ??
    route.read<LastModifiedSource<unknown>>(LastModifiedMetadata) ??
    (options.tag === fileTag ? 'mtimeMs' : undefined);
  const plan = {
    name: route.name,
    settings,
    untagged: tag.kind === 'none',
    surrounded,
    entity: tag.known?.entity,
    tagger: taggerOf(tag, settings),
    bodyHash,
    lastModified: lastModified === undefined ? undefined : lastModifiedOf(lastModified),
    alreadyApplied: options.alreadyApplied,
    creates: options.creates ?? false,
    takesIfMatch: route.takesIfMatch,
    policy: policyOf(route, tag, settings),
    cacheControl: cacheControlOf(route),
    maxRanges: maxRangesOf(route, tag),
    vary: options.vary ?? [],
    ...variantsOf(tag, settings),
    remember: rememberPlanOf(route, tag, settings),
    forgets: forgottenBy(route),
  };
  const validated = plan.tagger ?? plan.bodyHash ?? plan.lastModified;
  return { ...plan, conditional: validated !== undefined || plan.policy === 'required' };
}

function macOf({ secret }: Settings): TagMac | undefined {
  return secret === undefined ? undefined : new TagMac(secret);
}

function taggerOf({ kind, options }: ResolvedTag, settings: Settings): Tagger | undefined {
  const mac = macOf(settings);
  if (kind === 'versioned') {
    const versions = new VersionTagger(options);
    return mac ? new MacTagger(versions, mac, versions.identityOf) : versions;
  }
  if (!options.tag) return undefined;
  const custom = new CustomTagger(options.tag, options.weak ?? false);
  return mac ? new MacTagger(custom, mac) : custom;
}

/** The hash of a body names its bytes already: nothing beside them has to be told apart, but how they are coded. */
function variantsOf(
  { kind, options }: ResolvedTag,
  settings: Settings,
): Pick<RoutePlan, 'variants' | 'selectedBy'> {
  const mac = macOf(settings);
  if (kind !== 'versioned' && !options.tag) return { variants: new Variants('', mac), selectedBy: [] };
  const names = (options.vary ?? []).map((name) => name.toLowerCase());
  return {
    variants: new Variants(settings.namespace, mac),
    // The coding that comes of it says more.
    selectedBy: names.filter((name) => name !== 'accept-encoding'),
  };
}

/** A handler of HEAD alone makes no body that could be hashed; Nest's automatic HEAD runs the handler of GET. */
function bodyHashOf({ verb }: RouteHandler, tag: ResolvedTag, settings: Settings): BodyHash | undefined {
  const { kind, options } = tag;
  if (kind !== 'etag' || options.tag || verb === 'HEAD') return undefined;
  return new BodyHash(options.hash ?? settings.hash, {
    weak: options.weak,
    mac: macOf(settings),
    maxSize: tag.auto?.maxSize,
    shallow: tag.auto !== undefined,
  });
}

/** `@RequirePrecondition()` holds for its method, or for the overwriting ones of its class; then the options. */
export function policyOf(
  route: RouteHandler,
  { kind, options }: ResolvedTag,
  settings: Settings,
): PreconditionPolicy {
  if (route.readOwn(RequirePreconditionMetadata)) return 'required';
  if (!route.overwrites) return 'optional';
  if (route.read(RequirePreconditionMetadata)) return 'required';
  if (kind === undefined || kind === 'none') return 'optional';
  return options.preconditions ?? settings.preconditions;
}

/** On a class for reads only: nobody means to let a DELETE be cached. */
function cacheControlOf(route: RouteHandler): string | undefined {
  const own = route.readOwn<CacheControlDirectives>(CacheControlMetadata);
  const inherited =
    route.verb === 'GET' || route.verb === 'HEAD' ? route.read(CacheControlMetadata) : undefined;
  const directives = own ?? (inherited as CacheControlDirectives | undefined);
  return directives && formatCacheControl(directives);
}
