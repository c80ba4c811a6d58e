import { StreamableFile } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { NO_VALIDATORS } from '../tags/validators.js';
import { isStream } from '../util/streams.js';
import { shownDate } from './answers.js';
import type { Exchange } from './exchange.js';
import type { Platform } from './platform.js';
import type { ResponseHead } from './response-head.interface.js';
import { routeOfRequest } from './route-of-request.js';

/**
 * Takes back what a head says of the stream that the handler returned, where an interceptor has put something else in its
 * place.
 */
export function takeBackStream(exchange: Exchange, head: ResponseHead, sent: unknown): void {
  const { stream, hasOwnTag, selected } = exchange;
  if (!stream || sent === stream.content) return;
  exchange.stream = undefined;
  exchange.validators = NO_VALIDATORS;
  stream.takeBack();
  // Another stream may read from it.
  if (!isStream(sent)) stream.close();
  if (!hasOwnTag && selected.etag) head.remove('etag');
  if (selected.lastModified !== undefined && selected.lastModified === shownDate(head))
    head.remove('last-modified');
}

/** A response of Node's own kind, or a reply of Fastify's. */
type Sent = { readonly req: object } | { readonly request: object };

/** Has an adapter tell which stream it is about to send: a stream comes to no platform's `send` as the value it was. */
export function watchReplies(adapter: AbstractHttpAdapter, platform: Pick<Platform, 'headOf'>): void {
  const reply = adapter.reply.bind(adapter);
  adapter.reply = (response: Sent, body: unknown, status?: number) => {
    const exchange = routeOfRequest('req' in response ? response.req : response.request)?.begun;
    // Nest makes a file of other streams.
    if (exchange?.stream?.content instanceof StreamableFile && isStream(body))
      takeBackStream(exchange, platform.headOf(response), body);
    return reply(response, body, status) as unknown;
  };
}
