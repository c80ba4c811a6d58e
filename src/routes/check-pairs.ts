import { NEST } from '../metadata/nest-metadata.js';
import type { RouteHandler } from '../metadata/route-handlers.js';
import { LastModifiedMetadata } from '../metadata/route-metadata.js';
import type { Settings } from '../options/settings.js';
import { explained } from '../util/explained.js';
import { policyOf } from './plan-route.js';
import { isOfEntity, type RouteTag, type RouteTags } from './route-tag.js';

/** Writes that no client could ever satisfy, since no GET of their path gives a tag that the write accepts. */
export function pairMistakes(tags: RouteTags, all: readonly RouteHandler[], settings: Settings): string[] {
  return [...tags].flatMap(([write, tag]) => {
    if (!write.overwrites || !isOfEntity(tag)) return [];
    const isRequired = policyOf(write, tag, settings) === 'required';
    const isDated = hasDate(write, tag);
    const reads = readsOfSamePath(write, all);
    const reasons = reads.map((read) => {
      const ofRead = tags.get(read);
      const mayPair = read.maySend('etag') || (isDated && hasDate(read, ofRead));
      return mayPair ? undefined : whyUseless(ofRead, tag, isRequired);
    });
    const [reason] = reasons;
    if (!reason || reasons.includes(undefined)) return [];
    return [
      explained(
        'tag-nobody-gets',
        `${write.name}: no tag that a client can get is ever accepted, since ${reads[0]!.name} ${reason}. Give both the same ` +
          '@Versioned(), or @ETag() with one tag function; or put @NoETag() on the GET, where it sets that tag itself.',
      ),
    ];
  });
}

/** Why a write never accepts the tag of a GET; undefined where it does, as far as that can be known. */
function whyUseless(read: RouteTag | undefined, write: RouteTag, isRequired: boolean): string | undefined {
  if (read?.kind === 'none') return undefined;
  if (read?.kind === undefined) return isRequired ? 'sends no tag' : undefined;
  if (read.kind === 'body') return 'sends the hash of its body';
  if (read.options.weak) return 'sends a weak tag, which never satisfies If-Match (RFC 9110, 13.1.1)';
  const [reads, writes] = [columnsOf(read), columnsOf(write)];
  return reads !== writes && reads && writes ? `has the tag of ${reads}, and not of ${writes}` : undefined;
}

function hasDate(route: RouteHandler, tag: RouteTag | undefined): boolean {
  return (tag?.options.lastModified ?? route.read(LastModifiedMetadata)) !== undefined;
}

/** Undefined where a function makes the tag: nobody knows from what. */
function columnsOf({ kind, options: { column = 'version' } }: RouteTag): string | undefined {
  return kind === 'version' ? [column].flat().join(', ') : undefined;
}

/** The GETs that show what a write changes: those of its path, in whatever controller or module. */
function readsOfSamePath(write: RouteHandler, routes: readonly RouteHandler[]): RouteHandler[] {
  const paths = new Set(write.paths.map(withoutNames));
  return routes.filter(
    (read) =>
      read.verb === 'GET' &&
      read.hasRepresentation &&
      read.paths.some((path) => paths.has(withoutNames(path))) &&
      sharesVersion(read, write) &&
      sharesHost(read, write),
  );
}

function withoutNames(path: string): string {
  return path.replaceAll(/:\w+/g, ':');
}

/** Where only one of the two names a version, the other may have it by default. */
function sharesVersion(one: RouteHandler, other: RouteHandler): boolean {
  const [ones, others] = [versionsOf(one), versionsOf(other)];
  if ([...ones, ...others].some((version) => typeof version !== 'string')) return true;
  return ones.some((version) => others.includes(version));
}

/** Each is a text, a symbol for every version, or undefined for the default of the application. */
function versionsOf({ controller, handler }: RouteHandler): unknown[] {
  const own: unknown = Reflect.getMetadata(NEST.version, handler);
  return [own ?? Reflect.getMetadata(NEST.version, controller)].flat();
}

function sharesHost(one: RouteHandler, other: RouteHandler): boolean {
  const hosts: unknown[] = [one, other].map(({ controller }) => Reflect.getMetadata(NEST.host, controller));
  return hosts.includes(undefined) || String(hosts[0]) === String(hosts[1]);
}
