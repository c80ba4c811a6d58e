import type { TagFunction } from '../options/tag.interface.js';
import type { EntityTag } from '../rfc9110/index.js';
import { entityTagFrom } from './entity-tag-from.js';
import { andThen, toMaybePromise, type MaybePromise } from '../util/maybe-promise.js';

/** Makes the tag of an entity, which `current` answered or the handler returned: so the two can never disagree. */
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
    return andThen(toMaybePromise(this.tag(entity)), (value) => entityTagFrom(value, this.weak));
  }
}
