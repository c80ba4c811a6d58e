import {
  Catch,
  Inject,
  Injectable,
  Optional,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import { EmptyError } from 'rxjs';
import { MalformedPreconditionException } from '../exceptions/malformed-precondition.exception.js';
import { PreconditionFailedException } from '../exceptions/precondition-failed.exception.js';
import { PreconditionRequiredException } from '../exceptions/precondition-required.exception.js';
import { exchangeOf } from '../exchange/exchange.js';
import { ResponsePlatform } from '../platform/response-platform.js';

type PreconditionException =
  PreconditionFailedException | PreconditionRequiredException | MalformedPreconditionException;

/**
 * Answers 304, 400, 412 and 428 on decorated routes.
 *
 * What the interceptor decided reaches it as rxjs's EmptyError: the response has no value, which is Nest's way
 * to say so. An EmptyError that is not ours is passed on to the application's own filters.
 */
@Injectable()
@Catch(PreconditionFailedException, PreconditionRequiredException, MalformedPreconditionException, EmptyError)
export class PreconditionFilter implements ExceptionFilter<PreconditionException | EmptyError> {
  constructor(@Optional() @Inject(ResponsePlatform) private readonly platform: ResponsePlatform) {}

  catch(exception: PreconditionException | EmptyError, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const exchange = exchangeOf(http.getRequest());
    const answer = exception instanceof EmptyError ? exchange?.answer : exception;
    if (!answer) throw exception;
    this.platform.answer(http.getResponse(), answer, exchange);
  }
}
