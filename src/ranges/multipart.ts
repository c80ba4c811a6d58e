import { randomBytes } from 'node:crypto';
import { validateHeaderValue } from 'node:http';
import { contentRange, type ByteRange, type ByteSource } from './byte-source.js';

/**
 * Several ranges in one content. The boundary is random, so that nobody can have put it into the parts.
 * @param contentType of each part
 * @returns its Content-Type, and its length in bytes
 * @throws where the type of the parts could not be a field's value
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-14.6
 */
export function multipart(ranges: readonly ByteRange[], source: ByteSource, contentType: string) {
  validateHeaderValue('Content-Type', contentType);
  const boundary = randomBytes(18).toString('base64url');
  const heads = ranges.map((range, at) => {
    const fields = [`Content-Type: ${contentType}`, `Content-Range: ${contentRange(range, source.size)}`];
    return bytesOf(`${at > 0 ? '\r\n' : ''}--${boundary}\r\n${fields.join('\r\n')}\r\n\r\n`);
  });
  const last = bytesOf(`\r\n--${boundary}--\r\n`);
  async function* content(): AsyncGenerator<Uint8Array> {
    for (const [at, range] of ranges.entries()) {
      yield heads[at]!;
      yield* source.read(range);
    }
    yield last;
  }
  const lengths = ranges.map(({ start, end }, at) => heads[at]!.length + end + 1 - start);
  return {
    type: `multipart/byteranges; boundary=${boundary}`,
    length: lengths.reduce((sum, length) => sum + length, last.length),
    content: content(),
  };
}

/** Fields are Latin-1. */
function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}
