import {
  Catch,
  Injectable,
  Optional,
  type ArgumentsHost,
  type ExceptionFilter,
  type HttpException,
} from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { PRECONDITION_EXCEPTIONS } from '../exceptions/is-precondition-exception.js';
import { assertModuleImported } from '../metadata/assert-module-imported.js';
import { exchangeOf, routeOfRequest } from '../request/route-of-request.js';
import { EntityAdapters } from '../versioned/entity-adapters.js';

/**
 * Answers 400, 409, 412, 416 and 428 on decorated routes, in Nest's own error shape or as problem details, where no filter of
 * the application's catches them.
 *
 * It is asked after all filters of the application's. In a test `overrideFilter(PreconditionFilter)` puts another one in its
 * place.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.5.13
 */
@Injectable()
@Catch(...PRECONDITION_EXCEPTIONS)
export class PreconditionFilter implements ExceptionFilter<HttpException> {
  constructor(modules: ModulesContainer, @Optional() adapters: EntityAdapters) {
    assertModuleImported(adapters, modules);
  }

  catch(exception: HttpException, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<object>();
    const arrived = routeOfRequest(request);
    const exchange = exchangeOf(request);
    // Whoever has bound it to a route without our decorators has Nest answer.
    if (!arrived || !exchange) throw exception;
    arrived.route.platform.answer(arrived.response, exception, exchange);
  }
}
