import type { ExecutionContext, Type } from '@nestjs/common';
import type { RequestHeaders } from '../rfc9110/index.js';

/** What the module reads of a request; every platform's requests have it. */
export interface ConditionalRequest {
  readonly method: string;
  readonly headers: RequestHeaders;
  /** The request target as it came. */
  readonly originalUrl?: string;
}

/** The context of a request at its handler, the same that guards and interceptors of the route are given. */
export class RouteContext implements ExecutionContext {
  /** The controller whose handler is called, once it is. */
  instance: object | undefined;

  constructor(
    readonly controller: Type,
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
