import {
  Catch,
  Injectable,
  Optional,
  type ArgumentsHost,
  type ExceptionFilter,
  type HttpException,
} from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { throwError, type Observable } from 'rxjs';
import { PRECONDITION_EXCEPTIONS } from '../exceptions/is-precondition-exception.js';
import { assertModuleImported } from '../metadata/assert-module-imported.js';
import { conflictAnswer } from '../request/conflict-answer.js';
import { exchangeOf, routeOfRequest } from '../request/route-of-request.js';
import { conflictOf, StorageConflict } from '../versioned/conflicts.js';
import { EntityAdapters } from '../versioned/entity-adapters.js';

/**
 * Answers 400, 409, 412, 416 and 428 on decorated routes, in Nest's own error shape or as problem details, where no filter of
 * the application's catches them. What a database calls a conflict is 412 where the request was conditional, 409 where it
 * was not.
 *
 * The decorators bind it, so that a test can replace it with `overrideFilter(PreconditionFilter)`. At start-up the module
 * takes it out of the routes' lists, where it would come before the application's own filters, and has it asked last.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.5.13
 */
@Injectable()
@Catch(...PRECONDITION_EXCEPTIONS, StorageConflict)
export class PreconditionFilter implements ExceptionFilter<Error> {
  constructor(modules: ModulesContainer, @Optional() adapters: EntityAdapters) {
    assertModuleImported(adapters, modules);
  }

  catch(exception: Error, host: ArgumentsHost): unknown {
    if (host.getType() !== 'http') return elsewhere(exception, host);
    const request = host.switchToHttp().getRequest<object>();
    const arrived = routeOfRequest(request);
    const exchange = exchangeOf(request);
    if (!arrived || !exchange) throw exception;
    const { route, response } = arrived;
    const conflict = conflictOf(exception);
    if (!conflict) return route.platform.answer(response, exception as HttpException, exchange);
    return conflictAnswer(exchange, conflict).then((answer) => route.refuse(exchange, answer));
  }
}

/** As an exception that no filter has caught: a message handler fails with it, a resolver reports it. */
function elsewhere(exception: Error, host: ArgumentsHost): Error | Observable<never> {
  return host.getType() === 'rpc' ? throwError(() => exception) : exception;
}
