import type { VersionedOptions } from '../options/etag-options.interface.js';
import { decodeOpaque, type EntityTag } from '../rfc9110/index.js';
import { CollectionState, CollectionTagger } from './collection.tagger.js';
import { bounded, DIGEST_LENGTH } from './entity-tag-from.js';
import type { Tagger } from './tagger.js';
import { textOfColumns } from './text-of.js';

/** The tag is the version column (or columns); of a collection, what its `CollectionTagger` makes of it. */
export class VersionTagger implements Tagger {
  readonly needs: string;
  private readonly weak: boolean;
  private readonly collection: CollectionTagger;
  /** Undefined where the version is made of several. */
  private readonly column: string | undefined;

  constructor(options: VersionedOptions) {
    this.weak = options.weak ?? false;
    this.collection = new CollectionTagger(options);
    const { needs, columns } = this.collection;
    this.column = columns.length === 1 ? columns[0] : undefined;
    this.needs = options.items ? needs : `property ${columns.join(', ')}`;
  }

  tagOf(entity: unknown): EntityTag | undefined {
    const opaque = this.opaqueOf(entity);
    return opaque === undefined ? undefined : bounded(opaque, this.weak);
  }

  /**
   * The versions that entity-tags of this tagger stand for, as texts of one column; undefined where the tags are made
   * of other columns, or may be digests of a version too long to be sent.
   */
  versionsIn(tags: readonly EntityTag[], column: string): string[] | undefined {
    if (this.column !== column) return undefined;
    const versions: string[] = [];
    for (const { opaque } of tags) {
      const version = decodeOpaque(opaque);
      if (version?.length === DIGEST_LENGTH) return undefined;
      if (version !== undefined) versions.push(version);
    }
    return versions;
  }

  /** What tells an entity from others of its kind; empty for a collection, which is told by its items. */
  readonly identityOf = (entity: unknown): string | undefined => {
    const isMany = entity instanceof CollectionState || this.collection.takes(entity);
    return isMany ? '' : textOfColumns(entity, this.collection.ids);
  };

  private opaqueOf(entity: unknown): string | undefined {
    if (entity instanceof CollectionState) return entity.opaque;
    if (this.collection.takes(entity)) return this.collection.opaqueOf(entity);
    return textOfColumns(entity, this.collection.columns);
  }
}
