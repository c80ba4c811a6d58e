import { Catch, type ArgumentsHost } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import { PRECONDITION_EXCEPTIONS } from '../exceptions/is-precondition-exception.js';
import { isOurs } from '../request/conflict-answer.js';
import { exchangeOf, routeOfRequest } from '../request/route-of-request.js';
import { conflictOf, StorageConflict } from '../versioned/conflicts.js';

/**
 * Stands in front of the application's global filters, and is therefore asked last of all: every filter of the application's
 * comes before it, of whatever scope. On a decorated route it has the module's own filter answer; anywhere else, Nest.
 */
@Catch(...PRECONDITION_EXCEPTIONS, StorageConflict)
export class LastFilter extends BaseExceptionFilter {
  override catch(exception: Error, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<object>();
    const route = host.getType() === 'http' ? routeOfRequest(request)?.route : undefined;
    if (route && isAnsweredHere(exception, request)) void route.filter.catch(exception, host);
    else super.catch(exception, host);
  }
}

/** What a database calls a conflict may have come from around the handler, such as from the commit of a transaction. */
function isAnsweredHere(exception: Error, request: object): boolean {
  const conflict = conflictOf(exception);
  if (!conflict) return true;
  const exchange = exchangeOf(request)!;
  return !exchange.reads && isOurs(exchange, conflict);
}
