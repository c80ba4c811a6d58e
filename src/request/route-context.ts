import type { ExecutionContext, Type } from '@nestjs/common';
import type { ConditionalRequest } from './exchange.js';

/** The context of a request at its handler, the same that guards and interceptors of the route are given. */
export class RouteContext implements ExecutionContext {
  constructor(
    private readonly controller: Type,
    private readonly handler: Function,
    readonly request: ConditionalRequest,
    readonly response: unknown,
    private readonly next: unknown,
  ) {}

  getClass<T>(): Type<T> {
    return this.controller as Type<T>;
  }

  getHandler(): Function {
    return this.handler;
  }

  getArgs<T extends unknown[]>(): T {
    return [this.request, this.response, this.next] as unknown as T;
  }

  getArgByIndex<T>(index: number): T {
    return this.getArgs()[index] as T;
  }

  getType<T extends string>(): T {
    return 'http' as T;
  }

  switchToHttp(): ReturnType<ExecutionContext['switchToHttp']> {
    return {
      getRequest: <T>() => this.request as T,
      getResponse: <T>() => this.response as T,
      getNext: <T>() => this.next as T,
    };
  }

  switchToRpc(): ReturnType<ExecutionContext['switchToRpc']> {
    return { getData: <T>() => this.request as T, getContext: <T>() => this.response as T };
  }

  switchToWs(): ReturnType<ExecutionContext['switchToWs']> {
    return {
      getClient: <T>() => this.request as T,
      getData: <T>() => this.response as T,
      getPattern: () => '',
    };
  }
}
