import type { ServerResponse } from 'node:http';
import type { Exchange } from '../request/exchange.js';
import { forbidsStore, formatHttpDate, parseEntityTag, parseHttpDate } from '../rfc9110/index.js';

/** The validators of a response. Nothing else of it is kept, so that no client is shown what was made for another. */
export interface Entry {
  /** As it was sent. */
  readonly etag: string;
  /** As it was sent, where the route made it of the entity. */
  readonly lastModified?: string | undefined;
  /** The handler set the tag itself, and may have made it of anything. Only a client that has it is told that it is current. */
  readonly isOwnTag: boolean;
  /** Those of the store and of each group, under which the entry counts. */
  readonly versions: readonly string[];
}

/** Fields by lower-cased name, as they went out; lines that repeat are joined. */
export type SentFields = ReadonlyMap<string, string>;

/** The longest tag that is kept, in characters. A tag may be made of the URL, and an entry must not grow with that. */
const LONGEST = 4_096;

/** What is kept of a response to GET; undefined where its head has no tag, or forbids to keep it. */
export function entryOf(
  { hasOwnTag, selected }: Exchange,
  sent: SentFields,
): Omit<Entry, 'versions'> | undefined {
  const etag = sent.get('etag') ?? '';
  if (parseEntityTag(etag) === undefined || etag.length > LONGEST || sent.has('set-cookie')) return undefined;
  if (forbidsStore(sent.get('cache-control') ?? '')) return undefined;
  const date = selected.lastModified === undefined ? undefined : formatHttpDate(selected.lastModified);
  return { etag, lastModified: sent.get('last-modified') === date ? date : undefined, isOwnTag: hasOwnTag };
}

/** Whether a value of the store is an entry, of whatever shape it is. */
export function isEntry(value: unknown): value is Entry {
  try {
    const { etag, versions } = Object(value) as { readonly [K in keyof Entry]: unknown };
    return typeof etag === 'string' && Array.isArray(versions);
  } catch {
    return false;
  }
}

/** The state of the resource that an entry tells, if it counts under these versions. */
export function stateUnder(versions: readonly (string | undefined)[], entry: Entry) {
  if (entry.versions.length !== versions.length) return undefined;
  for (let at = 0; at < versions.length; at += 1)
    if (!versions[at] || versions[at] !== entry.versions[at]) return undefined;
  const etag = parseEntityTag(entry.etag);
  const lastModified = entry.lastModified ? parseHttpDate(String(entry.lastModified)) : undefined;
  return etag && ({ kind: 'present', etag, lastModified } as const);
}

/**
 * The header section of a response as it was sent, after the last change. Node keeps its text; where a framework passed all
 * fields at once, it keeps nothing else. Undefined over HTTP/2, where there is no text.
 */
export function sentFieldsOf(response: ServerResponse): SentFields | undefined {
  const { _header: head } = response as { readonly _header?: unknown };
  if (typeof head !== 'string') return undefined;
  const fields = new Map<string, string>();
  for (const line of head.split('\r\n').slice(1)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return fields;
}
