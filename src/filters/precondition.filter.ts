import {
  Catch,
  Injectable,
  type ArgumentsHost,
  type ExceptionFilter,
  type HttpException,
} from '@nestjs/common';
import { PRECONDITION_EXCEPTIONS } from '../exceptions/is-precondition-exception.js';
import { routeOfRequest } from '../request/route-of-request.js';

/**
 * Answers 400, 409, 412, 416 and 428 on decorated routes, in Nest's own error shape or as problem details, where no
 * filter of the application catches them.
 *
 * It is asked after all filters of the application. In a test `overrideFilter(PreconditionFilter)` puts another one in
 * its place.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.5.13
 */
@Injectable()
@Catch(...PRECONDITION_EXCEPTIONS)
export class PreconditionFilter implements ExceptionFilter<HttpException> {
  catch(exception: HttpException, host: ArgumentsHost): void {
    const noted = routeOfRequest(host.switchToHttp().getRequest());
    // An application may have bound it to a route without our decorators: there Nest answers.
    if (!noted) throw exception;
    noted.route.platform.answer(noted.exchange, exception);
  }
}
