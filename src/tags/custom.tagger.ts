import type { TagFunction, TagValue } from '../options/tag.interface.js';
import type { EntityTag } from '../rfc9110/index.js';
import { entityTagFrom } from './entity-tag-from.js';
import { andThen, toMaybePromise, type MaybePromise } from '../util/maybe-promise.js';
import type { Tagger } from './tagger.interface.js';

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
