/**
 * What the target resource is at present: what every precondition is compared with.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-3.2
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8
 */
import type { EntityTag } from './entity-tag.js';

/** The validators of a selected representation, as far as it has any. */
export interface CurrentValidators {
  readonly etag?: EntityTag | undefined;
  /** Epoch milliseconds; fractions of a second do not count. */
  readonly lastModified?: number | undefined;
}

/** The current state of the target resource: present, with the validators of its selected representation, or absent. */
export type CurrentState = ({ readonly kind: 'present' } & CurrentValidators) | { readonly kind: 'absent' };

/** The modification date, or undefined where there is none: absent, unknown, or an invalid `Date`. */
export function modificationDate(state: CurrentState): number | undefined {
  if (state.kind === 'absent' || !Number.isFinite(state.lastModified)) return undefined;
  return state.lastModified;
}
