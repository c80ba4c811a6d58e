import { PreconditionFailedException as NestPreconditionFailedException } from '@nestjs/common';
import type { EntityTag } from '../rfc9110/index.js';

/** The default message. */
const STALE =
  'The resource is not in the state your request expects. Fetch it again and retry with its ETag.';

/** The message after a failed `If-None-Match: *`. */
export const EXISTS = 'The resource exists already. To change it, fetch it and send its ETag in If-Match.';

/** The message on a route that has no current state to compare with. */
export const UNKNOWN =
  'The preconditions of this request cannot be evaluated: the current state of its target is not known. Nothing was changed.';

/**
 * 412: a precondition of the request does not hold. It is Nest's own 412 with the current entity-tag beside it, which
 * is sent as `ETag`, so that a client can recover.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.5.13
 */
export class PreconditionFailedException extends NestPreconditionFailedException {
  constructor(
    /** The tag of the current state, where there is one. */
    readonly current?: EntityTag,
    message = STALE,
  ) {
    super(message);
  }
}
