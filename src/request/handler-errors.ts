import type { HttpException } from '@nestjs/common';
import { EXISTS, PreconditionFailedException } from '../exceptions/precondition-failed.exception.js';
import { VersionConflictException } from '../exceptions/version-conflict.exception.js';
import type { EntityTag } from '../rfc9110/index.js';
import type { Conflict } from '../versioned/entity-adapter.interface.js';
import { prepareError } from './answers.js';
import { orElse } from '../util/maybe-promise.js';
import { currentStateOf } from './current-state.js';
import type { Exchange } from './exchange.js';
import { headOf } from './route-of-request.js';
import { selectedValidators } from './content-coding.js';

/** 412 with the current tag where the request was conditional, else 409; undefined where the application answers. */
export async function conflictAnswer(
  exchange: Exchange,
  conflict: Conflict,
): Promise<HttpException | undefined> {
  const { reads, conditional, preconditions } = exchange;
  // That something exists is a failed precondition only of a request that was to create it (`If-None-Match: *`).
  if (reads || (conflict === 'exists' && preconditions.ifNoneMatch?.kind !== 'any')) return undefined;
  if (!conditional) return new VersionConflictException();
  const message = conflict === 'exists' ? EXISTS : undefined;
  return new PreconditionFailedException(await currentTag(exchange), message);
}

/** The 412 stays the same without the tag, where the current state cannot be had. */
async function currentTag(exchange: Exchange): Promise<EntityTag | undefined> {
  const state = await orElse(
    () => currentStateOf(exchange),
    () => undefined,
  );
  return state?.kind === 'present' ? selectedValidators(exchange, state).etag : undefined;
}

/** Sets the header fields of an exception of the module, before any filter is asked for the body. */
export function prepared<T extends HttpException>(exchange: Exchange, exception: T): T {
  const head = headOf(exchange);
  // A handler may have sent its response itself, and have thrown after that.
  if (!head.isSent) prepareError(exception, head);
  exchange.thrown = exception;
  return exception;
}
