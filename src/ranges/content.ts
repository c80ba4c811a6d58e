import type { StreamableFile } from '@nestjs/common';
import { Readable } from 'node:stream';
import type { Exchange } from '../request/exchange.js';
import { retag } from '../request/content-coding.js';
import type { ResponseHead } from '../request/response-head.interface.js';
import type { ByteRange, ByteSource } from './byte-source.interface.js';
import { contentRange } from './content-range.js';
import { fileLike } from './file-like.js';
import { Multipart } from './multipart.js';
import { requestOf } from './requested-ranges.js';

/**
 * What is sent of a file.
 *
 * @param ranges undefined for all of it
 * @throws where its type is none; the file is closed then
 */
export function contentOf(
  exchange: Exchange,
  head: ResponseHead,
  file: StreamableFile,
  source: ByteSource,
  ranges: readonly ByteRange[] | undefined,
): StreamableFile {
  if (!ranges) return wholeContent(exchange, head, file, source);
  try {
    return partialContent(exchange, head, file, source, ranges);
  } catch (error) {
    source.close();
    throw error;
  }
}

/** All of a representation, with the length it had when its tag was made. */
function wholeContent(
  exchange: Exchange,
  head: ResponseHead,
  file: StreamableFile,
  source: ByteSource,
): StreamableFile {
  exchange.takeBack = () => head.remove('accept-ranges');
  if (!source.growing) return file;
  const content = streamOf(source, source.read({ start: 0, end: source.size - 1 }));
  return withLength(head, file, content, source.size);
}

/**
 * Makes a response a 206 and returns its content.
 *
 * It is of the representation without any coding: its request is made to accept no other, for whoever compresses
 * responses after us.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15.3.7
 */
function partialContent(
  exchange: Exchange,
  head: ResponseHead,
  file: StreamableFile,
  source: ByteSource,
  ranges: readonly ByteRange[],
): StreamableFile {
  const type = head.get('content-type');
  const sent =
    ranges.length > 1 ? multipart(head, file, source, ranges) : single(head, file, source, ranges[0]!);
  head.status = 206;
  retag(exchange, head, '');
  (requestOf(exchange).headers as Record<string, string>)['accept-encoding'] = 'identity';
  exchange.takeBack = () => takeBack(head, type);
  return sent;
}

function single(
  head: ResponseHead,
  file: StreamableFile,
  source: ByteSource,
  range: ByteRange,
): StreamableFile {
  head.set('Content-Range', contentRange(range, source.size));
  return withLength(head, file, streamOf(source, source.read(range)), range.end + 1 - range.start);
}

/** The ranges are told in the parts, not in the head (15.3.7.2). */
function multipart(
  head: ResponseHead,
  file: StreamableFile,
  source: ByteSource,
  ranges: readonly ByteRange[],
): StreamableFile {
  const own = head.get('content-type');
  const parts = new Multipart(ranges, source, own ?? file.getHeaders().type);
  // Nest takes the type from the file where the handler has set none.
  head.remove('content-type');
  return withLength(head, file, streamOf(source, parts), parts.length, parts.type);
}

function withLength(
  head: ResponseHead,
  file: StreamableFile,
  content: Readable,
  length: number,
  type = file.getHeaders().type,
): StreamableFile {
  head.remove('content-length');
  return fileLike(file, content, { type, length });
}

function streamOf(source: ByteSource, pieces: AsyncIterable<Uint8Array>): Readable {
  return Readable.from(pieces, { objectMode: false }).once('close', () => source.close());
}

/** Something else is sent, and no range of anything. */
function takeBack(head: ResponseHead, type: string | undefined): void {
  if (head.status === 206) head.status = 200;
  head.remove('accept-ranges');
  head.remove('content-range');
  if (type !== undefined && head.status < 400) head.set('Content-Type', type);
}
