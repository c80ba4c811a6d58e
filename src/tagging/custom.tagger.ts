import type { MaybePromise } from '../interfaces/maybe-promise.interface.js';
import type { TagFunction, TagValue } from '../interfaces/tag.interface.js';
import type { EntityTag } from '../rfc9110/index.js';
import { entityTagFrom } from './entity-tag-from.js';
import { isPromiseLike } from './is-promise-like.js';
import type { Tagger } from './tagger.interface.js';

/** The tag an application's own function makes, at once or later. */
export class CustomTagger implements Tagger {
  constructor(
    private readonly tag: TagFunction<unknown>,
    private readonly weak: boolean,
  ) {}

  tagOf(entity: unknown): MaybePromise<EntityTag | undefined> {
    const value = this.tag(entity);
    return isPromiseLike(value) ? Promise.resolve(value).then(this.finish) : this.finish(value);
  }

  private readonly finish = (value: TagValue): EntityTag | undefined => entityTagFrom(value, this.weak);
}
