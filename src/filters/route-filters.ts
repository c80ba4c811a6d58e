import { Logger, type ExceptionFilter, type Type } from '@nestjs/common';
import {
  ContextIdFactory,
  ModuleRef,
  type ApplicationConfig,
  type BaseExceptionFilter,
  type ContextId,
} from '@nestjs/core';
import { isPreconditionException } from '../exceptions/is-precondition-exception.js';
import { listed, NEST } from '../metadata/nest-metadata.js';
import type { RouteHandler } from '../metadata/route-handlers.js';
import type { RouteContext } from '../request/route-context.js';
import { andThen, orElse, type MaybePromise } from '../util/maybe-promise.js';
import { messageOf } from '../util/message-of.js';
import { AnswerFilter } from './answer.filter.js';

type Filter = ExceptionFilter | Type<ExceptionFilter>;

/**
 * The exception filters of a route, in the order in which Nest asks them: of the method, of the class, of the
 * application. The module's own comes last. They are asked here for exceptions of the module, and for what Nest would
 * not hear of.
 */
export class RouteFilters {
  private readonly logger = new Logger('EtagModule');

  /** The `handler` is the one that Nest registers; `base` answers as Nest does where no filter catches. */
  constructor(
    private readonly config: ApplicationConfig,
    private readonly route: RouteHandler,
    private readonly handler: object,
    private readonly own: ExceptionFilter,
    private readonly base: BaseExceptionFilter,
  ) {}

  /** Has the first filter that catches the error answer. If it fails, that is logged, and Nest answers. */
  catch(error: unknown, context: RouteContext): void {
    const failed = (failure: unknown): unknown => {
      this.logger.error(failure instanceof Error ? failure : messageOf(failure));
      return this.base.catch(failure, context);
    };
    void orElse(
      () =>
        orElse(() => andThen(this.find(error, context), (filter) => filter.catch(error, context)), failed),
      (failure) => this.logger.error(messageOf(failure)),
    );
  }

  private find(error: unknown, { request }: RouteContext): MaybePromise<ExceptionFilter> {
    const contextId = ContextIdFactory.getByRequest(request as object as Record<string, unknown>);
    const filter = this.inOrder(contextId).find((each) => catches(each, error));
    if (typeof filter === 'function') return this.resolve(filter, contextId);
    return filter ?? (isPreconditionException(error) ? this.own : this.base);
  }

  private inOrder(contextId: ContextId): Filter[] {
    const scoped = this.config
      .getGlobalRequestFilters()
      .flatMap((wrapper) => (wrapper.getInstanceByContextId(contextId).instance as Filter | undefined) ?? []);
    const bound = listed(NEST.filters, this.route.controller, this.handler) as Filter[];
    const all = [...this.config.getGlobalFilters(), ...scoped, ...bound].toReversed();
    return all.filter((filter) => !(filter instanceof AnswerFilter));
  }

  private resolve(filter: Type<ExceptionFilter>, contextId: ContextId): MaybePromise<ExceptionFilter> {
    const moduleRef = this.route.module.providers.get(ModuleRef)!.instance as ModuleRef;
    const { scope } = moduleRef.introspect(filter);
    return scope ? moduleRef.resolve(filter, contextId) : moduleRef.get(filter);
  }
}

function catches(filter: Filter, error: unknown): boolean {
  const type = typeof filter === 'function' ? filter : filter.constructor;
  const caught = listed(NEST.catches, type) as Type[];
  return caught.length === 0 || caught.some((each) => error instanceof each);
}
