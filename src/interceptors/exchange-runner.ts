import { Injectable, type CallHandler, type ExecutionContext } from '@nestjs/common';
import { concat, EMPTY, ignoreElements, throwError, type Observable } from 'rxjs';
import type { Exchange } from '../request/exchange.js';
import { PlanRegistry } from '../request/plan-registry.js';
import { ResponsePlatform } from '../request/platform.js';
import type { Turn } from '../self-request/turn.js';
import { WriteTurns } from '../self-request/write-turns.js';
import { StageOne } from './stage-one.js';

/** Takes one request through stage 1 where interceptors of the application stand around the route. */
@Injectable()
export class ExchangeRunner {
  constructor(
    private readonly plans: PlanRegistry,
    private readonly platform: ResponsePlatform,
    private readonly stage: StageOne,
    private readonly turns: WriteTurns,
  ) {}

  async run(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const exchange = this.open(context);
    if (!exchange) return next.handle();
    const response = context.switchToHttp().getResponse<unknown>();
    let turn: Turn | undefined;
    try {
      if (exchange.plan.askGet) turn = await this.turns.take(exchange.plan, context);
      exchange.answer = await this.stage.decide(exchange, context, response);
    } catch (error) {
      const failure = throwError(() => error);
      return this.runPipesOnly(exchange, next, failure);
    }
    if (exchange.answer) return this.runPipesOnly(exchange, next, EMPTY);
    const handled = this.stage.observed(exchange, response, next.handle());
    return turn ? turn.hold(exchange, handled) : handled;
  }

  private open(context: ExecutionContext): Exchange | undefined {
    const plan = this.plans.planOf(context.getHandler());
    if (!plan) {
      const route = `${context.getClass().name}.${context.getHandler().name}`;
      throw new Error(`${route}: EtagModule has no plan for this route.`);
    }
    const exchange = this.stage.open(plan, context);
    return plan.conditional ? exchange : undefined;
  }

  /** A 400 or 404 from a pipe wins over what was decided (13.2.1), so pipes run; the handler does not. */
  private runPipesOnly(exchange: Exchange, next: CallHandler, then: Observable<never>): Observable<never> {
    exchange.blocked = true;
    return concat(next.handle().pipe(ignoreElements()), then);
  }
}
