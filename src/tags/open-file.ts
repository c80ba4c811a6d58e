import { StreamableFile } from '@nestjs/common';
import { fstat, ReadStream, type Stats } from 'node:fs';
import { promisify } from 'node:util';

/** A regular file that a stream has open, and nothing has been read of. */
export interface OpenFile extends Pick<Stats, 'size' | 'mtimeMs'> {
  readonly descriptor: number;
  readonly stream: ReadStream;
}

/** A StreamableFile of `fs.createReadStream()`, or of a FileHandle's. */
export type FileStream = StreamableFile & { getStream(): ReadStream };

const statOf = promisify(fstat);

/** A file is looked at once, so that its tag, its size and its ranges are those of one moment. */
const looked = new WeakMap<ReadStream, Promise<OpenFile | undefined>>();

export function isFileStream(value: unknown): value is FileStream {
  return value instanceof StreamableFile && (value.getStream() as unknown) instanceof ReadStream;
}

/**
 * The file behind a StreamableFile, by its open descriptor: another file may stand under its name by now. Undefined
 * where there is none, or it cannot be opened, or it is no regular file.
 */
export async function openFile(value: StreamableFile): Promise<OpenFile | undefined> {
  const stream: unknown = value.getStream();
  if (!(stream instanceof ReadStream)) return undefined;
  const known = looked.get(stream) ?? lookAt(stream);
  looked.set(stream, known);
  return known;
}

async function lookAt(stream: ReadStream): Promise<OpenFile | undefined> {
  const descriptor = await descriptorOf(stream);
  if (descriptor === undefined || stream.readableDidRead) return undefined;
  const stats = await statOf(descriptor).catch(() => undefined);
  return stats?.isFile() ? { size: stats.size, mtimeMs: stats.mtimeMs, descriptor, stream } : undefined;
}

function descriptorOf(stream: ReadStream): Promise<number | undefined> {
  return new Promise((resolve) => {
    if (stream.destroyed) resolve(undefined);
    else if (!stream.pending) resolve((stream as unknown as { readonly fd: number }).fd);
    // Heard here, an error does not bring the process down before the adapter listens for it.
    else
      stream
        .once('open', resolve)
        .once('error', () => resolve(undefined))
        .once('close', () => resolve(undefined));
  });
}
