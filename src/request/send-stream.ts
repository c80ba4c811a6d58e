import { StreamableFile } from '@nestjs/common';
import { RangeNotSatisfiableException } from '../exceptions/range-not-satisfiable.exception.js';
import { contentInRanges } from '../ranges/content-in-ranges.js';
import type { Validators } from '../tags/validators.js';
import type { MaybePromise } from '../util/maybe-promise.js';
import { nodeResponseOf, onceOver } from '../util/node-response.js';
import { discardStream } from '../util/streams.js';
import { lastModifiedOf, undescribe } from './answers.js';
import { codingIn, retag, selectedTag } from './content-coding.js';
import type { Exchange } from './exchange.js';
import type { ResponseHead } from './response-head.interface.js';
import { notePipes } from './replaced-streams.js';
import { headOf } from './route-of-request.js';

/**
 * @param bytes of the stream, where they are in memory
 * @returns the stream to send, or ranges of it; the exchange has an answer where it is something else
 */
export function sendStream(
  exchange: Exchange,
  stream: unknown,
  bytes: Uint8Array | undefined,
): MaybePromise<unknown> {
  const { plan, reads } = exchange;
  exchange.stream = {
    content: stream,
    isPartial: false,
    takeBack: () => undefined,
    close: () => discardStream(stream),
  };
  if (!(stream instanceof StreamableFile)) return stream;
  if (plan.maxRanges === undefined || !reads) return watchFile(exchange, stream);
  return sendFile(exchange, stream, bytes, plan.maxRanges);
}

async function sendFile(
  exchange: Exchange,
  file: StreamableFile,
  bytes: Uint8Array | undefined,
  maxRanges: number,
): Promise<unknown> {
  // Node joins the lines of these fields.
  const headers = exchange.request.headers as Record<string, string | undefined>;
  const { range, 'if-range': ifRange } = headers;
  const head = headOf(exchange);
  const request = { method: exchange.method, range, ifRange, maxRanges };
  const sent = await contentInRanges(request, head, file, bytes, validatorsOfRanges(exchange, head));
  if (!sent) return watchFile(exchange, file);
  if (sent instanceof RangeNotSatisfiableException) {
    exchange.answer = sent;
    discardStream(file);
    return undefined;
  }
  if (sent.isPartial) {
    retag(exchange, head, codingIn(head));
    // Whoever compresses responses after the module is to leave a part as it is, and some have looked at the request already.
    headers['accept-encoding'] = 'identity';
    const isWrapped = Object.hasOwn(nodeResponseOf(exchange.context), 'write');
    if (isWrapped && head.get('content-encoding') === undefined) head.set('Content-Encoding', 'identity');
  }
  exchange.stream = sent;
  // Nest 11 leaves a file open whose client is gone.
  onceOver(nodeResponseOf(exchange.context), sent.close);
  return watchFile(exchange, sent.content);
}

/**
 * A file that breaks off must not look complete, under a tag: Nest 11 and the NodeAdapter would end the response as though
 * it were. The answer to one that fails before its first byte has no validators of the file.
 */
export function watchFile(exchange: Exchange, file: StreamableFile): StreamableFile {
  const response = nodeResponseOf(exchange.context);
  const stream = file.getStream();
  notePipes(stream);
  stream.once('error', () => {
    if (!response.headersSent) undescribe(exchange, headOf(exchange));
    else if (!stream.readableEnded) response.destroy();
  });
  return file;
}

/** A range is one of the representation as the handler coded it; its date is the one that is sent. */
function validatorsOfRanges(exchange: Exchange, head: ResponseHead): Validators {
  const { etag } = exchange.validators;
  return {
    etag: etag && selectedTag(exchange, etag, codingIn(head)),
    lastModified: lastModifiedOf(head),
  };
}
