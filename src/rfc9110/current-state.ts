/**
 * What the target resource is at present: what every precondition is compared with.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8
 */
import type { EntityTag } from './entity-tag.js';
import { wholeSeconds } from './http-date.js';

/** The validators of a selected representation, as far as it has any. */
export interface CurrentValidators {
  readonly etag?: EntityTag | undefined;
  /** Epoch milliseconds; fractions of a second do not count. */
  readonly lastModified?: number | undefined;
}

/** The current state of the target resource: present, with the validators of its selected representation, or absent. */
export type CurrentState =
  | ({ readonly kind: 'present' } & CurrentValidators)
  | ({ readonly kind: 'absent' } & { readonly [Name in keyof CurrentValidators]?: undefined });

/** The modification date, or undefined where there is none: absent, unknown, or an invalid `Date`. */
export function modificationDate({ lastModified }: CurrentState): number | undefined {
  return Number.isFinite(lastModified) ? lastModified : undefined;
}

/**
 * The modification date as it may be sent: in whole seconds, and never later than the response itself, since clocks
 * differ and a date in the future would announce a change that has not happened.
 * @param ms when the representation was modified, epoch milliseconds
 * @param now when the response is made, epoch milliseconds; the present by default
 * @returns epoch milliseconds, a multiple of 1000; `NaN` where `ms` is `NaN`
 * @example
 * clampLastModified(784111777999, 784111800000); // 784111777000
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.2.1
 */
export function clampLastModified(ms: number, now = Date.now()): number {
  return wholeSeconds(Math.min(ms, now));
}
