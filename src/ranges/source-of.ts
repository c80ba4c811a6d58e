import type { StreamableFile } from '@nestjs/common';
import { Readable } from 'node:stream';
import { isFileStream, openFile } from '../tags/open-file.js';
import type { ByteSource } from './byte-source.js';
import { FileSource } from './file.source.js';
import { StreamSource } from './stream.source.js';

/**
 * Where the bytes of a file come from; undefined where it has no ranges: its length is not known, or it has been read
 * from already.
 *
 * @param bytes all of it, where they are in memory
 */
export async function sourceOf(
  file: StreamableFile,
  bytes: Uint8Array | undefined,
): Promise<ByteSource | undefined> {
  if (bytes) return bufferSource(bytes);
  if (isFileStream(file)) {
    const open = await openFile(file);
    return open && new FileSource(open);
  }
  const { length } = file.getHeaders();
  const stream: unknown = file.getStream();
  if (!(stream instanceof Readable) || stream.readableDidRead || stream.destroyed) return undefined;
  return Number.isSafeInteger(length) && length! >= 0 ? new StreamSource(stream, length!) : undefined;
}

/** Bytes in memory. */
export function bufferSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    ascending: false,
    growing: false,
    async *read({ start, end }) {
      yield bytes.subarray(start, end + 1);
    },
    close: () => undefined,
  };
}
