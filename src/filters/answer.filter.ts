import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { EmptyError } from 'rxjs';
import { PRECONDITION_EXCEPTIONS } from '../exceptions/is-precondition-exception.js';
import { conflictAnswer, isOurs } from '../request/conflict-answer.js';
import type { Exchange } from '../request/exchange.js';
import { exchangeOf, routeOfRequest } from '../request/route-of-request.js';
import { conflictOf, StorageConflict } from '../versioned/conflicts.js';
import { andThen, type MaybePromise } from '../util/maybe-promise.js';

/**
 * The first filter of a decorated route to be asked. It sends what was decided in the handler's stead, where interceptors
 * stand around the route: they were given an Observable without a value, and rxjs's EmptyError is Nest's way to say that none
 * has come. All else it hands on to the other filters of the route, those of the application first and the module's own last.
 */
@Catch(EmptyError, ...PRECONDITION_EXCEPTIONS, StorageConflict)
export class AnswerFilter implements ExceptionFilter<Error> {
  catch(error: Error, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<object>();
    const { route, response } = routeOfRequest(request)!;
    const exchange = exchangeOf(request)!;
    const { answer } = exchange;
    if (typeof answer === 'string') return route.platform.answer(response, answer, exchange);
    void andThen(answer ?? errorOf(exchange, error), (refusal) => route.refuse(exchange, refusal));
  }
}

/** What a database calls a conflict may come from around the handler, too, such as from the commit of a transaction. */
function errorOf(exchange: Exchange, error: Error): MaybePromise<Error> {
  const conflict = exchange.reads ? undefined : conflictOf(error);
  return conflict && isOurs(exchange, conflict) ? conflictAnswer(exchange, conflict) : error;
}
