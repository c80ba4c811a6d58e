import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { EmptyError } from 'rxjs';
import { exchangeOf, routeOfRequest } from '../request/route-of-request.js';

/**
 * Sends what was decided in the handler's stead, where interceptors stand around the route: they were given an Observable
 * without a value, and rxjs's EmptyError is Nest's way to say that none has come. It is the first filter of a route to be
 * asked; an EmptyError of the application's own goes on to the others.
 */
@Catch(EmptyError)
export class AnswerFilter implements ExceptionFilter<EmptyError> {
  catch(error: EmptyError, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<object>();
    const { route, response } = routeOfRequest(request)!;
    const exchange = exchangeOf(request)!;
    const { answer = error } = exchange;
    if (typeof answer === 'string') route.platform.answer(response, answer, exchange);
    else route.refuse(exchange, answer);
  }
}
