import { Inject, Injectable, type CallHandler, type ExecutionContext } from '@nestjs/common';
import {
  catchError,
  concat,
  EMPTY,
  from,
  ignoreElements,
  mergeMap,
  tap,
  throwError,
  type Observable,
} from 'rxjs';
import { openExchange, type ConditionalRequest, type Exchange } from '../exchange/exchange.js';
import { isOurs, judgeConflict } from '../exchange/judge-conflict.js';
import { judgeCurrent } from '../exchange/judge-current.js';
import { EntityAdapters } from '../plan/entity-adapters.js';
import { PlanRegistry } from '../plan/plan-registry.js';
import { SETTINGS, type Settings } from '../plan/settings.js';
import { ResponsePlatform } from '../platform/response-platform.js';
import type { Turn } from '../self-request/turn.js';
import { WriteTurns } from '../self-request/write-turns.js';
import { EntityObserver } from './entity-observer.js';
import { WriteWatch } from './write-watch.js';

/** Takes one request through stage 1: before the handler, the handler, after it. */
@Injectable()
export class ExchangeRunner {
  constructor(
    private readonly plans: PlanRegistry,
    private readonly adapters: EntityAdapters,
    private readonly platform: ResponsePlatform,
    private readonly observer: EntityObserver,
    private readonly watch: WriteWatch,
    private readonly turns: WriteTurns,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async run(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const exchange = this.open(context);
    if (!exchange) return next.handle();
    const response = context.switchToHttp().getResponse<unknown>();
    let turn: Turn | undefined;
    try {
      if (exchange.plan.askGet) turn = await this.turns.take(exchange.plan, context);
      exchange.answer = await judgeCurrent(exchange, context, this.platform.statusOf(response));
    } catch (error) {
      const failure = throwError(() => error);
      return this.runPipesOnly(exchange, next, failure);
    }
    if (exchange.answer) return this.runPipesOnly(exchange, next, EMPTY);
    const handled = next.handle().pipe(
      tap(() => this.watch.inspect(exchange)),
      this.observer.observe(exchange, response),
      catchError(this.onError(exchange)),
    );
    return turn ? turn.hold(exchange, handled) : handled;
  }

  private open(context: ExecutionContext): Exchange | undefined {
    const plan = this.plans.planOf(context.getHandler());
    if (!plan) {
      const route = `${context.getClass().name}.${context.getHandler().name}`;
      throw new Error(`${route}: EtagModule has no plan for this route.`);
    }
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

  /** A conflict only an adapter knows for one; the filter knows the others, wherever they come from. */
  private onError(exchange: Exchange): (error: unknown) => Observable<never> {
    return (error) => {
      const conflict = this.adapters.conflictOf(error);
      if (!conflict || !isOurs(exchange, conflict)) return throwError(() => error);
      return from(judgeConflict(exchange, conflict)).pipe(mergeMap((answer) => throwError(() => answer)));
    };
  }
}
