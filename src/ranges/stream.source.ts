import type { Readable } from 'node:stream';
import { discardStream } from '../util/streams.js';
import { cutShort, type ByteRange, type ByteSource } from './byte-source.js';

const NOTHING = new Uint8Array();

/** A stream whose length is known, read once from front to back: what is in no range is read and dropped. */
export class StreamSource implements ByteSource {
  readonly ascending = true;
  readonly growing = false;
  private readonly chunks: AsyncIterator<unknown>;
  private rest: Uint8Array = NOTHING;
  /** The position of the first byte of the rest. */
  private at = 0;

  constructor(
    private readonly stream: Readable,
    readonly size: number,
  ) {
    this.chunks = stream[Symbol.asyncIterator]();
  }

  async *read({ start, end }: ByteRange): AsyncGenerator<Uint8Array> {
    while (this.at <= end) {
      // oxlint-disable-next-line no-await-in-loop -- one piece after the other is what keeps memory small
      if (this.rest.length === 0) this.rest = await this.next(end);
      this.take(start - this.at);
      const taken = this.take(end + 1 - this.at);
      if (taken.length > 0) yield taken;
    }
  }

  close(): void {
    discardStream(this.stream);
  }

  private async next(end: number): Promise<Uint8Array> {
    const { done, value } = await this.chunks.next();
    if (done) throw cutShort(end + 1 - this.at);
    return typeof value === 'string' ? Buffer.from(value) : (value as Uint8Array);
  }

  private take(most: number): Uint8Array {
    const taken = this.rest.subarray(0, Math.max(0, most));
    this.rest = this.rest.subarray(taken.length);
    this.at += taken.length;
    return taken;
  }
}
