import { read } from 'node:fs';
import { promisify } from 'node:util';
import type { OpenFile } from '../tags/open-file.js';
import { cutShort, type ByteRange, type ByteSource } from './byte-source.js';

/** As much as Node's own file streams read at a time. */
const CHUNK = 64 * 1024;

const readAt = promisify(read);

/**
 * A file, by the descriptor its stream holds open: every range is of the very file the tag was made of, though another
 * one may stand under its name by now. The stream itself is never read; destroying it closes the descriptor.
 */
export class FileSource implements ByteSource {
  readonly ascending = false;
  readonly growing = true;
  readonly size: number;
  private readonly offset: number;
  /** A read under way must not find another file under its descriptor's number. */
  private reading: Promise<unknown> = Promise.resolve();

  constructor(private readonly file: OpenFile) {
    // The part of the file that the stream was made for, which its type does not tell of.
    const { start = 0, end = Infinity } = file.stream as { readonly start?: number; readonly end?: number };
    this.offset = start;
    this.size = Math.max(0, Math.min(end + 1, file.size) - start);
  }

  async *read({ start, end }: ByteRange): AsyncGenerator<Uint8Array> {
    let at = start;
    while (at <= end) {
      // oxlint-disable-next-line no-await-in-loop -- one piece after the other is what keeps memory small
      const chunk = await this.chunk(at, Math.min(CHUNK, end + 1 - at));
      if (chunk.length === 0) throw cutShort(end + 1 - at);
      at += chunk.length;
      yield chunk;
    }
  }

  close(): void {
    const letGo = () => this.file.stream.destroy();
    this.reading.then(letGo, letGo);
  }

  private async chunk(at: number, most: number): Promise<Uint8Array> {
    const reading = readAt(this.file.descriptor, Buffer.allocUnsafe(most), 0, most, this.offset + at);
    this.reading = reading;
    const { buffer, bytesRead } = await reading;
    return buffer.subarray(0, bytesRead);
  }
}
