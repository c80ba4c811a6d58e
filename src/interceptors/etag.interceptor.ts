import {
  Injectable,
  Optional,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  type OnModuleInit,
} from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { catchError, concatMap, EMPTY, from, isObservable, mergeMap, of, type Observable } from 'rxjs';
import { assertModuleImported } from '../metadata/assert-module-imported.js';
import { TagLookup } from '../remembered/lookup.js';
import { TagMemory } from '../remembered/tag-memory.js';
import { invalidateBeforeSending } from '../remembered/write-invalidation.js';
import { undoError } from '../request/answers.js';
import { AfterHandler } from '../request/after-handler.js';
import { beforeHandler } from '../request/before-handler.js';
import { noteCarried } from '../request/carried-fields.js';
import type { Answer, Exchange } from '../request/exchange.js';
import { prepared } from '../request/handler-errors.js';
import { headOf } from '../request/route-of-request.js';
import { andThen, isPromiseLike, type MaybePromise } from '../util/maybe-promise.js';

/**
 * Takes every request of a decorated route through its handler. It decides the request before, from remembered tags and
 * the current state. It runs the handler. It takes the validators of what the handler returned, before any serializer
 * touches that.
 *
 * It stands innermost of all interceptors: after guards and pipes, whose 401, 403, 400 and 404 win (RFC 9110, 13.2.1).
 * The handlers call it themselves: in Nest's list an interceptor costs more than all that this one does. In a test
 * `overrideInterceptor(EtagInterceptor)` puts another one in its place.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.2
 */
@Injectable()
export class EtagInterceptor implements NestInterceptor, OnModuleInit {
  constructor(
    private readonly modules: ModulesContainer,
    @Optional() private readonly remembered: TagLookup,
    @Optional() private readonly memory: TagMemory,
    @Optional() private readonly after: AfterHandler,
  ) {}

  /**
   * It is not refused earlier: a unit test that calls handlers itself, and initialises no application, needs no module.
   * @throws naming the decorated routes, where EtagModule provides nothing
   * @internal
   */
  onModuleInit(): void {
    assertModuleImported(this.remembered, this.modules);
  }

  /** Does nothing: Nest calls it only where an application has put it into a list itself. */
  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle();
  }

  /** Takes one request through its handler, which `run` calls, and gives what Nest is to go on with. @internal */
  readonly handle = (exchange: Exchange, run: () => unknown): unknown => {
    if (exchange.plan.forgets) invalidateBeforeSending(exchange, this.memory);
    if (!isDecidedBefore(exchange)) return this.run(exchange, run);
    return andThen(this.decide(exchange), (answer) => {
      exchange.answer = answer;
      return answer ? instead(exchange, answer) : this.run(exchange, run);
    });
  };

  private decide(exchange: Exchange): MaybePromise<Answer | undefined> {
    if (!exchange.plan.remember) return beforeHandler(exchange);
    const remembered = this.remembered.answer(exchange, headOf(exchange));
    if (remembered instanceof Promise) return remembered.then((answer) => answer ?? beforeHandler(exchange));
    return remembered ?? beforeHandler(exchange);
  }

  private run(exchange: Exchange, run: () => unknown): unknown {
    begin(exchange);
    let returned: unknown;
    try {
      returned = run();
    } catch (error) {
      return this.after.throw(exchange, error);
    }
    if (!isPromiseLike(returned)) return this.follow(exchange, (exchange.returned = returned));
    // `then` is called once, and never again: it is what runs the statement of a query builder.
    const promise = Promise.resolve(returned);
    exchange.returned = promise;
    return promise.then(
      (value) => this.follow(exchange, value),
      (error: unknown) => this.after.throw(exchange, error),
    );
  }

  /** Goes on with a value, or with each value of an Observable: its last one is the response. */
  private follow(exchange: Exchange, value: unknown): unknown {
    if (!isObservable(value)) return this.succeeded(exchange, value);
    return value.pipe(
      concatMap((each) => valuesOf(this.succeeded(exchange, each))),
      catchError((error: unknown) => from(this.after.throw(exchange, error))),
    );
  }

  private succeeded(exchange: Exchange, value: unknown): unknown {
    if (!exchange.plan.conditional) return value;
    return andThen(this.after.run(exchange, value), (kept) =>
      exchange.answer ? instead(exchange, exchange.answer) : kept,
    );
  }
}

function begin(exchange: Exchange): void {
  const { plan, method, thrown } = exchange;
  exchange.began = true;
  if (thrown) {
    // An interceptor tries once more.
    undoError(headOf(exchange));
    exchange.thrown = undefined;
  }
  if (plan.current && method === 'GET') noteCarried(exchange);
}

/** Whether there is anything to decide before the handler: most reads have no precondition. */
function isDecidedBefore({ plan, conditional, reads }: Exchange): boolean {
  if (!plan.conditional) return false;
  return plan.remember !== undefined || conditional || (!reads && plan.policy === 'required');
}

/**
 * What stands in the place of the handler's value. Interceptors around are given an Observable without a value: they find
 * nothing to map, to read or to catch. Else an exception is thrown, and nothing is returned for a 304.
 */
function instead(exchange: Exchange, answer: Answer): undefined | Observable<never> {
  if (exchange.plan.surrounded) return EMPTY;
  if (typeof answer === 'string') return undefined;
  exchange.finished = true;
  throw prepared(exchange, answer);
}

/** The values of whatever was returned: a value, a promise of one, an Observable, or a promise of that. */
export function valuesOf(returned: unknown): Observable<unknown> {
  if (!isPromiseLike(returned)) return isObservable(returned) ? returned : of(returned);
  return from(returned).pipe(mergeMap((value) => (isObservable(value) ? value : of(value))));
}
