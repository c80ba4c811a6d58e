import { Injectable, type Type } from '@nestjs/common';
import { ApplicationConfig, BaseExceptionFilter } from '@nestjs/core';
import { isPreconditionException } from '../exceptions/is-precondition-exception.js';
import { AnswerFilter } from '../filters/answer.filter.js';
import { PreconditionFilter } from '../filters/precondition.filter.js';
import { RouteFilters } from '../filters/route-filters.js';
import { EtagInterceptor } from '../interceptors/etag.interceptor.js';
import { driverOf } from '../interceptors/in-driver.js';
import { listed, NEST } from '../metadata/nest-metadata.js';
import type { RouteHandler } from '../metadata/route-handlers.js';
import { prepared } from '../request/handler-errors.js';
import type { Platform } from '../request/platform.js';
import type { DecoratedRoute } from '../request/route-of-request.js';
import type { RoutePlan } from '../request/route-plan.interface.js';
import { UnguardedWrites } from '../request/unguarded-writes.js';
import { wrapHandler } from './wrap-handler.js';

@Injectable()
export class DecoratedRoutes {
  private readonly answers = new AnswerFilter();

  constructor(
    private readonly config: ApplicationConfig,
    private readonly writes: UnguardedWrites,
    private readonly interceptor: EtagInterceptor,
    private readonly filter: PreconditionFilter,
  ) {}

  set(route: RouteHandler, plan: RoutePlan, platform: Platform): void {
    const handler = wrapHandler(route);
    this.askFirst(handler);
    const own = enhancerOf(route, PreconditionFilter) ?? this.filter;
    const base = new BaseExceptionFilter(platform.adapter);
    const filters = new RouteFilters(this.config, route, handler, own, base);
    const decorated: DecoratedRoute = {
      plan,
      platform,
      controller: route.controller,
      handler,
      handle: driverOf(enhancerOf(route, EtagInterceptor) ?? this.interceptor),
      inspect: (exchange) => this.writes.answerTo(exchange),
      refuse: (exchange, error) => {
        exchange.finished = true;
        if (isPreconditionException(error)) prepared(exchange, error);
        filters.catch(error, exchange.context);
      },
    };
    platform.mark(handler, decorated);
  }

  /** Nest asks the last filter of a handler's list first. */
  private askFirst(handler: object): void {
    // A class may be a controller of several applications.
    const others = listed(NEST.filters, handler).filter((each) => !(each instanceof AnswerFilter));
    Reflect.defineMetadata(NEST.filters, [...others, this.answers], handler);
  }
}

/** The enhancer that the decorators have bound in the module of a route: ours, or what a test has put in its place. */
function enhancerOf<T>({ module }: RouteHandler, type: Type<T>): T | undefined {
  return module.injectables.get(type)?.instance as T | undefined;
}
