import type { ExecutionContext } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request and its response as Node has them, below either platform. */
export interface Wire {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The request target as it came, before middleware or a router rewrote it. */
  readonly url: string;
}

type ExpressRequest = IncomingMessage & { readonly originalUrl: string };
interface FastifyRequest {
  readonly raw: IncomingMessage;
  readonly originalUrl: string;
}
interface FastifyReply {
  readonly raw: ServerResponse;
}

export function wireOf(context: ExecutionContext): Wire {
  const http = context.switchToHttp();
  const request = http.getRequest<ExpressRequest | FastifyRequest>();
  const response = http.getResponse<ServerResponse | FastifyReply>();
  const url = request.originalUrl;
  if ('raw' in response) return { request: (request as FastifyRequest).raw, response: response.raw, url };
  return { request: request as ExpressRequest, response, url };
}
