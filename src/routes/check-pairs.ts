import type { RouteHandler } from '../metadata/route-handlers.js';
import { LastModifiedMetadata } from '../metadata/route-metadata.js';
import type { Settings } from '../options/settings.js';
import { policyOf } from './plan-route.js';
import { readsOfSamePath } from './reads-of-same-path.js';
import type { RouteTag, RouteTags } from './route-tag.js';

/**
 * Writes that no client could ever satisfy: every GET of their path gives a tag that the write does not know, or it gives none
 * and the write wants one.
 */
export function pairMistakes(tags: RouteTags, all: readonly RouteHandler[], settings: Settings): string[] {
  return [...tags].flatMap(([write, tag]) => {
    if (!write.overwrites || !isOfEntity(tag)) return [];
    const isRequired = policyOf(write, tag, settings) === 'required';
    const reads = readsOfSamePath(write, all);
    const isDated = tag.options.lastModified !== undefined || write.read(LastModifiedMetadata) !== undefined;
    const reasons = reads.map((read) =>
      read.maySend('etag') || (isDated && hasDate(read, tags.get(read)))
        ? undefined
        : whyUseless(tags.get(read), tag, isRequired),
    );
    const [reason] = reasons;
    if (!reason || reasons.includes(undefined)) return [];
    return [
      `${write.name}: no tag that a client can get is ever accepted, since ${reads[0]!.name} ${reason}. Give both the same ` +
        '@Versioned(), or @ETag() with one tag function; or put @NoETag() on the GET, where it sets that tag itself.',
    ];
  });
}

/** What of the tag of a GET keeps a write from ever accepting it; undefined where nothing does, as far as it can be known. */
function whyUseless(read: RouteTag | undefined, write: RouteTag, isRequired: boolean): string | undefined {
  if (read?.kind === 'none') return undefined;
  if (read?.kind === undefined) return isRequired ? 'sends no tag' : undefined;
  if (!isOfEntity(read)) return 'sends the hash of its body';
  if (read.options.weak) return 'sends a weak tag, which never satisfies If-Match (RFC 9110, 13.1.1)';
  const [reads, writes] = [columnsOf(read), columnsOf(write)];
  return reads !== writes && reads && writes ? `has the tag of ${reads}, and not of ${writes}` : undefined;
}

/** With a date of its own, a GET gives what If-Unmodified-Since takes. */
function hasDate(read: RouteHandler, tag: RouteTag | undefined): boolean {
  return tag?.options.lastModified !== undefined || read.read(LastModifiedMetadata) !== undefined;
}

function isOfEntity({ kind, options }: RouteTag): boolean {
  return kind === 'versioned' || (kind === 'etag' && options.tag !== undefined);
}

/** Undefined where a function makes the tag: what it makes it of cannot be known. */
function columnsOf({ kind, options: { column = 'version' } }: RouteTag): string | undefined {
  return kind === 'versioned' ? [column].flat().join(', ') : undefined;
}
