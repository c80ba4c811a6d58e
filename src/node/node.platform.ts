import { StreamableFile } from '@nestjs/common';
import type { Server } from 'node:http';
import { takeBackStream } from '../request/replaced-streams.js';
import type { ResponseHead } from '../request/response-head.interface.js';
import { routeOfRequest, type DecoratedRoute } from '../request/route-of-request.js';
import { watchFile } from '../request/send-stream.js';
import { finishHeads } from '../server-response/response-coding.js';
import { ServerResponsePlatform } from '../server-response/server-response.platform.js';
import { heldHeadOf, standInFor, whileHeld, type NodeResponse } from './held-response.js';

type Reply = (this: object, response: NodeResponse, ...args: unknown[]) => unknown;

/**
 * Nest's NodeAdapter: it sends a response in one go, by `writeHead()` and `end()`, out of its `reply()` and `render()` and
 * out of the response's `send()` and `json()`. A handler that calls `writeHead()` or `end()` itself is left alone.
 */
export class NodePlatform extends ServerResponsePlatform {
  override prepare(): void {
    super.prepare();
    // The class of the adapter's responses is shown by the first one, before any middleware has it.
    const server = this.adapter.getHttpServer() as Server;
    server.prependOnceListener('request', (_, response) => {
      finishHeads(Object.getPrototypeOf(response) as NodeResponse);
    });
    const adapter = this.adapter as unknown as Record<'reply' | 'render', Reply>;
    const { reply, render } = adapter;
    adapter.reply = (response, body, status) => {
      const noted = routeOfRequest(response.req);
      if (noted && !(body instanceof StreamableFile))
        return whileHeld(response, reply, adapter, [response, body, status]);
      // It is decided already, and what is ended for a HEAD is not the end of its bytes. Nest makes one of a web stream.
      if (noted) {
        const { exchange } = noted;
        takeBackStream(exchange, this.headOf(response), body);
        // What the handler returned is watched already.
        if (body !== exchange.stream?.content) watchFile(exchange, body as StreamableFile);
      }
      return reply.call(adapter, response, body, status);
    };
    adapter.render = (response, ...args) => whileHeld(response, render, adapter, [response, ...args]);
  }

  override headOf(response: NodeResponse): ResponseHead {
    return heldHeadOf(response) ?? super.headOf(response);
  }

  protected override arrived(
    route: DecoratedRoute,
    request: object,
    response: NodeResponse,
    next: unknown,
  ): void {
    super.arrived(route, request, response, next);
    standInFor(response);
  }
}
