import { Injectable, type NestInterceptor, type Type } from '@nestjs/common';
import { isObservable } from 'rxjs';
import { types } from 'node:util';
import { exchangeOf, type DecoratedRoute } from '../request/route-of-request.js';
import type { Exchange } from '../request/exchange.js';
import type { RoutePlan } from '../request/route-plan.interface.js';
import { andThen } from '../util/maybe-promise.js';
import { RouteContext } from '../request/route-context.js';
import { StageOne } from './stage-one.js';

/**
 * What a request meets at a decorated route.
 *
 * It takes requests through stage 1 within their handlers, where no interceptor stands around the route: an interceptor of
 * ours would cost more there than all it does. Guards and pipes have run by then, and what is answered in the handler's
 * stead is sent as though the handler had returned nothing.
 */
@Injectable()
export class DecoratedRoutes {
  constructor(private readonly stage: StageOne) {}

  of(
    plan: RoutePlan,
    controller: Type,
    handler: Function,
    interceptor: NestInterceptor | undefined,
  ): DecoratedRoute {
    const open: DecoratedRoute['open'] = (request, reply) =>
      this.stage.open(plan, new RouteContext(controller, handler, request, reply.response, reply.next));
    return {
      interceptor,
      open,
      run: (request, reply, handle) => {
        const exchange = (plan.takesIfMatch && exchangeOf(request)) || open(request, reply);
        return plan.conditional ? this.run(exchange, reply.response, handle) : begin(exchange, handle);
      },
    };
  }

  private run(exchange: Exchange, response: unknown, handle: () => unknown): unknown {
    if (!this.stage.decides(exchange)) return this.handled(exchange, response, handle);
    return andThen(this.stage.decide(exchange, exchange.context!, response), (answer) => {
      exchange.answer = answer;
      return answer ? undefined : this.handled(exchange, response, handle);
    });
  }

  private handled(exchange: Exchange, response: unknown, handle: () => unknown): unknown {
    let returned: unknown;
    try {
      returned = begin(exchange, handle);
    } catch (error) {
      return this.stage.failed(exchange, error);
    }
    if (isObservable(returned)) return this.stage.observed(exchange, response, returned);
    if (!types.isPromise(returned)) return this.succeeded(exchange, response, returned);
    return returned.then(
      (value: unknown) => this.succeeded(exchange, response, value),
      (error: unknown) => this.stage.failed(exchange, error),
    );
  }

  /** Nothing, where it is answered otherwise: the send stage knows with what. */
  private succeeded(exchange: Exchange, response: unknown, value: unknown): unknown {
    const kept = this.stage.succeeded(exchange, response, value);
    return andThen(kept, (content) => (exchange.answer ? undefined : content));
  }
}

function begin(exchange: Exchange, handle: () => unknown): unknown {
  exchange.began = true;
  return (exchange.returned = handle());
}
