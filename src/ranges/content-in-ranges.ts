import type { StreamableFile } from '@nestjs/common';
import { Readable } from 'node:stream';
import { RangeNotSatisfiableException } from '../exceptions/range-not-satisfiable.exception.js';
import type { Validators } from '../tags/validators.js';
import { discardStream } from '../util/streams.js';
import { contentRange, type ByteRange, type ByteSource } from './byte-source.js';
import { fileLike } from './file-like.js';
import { multipart } from './multipart.js';
import { requestedRanges, type RangeRequest } from './requested-ranges.js';
import { sourceOf } from './source-of.js';

/** The part of a response's head that ranges change. */
interface Head {
  status: number;
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  remove(name: string): void;
}

/** What is sent of a file: all of it, or ranges. */
export interface SentContent {
  readonly content: StreamableFile;
  readonly isPartial: boolean;
  /** Takes back what is in the head for it alone, where something else is sent after all. */
  readonly takeBack: () => void;
  /** Lets go of what it reads from. */
  readonly close: () => void;
}

/**
 * What to send of a file. The head becomes that of a 206 where it is ranges (RFC 9110, 15.3.7).
 * @param bytes of the file, where they are in memory
 * @param selected the validators of the representation that is sent, which If-Range is compared with
 * @returns undefined where the response has no ranges; a 416 where none of those asked for is there
 * @throws where the type of the file is none; the file is closed then
 */
export async function contentInRanges(
  request: RangeRequest,
  head: Head,
  file: StreamableFile,
  bytes: Uint8Array | undefined,
  selected: Validators,
): Promise<SentContent | RangeNotSatisfiableException | undefined> {
  // Of another status than 200 there are no ranges (14.2); a length is not for a coded transfer (RFC 9112, 6.2).
  if (head.status !== 200 || head.get('transfer-encoding') !== undefined) return undefined;
  const source = await sourceOf(file, bytes);
  if (!source) return undefined;
  const ranges = requestedRanges(request, selected, source);
  if (ranges === 'unsatisfiable') {
    source.close();
    return new RangeNotSatisfiableException(source.size);
  }
  const type = head.get('content-type');
  const content = ranges ? partial(head, file, source, ranges) : whole(head, file, source);
  head.set('Accept-Ranges', 'bytes');
  return {
    content,
    isPartial: ranges !== undefined,
    takeBack: () => takeBack(head, type),
    close: () => {
      discardStream(content);
      source.close();
    },
  };
}

/** All of a representation, with the length it had when its tag was made. */
function whole(head: Head, file: StreamableFile, source: ByteSource): StreamableFile {
  if (!source.growing) return file;
  const content = streamOf(source, source.read({ start: 0, end: source.size - 1 }));
  return withLength(head, file, content, source.size);
}

function partial(
  head: Head,
  file: StreamableFile,
  source: ByteSource,
  ranges: readonly ByteRange[],
): StreamableFile {
  try {
    const sent =
      ranges.length > 1 ? several(head, file, source, ranges) : single(head, file, source, ranges[0]!);
    head.status = 206;
    return sent;
  } catch (error) {
    source.close();
    throw error;
  }
}

function single(head: Head, file: StreamableFile, source: ByteSource, range: ByteRange): StreamableFile {
  head.set('Content-Range', contentRange(range, source.size));
  return withLength(head, file, streamOf(source, source.read(range)), range.end + 1 - range.start);
}

/** The ranges are told in the parts, not in the head (15.3.7.2). */
function several(
  head: Head,
  file: StreamableFile,
  source: ByteSource,
  ranges: readonly ByteRange[],
): StreamableFile {
  const own = head.get('content-type');
  const { type, length, content } = multipart(ranges, source, own ?? file.getHeaders().type);
  // Nest takes the type from the file where the handler has set none.
  head.remove('content-type');
  return withLength(head, file, streamOf(source, content), length, type);
}

function withLength(
  head: Head,
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

function takeBack(head: Head, type: string | undefined): void {
  if (head.status === 206) head.status = 200;
  head.remove('accept-ranges');
  head.remove('content-range');
  if (type !== undefined && head.status < 400) head.set('Content-Type', type);
}
