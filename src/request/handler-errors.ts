import { HttpException, Injectable } from '@nestjs/common';
import { isPreconditionException } from '../exceptions/is-precondition-exception.js';
import { EXISTS, PreconditionFailedException } from '../exceptions/precondition-failed.exception.js';
import { VersionConflictException } from '../exceptions/version-conflict.exception.js';
import type { EntityTag } from '../rfc9110/index.js';
import { conflictOf } from '../versioned/conflicts.js';
import type { Conflict } from '../versioned/entity-adapter.interface.js';
import { EntityAdapters } from '../versioned/entity-adapters.js';
import { prepareError } from './answers.js';
import { currentStateOf } from './current-state.js';
import type { Exchange } from './exchange.js';
import { headOf } from './route-of-request.js';
import { selectedValidators } from './selected-representation.js';

/** What becomes of what a handler throws: the application's exception filters are asked with it, whatever it is. */
@Injectable()
export class HandlerErrors {
  constructor(private readonly adapters: EntityAdapters) {}

  /** @throws the error; a 412 or 409 in the place of an error by which a library says that a write met a conflict */
  async throw(exchange: Exchange, error: unknown): Promise<never> {
    // An exception of the application's is never replaced, whatever caused it.
    const known = error instanceof HttpException ? undefined : this.adapters.conflictOf(error);
    const conflict = known ?? conflictOf(error);
    const thrown = (conflict && (await conflictAnswer(exchange, conflict))) ?? error;
    throw isPreconditionException(thrown) ? prepared(exchange, thrown) : thrown;
  }
}

/** 412 with the current tag where the request was conditional, else 409; undefined where the application answers. */
export async function conflictAnswer(
  exchange: Exchange,
  conflict: Conflict,
): Promise<HttpException | undefined> {
  if (!isAnswered(exchange, conflict)) return undefined;
  if (!exchange.conditional) return new VersionConflictException();
  const message = conflict === 'exists' ? EXISTS : undefined;
  return new PreconditionFailedException(await currentTag(exchange), message);
}

/**
 * Whether a conflict is for the module to answer. That something exists already is a failed precondition only of a
 * request that was to create it (`If-None-Match: *`). Otherwise the application explains it.
 */
function isAnswered({ reads, preconditions }: Exchange, conflict: Conflict): boolean {
  return !reads && (conflict === 'stale' || preconditions.ifNoneMatch?.kind === 'any');
}

/** The 412 stays the same without the tag, where the current state cannot be had. */
async function currentTag(exchange: Exchange): Promise<EntityTag | undefined> {
  const { plan, context } = exchange;
  if (!plan.current) return undefined;
  const state = await currentStateOf(plan, context).catch(() => undefined);
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
