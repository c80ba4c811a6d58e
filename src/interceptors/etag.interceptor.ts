import {
  Injectable,
  Optional,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { Observable } from 'rxjs';
import { assertModuleImported } from '../metadata/assert-module-imported.js';
import { ExchangeRunner } from './exchange-runner.js';

/**
 * Stage 1 of a decorated route, the innermost interceptor: after guards, so that a 304 or 412 tells an unauthorised
 * client nothing, and around pipes and handler. Before the handler it decides from the current state; after
 * it, it takes the validators from the value the handler returned, before any serializer touches it.
 *
 * A request answered here completes without a value, so that no interceptor around it has anything to map, read or
 * catch; the filter sends the answer.
 */
@Injectable()
export class EtagInterceptor implements NestInterceptor {
  constructor(
    modules: ModulesContainer,
    @Optional() private readonly runner: ExchangeRunner,
  ) {
    assertModuleImported(runner, modules);
  }

  intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    return this.runner.run(context, next);
  }
}
