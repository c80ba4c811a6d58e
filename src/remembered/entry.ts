import type { Exchange } from '../request/exchange.js';
import {
  forbidsStore,
  formatHttpDate,
  parseEntityTag,
  parseHttpDate,
  type CurrentState,
} from '../rfc9110/index.js';
import type { Validators } from '../tags/validators.js';
import type { SentFields } from './sent-head.js';

/** The validators of a response. Nothing else of it is kept, so that no client is shown what was made for another. */
export interface Entry {
  /** As it was sent. */
  readonly etag: string;
  /** As it was sent, where the route made it of the entity. */
  readonly lastModified?: string | undefined;
  /** The handler set the tag itself, and may have made it of anything: only a client that has it is told that it is current. */
  readonly isOwnTag: boolean;
}

/** An entry as the store has it. */
export interface StoredEntry extends Entry {
  /** Those of the store and of each group, under which it counts. */
  readonly versions: readonly string[];
}

type KnownState = CurrentState & Validators & { readonly kind: 'present' };

/** Characters of a tag. It may be made of the URL, and what is kept must not grow with that. */
const LONGEST = 4_096;

/** What is kept of a response to GET, by its head; undefined where that has no tag, or forbids it. */
export function entryOf({ hasOwnTag, selected }: Exchange, sent: SentFields): Entry | undefined {
  const etag = sent.get('etag') ?? '';
  if (parseEntityTag(etag) === undefined || etag.length > LONGEST || sent.has('set-cookie')) return undefined;
  if (forbidsStore(sent.get('cache-control') ?? '')) return undefined;
  const date = selected.lastModified === undefined ? undefined : formatHttpDate(selected.lastModified);
  const lastModified = sent.get('last-modified') === date ? date : undefined;
  return { etag, lastModified, isOwnTag: hasOwnTag };
}

/** What a value of the store says; null where it is no entry, of whatever shape it is. */
export function readEntry(value: unknown): StoredEntry | null | undefined {
  if (value === undefined || value === null) return undefined;
  try {
    const { etag, lastModified, isOwnTag, versions } = value as Partial<StoredEntry>;
    if (typeof etag !== 'string' || !Array.isArray(versions)) return null;
    return {
      etag,
      lastModified: typeof lastModified === 'string' ? lastModified : undefined,
      isOwnTag: isOwnTag !== false,
      versions: versions.filter((version) => typeof version === 'string'),
    };
  } catch {
    return null;
  }
}

/** The state of the resource that an entry tells, if it counts under these versions. */
export function stateUnder(
  versions: readonly (string | undefined)[],
  { etag, lastModified, versions: under }: StoredEntry,
): KnownState | undefined {
  if (under.length !== versions.length) return undefined;
  if (!versions.every((version, at) => version && version === under[at])) return undefined;
  const tag = parseEntityTag(etag);
  return tag && { kind: 'present', etag: tag, lastModified: parseHttpDate(lastModified ?? '') };
}
