import type { RouteHandler } from '../metadata/route-handlers.js';
import {
  CacheControlMetadata,
  LastModifiedMetadata,
  RequirePreconditionMetadata,
} from '../metadata/route-metadata.js';
import type { PreconditionPolicy } from '../options/etag-module-options.interface.js';
import type { Settings } from '../options/settings.js';
import type { RoutePlan } from '../request/route-plan.interface.js';
import { formatCacheControl } from '../rfc9110/index.js';
import { BodyHash } from '../tags/body-hash.js';
import { fileTag } from '../tags/file-tag.js';
import { lastModifiedOf } from '../tags/last-modified.js';
import { MacTagger, TagMac } from '../tags/tag-mac.js';
import { CustomTagger, type Tagger } from '../tags/tagger.js';
import { Variants } from '../tags/variants.js';
import { VersionTagger } from '../tags/version.tagger.js';
import { maxRangesOf } from './accepted-ranges.js';
import { forgottenBy, rememberPlanOf } from './remembered-tags.js';
import { isOfEntity, isTagged, type RouteTag } from './route-tag.js';

/** Works out what the decorators of a route come to; whatever stands around the route is for the caller to say. */
export function planRoute(
  route: RouteHandler,
  tag: RouteTag,
  settings: Settings,
  around: Pick<RoutePlan, 'surrounded' | 'current'>,
): RoutePlan {
  const { options } = tag;
  const mac = settings.secret === undefined ? undefined : new TagMac(settings.secret);
  const ofFile = options.tag === fileTag ? 'mtimeMs' : undefined;
  const date = options.lastModified ?? route.read(LastModifiedMetadata) ?? ofFile;
  const plan = {
    ...around,
    name: route.name,
    settings,
    untagged: tag.kind === 'none',
    entity: tag.known?.entity,
    tagger: taggerOf(tag, mac),
    // A handler of HEAD alone makes no body that could be hashed; Nest's automatic HEAD runs the handler of GET.
    bodyHash: tag.kind === 'body' && route.verb !== 'HEAD' ? bodyHashOf(tag, settings, mac) : undefined,
    lastModified: date === undefined ? undefined : lastModifiedOf(date),
    alreadyApplied: options.alreadyApplied,
    where: options.where,
    creates: options.creates ?? false,
    absent: options.absent ?? (options.creates ? 412 : 404),
    takesIfMatch: route.takesIfMatch,
    policy: policyOf(route, tag, settings),
    cacheControl: cacheControlOf(route),
    maxRanges: maxRangesOf(route, tag),
    vary: options.vary ?? [],
    variants: new Variants(isOfEntity(tag) ? settings.namespace : '', mac),
    selectedBy: selectedByOf(tag),
    remember: rememberPlanOf(route, tag, settings),
    forgets: forgottenBy(route),
  };
  const validated = plan.tagger ?? plan.bodyHash ?? plan.lastModified;
  return { ...plan, conditional: validated !== undefined || plan.policy === 'required' };
}

function taggerOf({ kind, options }: RouteTag, mac: TagMac | undefined): Tagger | undefined {
  if (kind === 'version') {
    const versions = new VersionTagger(options);
    return mac ? new MacTagger(versions, mac, versions.identityOf) : versions;
  }
  if (kind !== 'function') return undefined;
  const custom = new CustomTagger(options.tag!, options.weak ?? false);
  return mac ? new MacTagger(custom, mac) : custom;
}

/** The hash of a body names its bytes already. The coding of a response says more than the field that asks for it. */
function selectedByOf(tag: RouteTag): readonly string[] {
  const names = isOfEntity(tag) ? (tag.options.vary ?? []) : [];
  return names.map((name) => name.toLowerCase()).filter((name) => name !== 'accept-encoding');
}

function bodyHashOf(tag: RouteTag, { hash, auto }: Settings, mac: TagMac | undefined): BodyHash {
  const { options, isAuto } = tag;
  const maxSize = isAuto && typeof auto === 'object' ? auto.maxSize : undefined;
  return new BodyHash(options.hash ?? hash, { weak: options.weak, mac, maxSize, shallow: isAuto });
}

/** `@RequirePrecondition()` holds for its method, or for the overwriting ones of its class; then the options. */
export function policyOf(route: RouteHandler, tag: RouteTag, settings: Settings): PreconditionPolicy {
  if (route.readOwn(RequirePreconditionMetadata)) return 'required';
  if (!route.overwrites) return 'optional';
  if (route.read(RequirePreconditionMetadata)) return 'required';
  return isTagged(tag) ? (tag.options.preconditions ?? settings.preconditions) : 'optional';
}

/** On a class it holds for reads only: nobody means to let a DELETE be cached. */
function cacheControlOf(route: RouteHandler): string | undefined {
  const directives = route.reads ? route.read(CacheControlMetadata) : route.readOwn(CacheControlMetadata);
  return directives && formatCacheControl(directives);
}
