import type { MaybePromise } from '../util/maybe-promise.js';
import { clampLastModified, type CurrentState, type EntityTag } from '../rfc9110/index.js';
import type { LastModifiedOf } from './last-modified.js';
import type { Tagger } from './tagger.js';

/** The validators of one representation (RFC 9110, 8.8), as far as they are known. Its date is never later than now. */
export type Validators = Omit<Extract<CurrentState, { kind: 'present' }>, 'kind'>;

export const NO_VALIDATORS: Validators = Object.freeze({});

/** How a route makes the validators of an entity. */
export interface ValidatorRules {
  readonly tagger: Tagger | undefined;
  readonly lastModified: LastModifiedOf | undefined;
}

/** At once, unless the tag function takes its time. */
export function validatorsOf(rules: ValidatorRules, entity: unknown): MaybePromise<Validators> {
  // First: if it throws, there must be no promise of a tag that nobody waits for.
  const date = rules.lastModified?.(entity);
  const etag = rules.tagger?.tagOf(entity);
  return etag instanceof Promise ? etag.then((tag) => validators(tag, date)) : validators(etag, date);
}

function validators(etag: EntityTag | undefined, date: number | undefined): Validators {
  if (etag === undefined && date === undefined) return NO_VALIDATORS;
  return { etag, lastModified: date === undefined ? undefined : clampLastModified(date) };
}
