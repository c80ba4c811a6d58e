import { Inject, Injectable, type ExecutionContext } from '@nestjs/common';
import { catchError, concatMap, EMPTY, from, of, type Observable } from 'rxjs';
import { openExchange, type Answer, type ConditionalRequest, type Exchange } from '../request/exchange.js';
import { isOurs, conflictAnswer } from '../request/conflict-answer.js';
import { beforeHandler } from '../request/before-handler.js';
import { andThen, type MaybePromise } from '../util/maybe-promise.js';
import { WriteInvalidation } from '../remembered/write-invalidation.js';
import { TagLookup } from '../remembered/lookup.js';
import { EntityAdapters } from '../versioned/entity-adapters.js';
import type { RoutePlan } from '../request/route-plan.interface.js';
import { SETTINGS, type Settings } from '../options/settings.js';
import { ResponsePlatform } from '../request/platform.js';
import { EntityObserver } from '../request/after-handler.js';
import { WriteWatch } from '../request/unguarded-writes.js';

/** What stage 1 does with a request, whoever takes it through: before its handler, and after. */
@Injectable()
export class StageOne {
  constructor(
    private readonly lookup: TagLookup,
    private readonly adapters: EntityAdapters,
    private readonly platform: ResponsePlatform,
    private readonly watch: WriteWatch,
    private readonly observer: EntityObserver,
    private readonly invalidation: WriteInvalidation,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Opens the exchange of a request at its route. */
  open(plan: RoutePlan, context: ExecutionContext): Exchange {
    const http = context.switchToHttp();
    const request = http.getRequest<ConditionalRequest>();
    const exchange = openExchange(request, plan, this.settings);
    exchange.context = context;
    this.platform.attach(request, http.getResponse(), exchange);
    // Behind the platform, which looks for whoever else stands in the way of the response.
    this.invalidation.attach(exchange, context);
    return exchange;
  }

  /** Whether there is anything to decide before the handler: most reads have no precondition. */
  decides({ plan, conditional, reads }: Exchange): boolean {
    return plan.remember !== undefined || conditional || (!reads && plan.policy === 'required');
  }

  /**
   * Decides a request before its handler runs, from memory or from the current state.
   * @returns how it is answered in the handler's stead; undefined where the handler is to go on
   * @throws whatever `current` throws
   */
  decide(exchange: Exchange, context: ExecutionContext, response: unknown): MaybePromise<Answer | undefined> {
    const status = this.platform.statusOf(response);
    if (!exchange.plan.remember) return beforeHandler(exchange, context, status);
    const remembered = this.lookup.answer(exchange, context, status);
    return andThen(remembered, (answer) => answer ?? beforeHandler(exchange, context, status));
  }

  /**
   * Takes the validators of what a handler returned.
   * @returns the value to go on with; it does not matter where the exchange has an answer by then
   */
  succeeded(exchange: Exchange, response: unknown, value: unknown): MaybePromise<unknown> {
    this.watch.inspect(exchange);
    return this.observer.observe(exchange, response, value);
  }

  /** The same of what a handler, or what is around it, emits; errors go the way of {@link failed}. */
  observed(exchange: Exchange, response: unknown, values: Observable<unknown>): Observable<unknown> {
    const emit = (sent: unknown) => (exchange.answer ? EMPTY : of(sent));
    return values.pipe(
      concatMap((value) => {
        const kept = this.succeeded(exchange, response, value);
        return kept instanceof Promise ? from(kept).pipe(concatMap(emit)) : emit(kept);
      }),
      catchError((error) => from(this.failed(exchange, error))),
    );
  }

  /**
   * A conflict only an adapter knows for one is answered; the filter knows the others, wherever they come from.
   * @throws the error, or the answer to it
   */
  async failed(exchange: Exchange, error: unknown): Promise<never> {
    const conflict = this.adapters.conflictOf(error);
    throw conflict && isOurs(exchange, conflict) ? await conflictAnswer(exchange, conflict) : error;
  }
}
