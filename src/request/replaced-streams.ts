import { StreamableFile } from '@nestjs/common';
import { NO_VALIDATORS } from '../tags/validators.js';
import { isStream } from '../util/streams.js';
import { shownDate } from './answers.js';
import type { Exchange } from './exchange.js';
import type { ResponseHead } from './response-head.interface.js';

/**
 * Takes back what a head says of the stream that the handler returned, where an interceptor has put something else in its
 * place.
 */
export function takeBackStream(exchange: Exchange, head: ResponseHead, sent: unknown): void {
  const { stream, hasOwnTag, selected } = exchange;
  if (!stream || isItself(stream.content, sent)) return;
  exchange.stream = undefined;
  exchange.validators = NO_VALIDATORS;
  stream.takeBack();
  // Another stream may read from it.
  if (!isStream(sent)) stream.close();
  if (!hasOwnTag && selected.etag) head.remove('etag');
  if (selected.lastModified !== undefined && selected.lastModified === shownDate(head))
    head.remove('last-modified');
}

/** Whether it is what the handler returned, or what Nest makes of that to send it. */
function isItself(content: unknown, sent: unknown): boolean {
  if (sent === content) return true;
  if (!isStream(sent)) return false;
  // Nest makes a file of other streams.
  return !(content instanceof StreamableFile) || sent === content.getStream();
}
