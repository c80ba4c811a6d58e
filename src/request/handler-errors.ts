import { HttpException, Injectable } from '@nestjs/common';
import { isPreconditionException } from '../exceptions/is-precondition-exception.js';
import { conflictOf } from '../versioned/conflicts.js';
import type { Conflict } from '../versioned/entity-adapter.interface.js';
import { EntityAdapters } from '../versioned/entity-adapters.js';
import { prepareError } from './answers.js';
import { conflictAnswer, isOurs } from './conflict-answer.js';
import type { Exchange } from './exchange.js';
import { headOf } from './route-of-request.js';

/** What becomes of what a handler throws: the application's exception filters are asked with it, whatever it is. */
@Injectable()
export class HandlerErrors {
  constructor(private readonly adapters: EntityAdapters) {}

  /**
   * @throws the error; a 412 or 409 in the place of an error by which a library says that a write met a conflict
   */
  async throw(exchange: Exchange, error: unknown): Promise<never> {
    const conflict = this.conflictOf(exchange, error);
    const thrown = conflict ? await conflictAnswer(exchange, conflict) : error;
    throw isPreconditionException(thrown) ? prepared(exchange, thrown) : thrown;
  }

  /** An exception of the application's own is never replaced, whatever caused it. */
  private conflictOf(exchange: Exchange, error: unknown): Conflict | undefined {
    if (exchange.reads || error instanceof HttpException) return undefined;
    const conflict = this.adapters.conflictOf(error) ?? conflictOf(error);
    return conflict && isOurs(exchange, conflict) ? conflict : undefined;
  }
}

/** Sets the header fields of an exception of ours, before any filter is asked for the body. */
export function prepared<T extends HttpException>(exchange: Exchange, exception: T): T {
  const head = headOf(exchange);
  // A handler that sent its response itself, and then threw.
  if (!head.isSent) prepareError(exception, head);
  exchange.thrown = exception;
  return exception;
}
