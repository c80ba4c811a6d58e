import { StreamableFile } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { NO_VALIDATORS } from '../tags/validators.js';
import { isStream } from '../util/streams.js';
import { lastModifiedOf } from './answers.js';
import type { Exchange } from './exchange.js';
import type { ResponseHead } from './response-head.interface.js';

/**
 * Takes back what a head says of the stream that the handler returned, where an interceptor has put something else in its
 * place.
 */
export function takeBackStream(exchange: Exchange, head: ResponseHead, sent: unknown): void {
  const { stream, hasOwnTag, selected } = exchange;
  if (!stream || isItself(stream.content, sent, exchange.method)) return;
  exchange.stream = undefined;
  exchange.validators = NO_VALIDATORS;
  // It is closed when the response is over: until then, another stream may read from it.
  stream.takeBack();
  if (!hasOwnTag && selected.etag) head.remove('etag');
  if (selected.lastModified === lastModifiedOf(head)) head.remove('last-modified');
}

/** Where a stream of a handler's is piped to, by that stream. */
const destinations = new WeakMap<Readable, WeakSet<object>>();

/** Notes what a file is piped into: Nest 12 sends a stream of its own that it pipes the file into. */
export function notePipes(stream: Readable): void {
  const known = new WeakSet<object>();
  const { pipe } = stream;
  destinations.set(stream, known);
  stream.pipe = function <T extends NodeJS.WritableStream>(destination: T, options?: { end?: boolean }): T {
    known.add(destination);
    return pipe.call(this, destination, options) as T;
  };
}

/** Whether it is what the handler returned, or what Nest makes of that to send it. */
function isItself(content: unknown, sent: unknown, method: string): boolean {
  if (sent === content) return true;
  if (!isStream(sent)) return false;
  // Nest makes a file of other streams.
  if (!(content instanceof StreamableFile)) return true;
  if (sent instanceof StreamableFile) return false;
  const stream = content.getStream();
  // For a HEAD, Nest destroys a file that it was to send, and sends an empty stream.
  if (method === 'HEAD' && stream.destroyed) return true;
  return sent === stream || destinations.get(stream)?.has(sent as object) === true;
}
