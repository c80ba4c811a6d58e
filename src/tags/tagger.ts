import type { TagFunction, TagValue } from '../options/tag.interface.js';
import type { EntityTag } from '../rfc9110/index.js';
import { entityTagFrom } from './entity-tag-from.js';
import { andThen, toMaybePromise, type MaybePromise } from '../util/maybe-promise.js';

/**
 * The one rule of every route: tag = tagOf(entity). The entity comes from `current` before the handler or from
 * the handler's return value after it; one function serves both, so the two can never disagree.
 */
export interface Tagger {
  tagOf(entity: unknown): MaybePromise<EntityTag | undefined>;
  /** What an entity without a tag lacks, where lacking it is a mistake; undefined where it is a decision. */
  readonly needs?: string;
}

/** The tag an application's own function makes, at once or later. */
export class CustomTagger implements Tagger {
  constructor(
    private readonly tag: TagFunction<unknown>,
    private readonly weak: boolean,
  ) {}

  tagOf(entity: unknown): MaybePromise<EntityTag | undefined> {
    return andThen(toMaybePromise(this.tag(entity)), this.finish);
  }

  private readonly finish = (value: TagValue): EntityTag | undefined => entityTagFrom(value, this.weak);
}
