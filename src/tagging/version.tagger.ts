import { hash } from 'node:crypto';
import type { VersionedOptions } from '../interfaces/etag-options.interface.js';
import { decodeOpaque, encodeOpaque, type EntityTag } from '../rfc9110/index.js';
import { DIGEST_LENGTH, entityTagFrom } from './entity-tag-from.js';
import type { Tagger } from './tagger.interface.js';
import { textOf } from './text-of.js';

/** Stands between the texts of several columns; escaped inside them, so that no two lists give one text. */
const SEPARATOR = '~';

/** The tag is the version column (or columns); of a collection, the (id, version) pairs of its items in order. */
export class VersionTagger implements Tagger {
  private readonly columns: readonly string[];
  private readonly ids: readonly string[];
  private readonly weak: boolean;
  readonly needs: string;

  constructor({ column = 'version', id = 'id', weak = false }: VersionedOptions) {
    this.columns = [column].flat();
    this.ids = [id].flat();
    this.weak = weak;
    this.needs = `property ${this.columns.join(', ')}`;
  }

  tagOf(entity: unknown): EntityTag | undefined {
    const opaque = Array.isArray(entity) ? this.ofCollection(entity) : textOfColumns(entity, this.columns);
    // A strong EntityTag rather than text: a version that looks like a quoted tag is still just a version.
    return opaque === undefined ? undefined : entityTagFrom({ weak: this.weak, opaque }, this.weak);
  }

  /**
   * The versions that entity-tags of this tagger stand for, as texts of one column; undefined where the tags are made
   * of other columns, or may be digests of a version too long to be sent.
   */
  versionsIn(tags: readonly EntityTag[], column: string): string[] | undefined {
    if (this.columns.length !== 1 || this.columns[0] !== column) return undefined;
    const versions = tags
      .map(({ opaque }) => decodeOpaque(opaque))
      .filter((version) => version !== undefined);
    return versions.some(({ length }) => length === DIGEST_LENGTH) ? undefined : versions;
  }

  private ofCollection(items: readonly unknown[]): string | undefined {
    const pairs: string[] = [];
    for (const item of items) {
      const id = textOfColumns(item, this.ids);
      const version = textOfColumns(item, this.columns);
      if (id === undefined || version === undefined) return undefined;
      pairs.push(id, version);
    }
    return hash('sha256', JSON.stringify(pairs), 'base64url');
  }
}

function textOfColumns(entity: unknown, columns: readonly string[]): string | undefined {
  if (typeof entity !== 'object' || entity === null) return undefined;
  const texts: string[] = [];
  for (const column of columns) {
    const text = textOf((entity as Record<string, unknown>)[column]);
    if (text === undefined) return undefined;
    texts.push(encodeOpaque(text));
  }
  return texts.length === 1
    ? texts[0]
    : texts.map((text) => text.replaceAll(SEPARATOR, '%7E')).join(SEPARATOR);
}
