import {
  Catch,
  HttpException,
  Inject,
  Injectable,
  Optional,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { EmptyError } from 'rxjs';
import { MalformedPreconditionException } from '../exceptions/malformed-precondition.exception.js';
import { PreconditionFailedException } from '../exceptions/precondition-failed.exception.js';
import { PreconditionRequiredException } from '../exceptions/precondition-required.exception.js';
import { VersionConflictException } from '../exceptions/version-conflict.exception.js';
import { conflictOf, StorageConflict } from '../versioned/conflicts.js';
import { exchangeOf } from '../request/route-of-request.js';
import type { Answer, Exchange } from '../request/exchange.js';
import { isOurs, conflictAnswer } from '../request/conflict-answer.js';
import { assertModuleImported } from '../metadata/assert-module-imported.js';
import { ResponsePlatform } from '../request/platform.js';

/**
 * Answers 304, 400, 412 and 428 on decorated routes, and what databases call a conflict: 412 where the request was
 * conditional, 409 where it was not.
 *
 * What the interceptor decided reaches it as rxjs's EmptyError: the response has no value, which is Nest's way
 * to say so. What is not ours is passed on to the application's own filters.
 */
@Injectable()
@Catch(
  PreconditionFailedException,
  PreconditionRequiredException,
  MalformedPreconditionException,
  VersionConflictException,
  EmptyError,
  StorageConflict,
)
export class PreconditionFilter implements ExceptionFilter<Error> {
  constructor(
    modules: ModulesContainer,
    @Optional() @Inject(ResponsePlatform) private readonly platform: ResponsePlatform,
  ) {
    assertModuleImported(platform, modules);
  }

  catch(exception: Error, host: ArgumentsHost): void | Promise<void> {
    const exchange = exchangeOf(host.switchToHttp().getRequest());
    const conflict = conflictOf(exception);
    if (conflict && exchange && isOurs(exchange, conflict)) {
      return conflictAnswer(exchange, conflict).then((answer) => this.send(host, answer, exchange));
    }
    const answer = exception instanceof HttpException ? exception : exchange?.answer;
    if (conflict || !answer) throw exception;
    this.send(host, answer, exchange);
  }

  private send(host: ArgumentsHost, answer: Answer, exchange: Exchange | undefined): void {
    this.platform.answer(host.switchToHttp().getResponse(), answer, exchange);
  }
}
