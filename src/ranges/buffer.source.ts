import type { ByteRange, ByteSource } from './byte-source.js';

/** Bytes in memory. */
export class BufferSource implements ByteSource {
  readonly ascending = false;
  readonly growing = false;
  readonly size: number;

  constructor(private readonly bytes: Uint8Array) {
    this.size = bytes.length;
  }

  async *read({ start, end }: ByteRange): AsyncGenerator<Uint8Array> {
    yield this.bytes.subarray(start, end + 1);
  }

  /** Nothing to let go of. */
  close(): void {}
}
