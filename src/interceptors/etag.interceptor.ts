import {
  Inject,
  Injectable,
  Optional,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { catchError, concat, EMPTY, from, ignoreElements, mergeMap, throwError, type Observable } from 'rxjs';
import { openExchange, type ConditionalRequest, type Exchange } from '../exchange/exchange.js';
import { isOurs, judgeConflict } from '../exchange/judge-conflict.js';
import { judgeCurrent } from '../exchange/judge-current.js';
import { EntityAdapters } from '../plan/entity-adapters.js';
import { PlanRegistry } from '../plan/plan-registry.js';
import { SETTINGS, type Settings } from '../plan/settings.js';
import { ResponsePlatform } from '../platform/response-platform.js';
import { assertModuleImported } from './assert-module-imported.js';
import { EntityObserver } from './entity-observer.js';

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
    @Optional() private readonly plans: PlanRegistry,
    @Optional() private readonly adapters: EntityAdapters,
    @Optional() @Inject(SETTINGS) private readonly settings: Settings,
    @Optional() private readonly platform: ResponsePlatform,
    @Optional() private readonly observer: EntityObserver,
  ) {
    assertModuleImported(plans, modules);
  }

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const exchange = this.open(context);
    if (!exchange) return next.handle();
    const response = context.switchToHttp().getResponse<unknown>();
    try {
      exchange.answer = await judgeCurrent(exchange, context, this.platform.statusOf(response));
    } catch (error) {
      return this.runPipesOnly(
        exchange,
        next,
        throwError(() => error),
      );
    }
    if (exchange.answer) return this.runPipesOnly(exchange, next, EMPTY);
    return next.handle().pipe(this.observer.observe(exchange, response), catchError(this.onError(exchange)));
  }

  /** A conflict only the adapter knows for one; the filter knows the others, wherever they come from. */
  private onError(exchange: Exchange): (error: unknown) => Observable<never> {
    return (error) => {
      const conflict = this.adapters.conflictOf(error);
      if (!conflict || !isOurs(exchange, conflict)) return throwError(() => error);
      return from(judgeConflict(exchange, conflict)).pipe(mergeMap((answer) => throwError(() => answer)));
    };
  }

  private open(context: ExecutionContext): Exchange | undefined {
    const plan = this.plans.planOf(context.getHandler());
    if (!plan)
      throw new Error(
        `${context.getClass().name}.${context.getHandler().name}: EtagModule has no plan for this route.`,
      );
    const http = context.switchToHttp();
    const request = http.getRequest<ConditionalRequest>();
    const exchange = openExchange(request, plan, this.settings);
    exchange.context = context;
    this.platform.attach(request, http.getResponse(), exchange);
    return plan.conditional ? exchange : undefined;
  }

  /** A 400 or 404 from a pipe wins over what was decided (13.2.1), so pipes run; the handler does not. */
  private runPipesOnly(exchange: Exchange, next: CallHandler, then: Observable<never>): Observable<never> {
    exchange.blocked = true;
    return concat(next.handle().pipe(ignoreElements()), then);
  }
}
