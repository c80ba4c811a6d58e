import { Injectable, StreamableFile } from '@nestjs/common';
import { RangeNotSatisfiableException } from '../exceptions/range-not-satisfiable.exception.js';
import type { Exchange } from '../request/exchange.js';
import { discardStream } from '../util/streams.js';
import type { MaybePromise } from '../util/maybe-promise.js';
import type { Platform } from '../request/platform.js';
import { requestedRanges } from './requested-ranges.js';
import { sourceOf } from './source-of.js';
import { contentOf } from './content.js';

/** Sends the ranges a request asks for in the place of a whole stream, once its preconditions are found to hold. */
@Injectable()
export class RangeServer {
  /**
   * @param bytes of the stream, where they are in memory
   * @returns what to send; the exchange has an answer where that is something else
   */
  send(
    exchange: Exchange,
    platform: Platform,
    stream: unknown,
    bytes: Uint8Array | undefined,
  ): MaybePromise<unknown> {
    if (exchange.plan.maxRanges === undefined || !(stream instanceof StreamableFile)) return stream;
    return this.serve(exchange, platform, stream, bytes);
  }

  private async serve(
    exchange: Exchange,
    platform: Platform,
    file: StreamableFile,
    bytes: Uint8Array | undefined,
  ): Promise<StreamableFile> {
    const { response } = exchange.context;
    const head = platform.headOf(response);
    // Of another status than 200 there are no ranges (14.2); a length is not for a coded transfer (RFC 9112, 6.2).
    if (!exchange.reads || head.status !== 200 || head.get('transfer-encoding') !== undefined) return file;
    const source = await sourceOf(file, bytes);
    if (!source) return file;
    const ranges = requestedRanges(exchange, head, source);
    head.set('Accept-Ranges', 'bytes');
    if (ranges === 'unsatisfiable') {
      exchange.answer = new RangeNotSatisfiableException(source.size);
      discardStream(file);
      return file;
    }
    const sent = contentOf(exchange, head, file, source, ranges);
    // Nest 11 would end the response as though it were complete, and leave its client waiting for the rest.
    sent.getStream().once('error', () => platform.breakOff(response));
    // Nest 11 leaves a file open whose client is gone.
    platform.whenOver(response, () => {
      sent.getStream().destroy();
      source.close();
    });
    return sent;
  }
}
