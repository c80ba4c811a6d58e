import { randomBytes } from 'node:crypto';
import { validateHeaderValue } from 'node:http';
import { contentRange, type ByteRange, type ByteSource } from './byte-source.js';

/**
 * Several ranges in one content. The boundary is random, so that nobody can have put it into the parts.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-14.6
 */
export class Multipart {
  /** The Content-Type. */
  readonly type: string;
  /** Of all of it, in bytes. */
  readonly length: number;
  private readonly heads: readonly Buffer[];
  private readonly end: Buffer;

  /**
   * @param contentType of each part
   * @throws where it could not be a field's value
   */
  constructor(
    private readonly ranges: readonly ByteRange[],
    private readonly source: ByteSource,
    contentType: string,
  ) {
    validateHeaderValue('Content-Type', contentType);
    const boundary = randomBytes(18).toString('base64url');
    this.type = `multipart/byteranges; boundary=${boundary}`;
    this.heads = ranges.map((range, at) => {
      const fields = [`Content-Type: ${contentType}`, `Content-Range: ${contentRange(range, source.size)}`];
      return bytesOf(`${at > 0 ? '\r\n' : ''}--${boundary}\r\n${fields.join('\r\n')}\r\n\r\n`);
    });
    this.end = bytesOf(`\r\n--${boundary}--\r\n`);
    const heads = this.heads.reduce((sum, { length }) => sum + length, 0);
    this.length = heads + ranges.reduce((sum, { start, end }) => sum + end + 1 - start, 0) + this.end.length;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (const [at, range] of this.ranges.entries()) {
      yield this.heads[at]!;
      yield* this.source.read(range);
    }
    yield this.end;
  }
}

/** Fields are Latin-1. */
function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}
