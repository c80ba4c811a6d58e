import { StreamableFile } from '@nestjs/common';
import { Readable } from 'node:stream';
import { fileLike } from './file-like.js';

/**
 * Gets hold of the bytes of a StreamableFile of a Buffer, on routes that have a use for them: their hash, their ranges.
 * A Buffer by itself, which Express would send as JSON, is taken for such a file where ranges of it can be asked for.
 */
export function inMemory(
  value: unknown,
  use: { readonly hash: boolean; readonly ranges: boolean },
): { content: unknown; bytes?: Uint8Array } {
  if (use.ranges && value instanceof Uint8Array) return { content: new StreamableFile(value), bytes: value };
  const held = (use.ranges || use.hash) && value instanceof StreamableFile;
  if (!held || !holdsAll(value)) return { content: value };
  const bytes = (value.getStream().read() as Uint8Array | null) ?? new Uint8Array();
  return { content: fileLike(value, bytes), bytes };
}

/** Whether a stream is one that nobody reads on for, and holds as many bytes as the file says it has. */
function holdsAll(file: StreamableFile): boolean {
  const stream = file.getStream();
  return (
    // Another class, or an option, would have given it a way to read on.
    Object.getPrototypeOf(stream) === Readable.prototype &&
    !Object.hasOwn(stream, '_read') &&
    !stream.readableDidRead &&
    !stream.destroyed &&
    stream.readableEncoding === null &&
    !stream.readableObjectMode &&
    stream.readableLength === file.getHeaders().length
  );
}
