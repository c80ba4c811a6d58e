import type { Type } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import type { RequestHeaders } from '../rfc9110/index.js';

/** What the module reads of a request; the requests of every platform have it. */
export interface ConditionalRequest {
  readonly method: string;
  readonly headers: RequestHeaders;
  /** Name, value, name, value … as they came. */
  readonly rawHeaders?: readonly string[];
  /** Node's own request, on Fastify. */
  readonly raw?: { readonly rawHeaders?: readonly string[] };
  /** The request target as the client sent it. */
  readonly originalUrl?: string;
}

/** The context of a request at its handler, as Nest gives it to the guards and interceptors of the route. */
export class RouteContext extends ExecutionContextHost {
  /** The controller whose handler is called, as soon as it is called. */
  instance: object | undefined;

  constructor(
    controller: Type,
    handler: Function,
    readonly request: ConditionalRequest,
    readonly response: unknown,
    next: unknown,
  ) {
    super([request, response, next], controller, handler);
  }
}
