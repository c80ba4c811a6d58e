import type { CollectionRows } from '../options/collection.interface.js';
import type { VersionedOptions } from '../options/etag-options.interface.js';
import { digest } from '../util/digest.js';
import { ItemsPlaceholder } from './items-placeholder.js';
import { textOfColumns } from './text-of.js';

/** The current state of a collection that was looked up without its items: what its tag is made of, and no more. */
export class CollectionState {
  constructor(readonly opaque: string) {}
}

/** What an envelope is made of, where the items are not at hand. */
export type Envelope = (items: never[], total: number) => unknown;

/**
 * The tag of a collection is the SHA-256, in base64url, of a text that a database can make as well:
 *
 * ```text
 * collection = [ pair *( "," pair ) ]            ; in order
 * pair       = part *( "~" part ) ":" part *( "~" part )   ; the id's columns, the version's columns
 * ```
 *
 * A part is encoded as an opaque-tag is, and what separates parts is encoded inside them: no two lists have one text. In
 * an envelope the digest takes the place of the items, and the tag is the digest of the whole.
 */
export class CollectionTagger {
  readonly ids: readonly string[];
  readonly columns: readonly string[];
  private readonly items: VersionedOptions['items'];
  readonly needs: string;

  constructor({ id = 'id', column = 'version', items }: VersionedOptions) {
    this.ids = [id].flat();
    this.columns = [column].flat();
    this.items = items;
    this.needs = `items that all have ${[...this.ids, ...this.columns].join(', ')}`;
  }

  /** Whether it is a collection that a handler returned, rather than one entity. */
  takes(body: unknown): boolean {
    return Array.isArray(body) || this.items !== undefined;
  }

  opaqueOf(body: unknown): string | undefined {
    if (Array.isArray(body)) return this.pairsOf(body);
    const items = this.items!(body);
    const pairs = Array.isArray(items) ? this.pairsOf(items) : undefined;
    return pairs && digest(envelopeText(body, items, pairs).text);
  }

  /**
   * The state of a collection whose rows were looked up.
   * @param envelope what the handler puts around the items; undefined: nothing
   * @returns undefined where the tag cannot be told without the items
   */
  stateOf({ pairs, count, total }: CollectionRows, envelope?: Envelope): CollectionState | undefined {
    const text = typeof pairs === 'string' ? pairs : this.pairsOf(pairs);
    const opaque = text !== undefined && envelope ? this.around(text, count, total!, envelope) : text;
    return opaque === undefined ? undefined : new CollectionState(opaque);
  }

  private around(pairs: string, count: number, total: number, envelope: Envelope): string | undefined {
    const placeholder = new ItemsPlaceholder(count);
    const body = placeholder.tryWith((items) => envelope(items as never[], total));
    // Items that were mapped, or looked into, would have made another body.
    if (placeholder.wasRead || this.items?.(body) !== placeholder.items) return undefined;
    const { text, found } = envelopeText(body, placeholder.items, pairs);
    return found && !placeholder.wasRead ? digest(text) : undefined;
  }

  private pairsOf(items: readonly unknown[]): string | undefined {
    const pairs: string[] = [];
    for (const item of items) {
      const id = textOfColumns(item, this.ids);
      const version = textOfColumns(item, this.columns);
      if (id === undefined || version === undefined) return undefined;
      pairs.push(`${inPair(id)}:${inPair(version)}`);
    }
    return digest(pairs.join(','));
  }
}

function inPair(text: string): string {
  return text.replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/**
 * The text of an envelope is its JSON, with the digest of its items' pairs in the place of the items: whatever else it says
 * (a total, a page, a cursor) is in it. Items that are no part of it by identity, since they were mapped, are in it as they
 * are, and the digest stands in front.
 */
function envelopeText(body: unknown, items: unknown, pairs: string): { text: string; found: boolean } {
  let found = false;
  const json = JSON.stringify(body, function (this: Record<string, unknown>, name, value: unknown) {
    if (this[name] === items) {
      found = true;
      return pairs;
    }
    // No text of the envelope's own can pass for the digest, which has no "=".
    return typeof value === 'string' ? `=${value}` : value;
  });
  return { text: found ? json : `${pairs} ${json}`, found };
}
