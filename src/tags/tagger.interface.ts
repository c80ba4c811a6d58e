import type { MaybePromise } from '../util/maybe-promise.js';
import type { EntityTag } from '../rfc9110/index.js';

/**
 * The one rule of every route: tag = tagOf(entity). The entity comes from `current` before the handler or from
 * the handler's return value after it; one function serves both, so the two can never disagree.
 */
export interface Tagger {
  tagOf(entity: unknown): MaybePromise<EntityTag | undefined>;
  /** What an entity without a tag lacks, where lacking it is a mistake; undefined where it is a decision. */
  readonly needs?: string;
}
