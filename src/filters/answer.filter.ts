import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { EmptyError } from 'rxjs';
import { PRECONDITION_EXCEPTIONS } from '../exceptions/is-precondition-exception.js';
import { conflictAnswer } from '../request/handler-errors.js';
import { routeOfRequest } from '../request/route-of-request.js';
import { andThen } from '../util/maybe-promise.js';
import { conflictOf, StorageConflict } from '../versioned/conflicts.js';

/**
 * The first filter of a decorated route to be asked. Interceptors around the route were given an Observable without a
 * value, of which Nest makes rxjs's EmptyError: then it sends what was decided in the handler's stead. It hands all
 * else on to the other filters of the route: first those of the application, last the module's own.
 */
@Catch(EmptyError, ...PRECONDITION_EXCEPTIONS, StorageConflict)
export class AnswerFilter implements ExceptionFilter<Error> {
  catch(error: Error, host: ArgumentsHost): void {
    const { route, exchange } = routeOfRequest(host.switchToHttp().getRequest())!;
    const { answer } = exchange;
    if (typeof answer === 'string') return route.platform.answer(exchange, answer);
    // A conflict may be found around the handler, too: as a transaction commits.
    const conflict = conflictOf(error);
    const refusal = answer ?? (conflict && conflictAnswer(exchange, conflict));
    void andThen(refusal, (made) => route.refuse(exchange, made ?? error));
  }
}
