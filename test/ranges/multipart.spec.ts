import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ByteRange, ByteSource } from '../../src/ranges/byte-source.js';
import { multipart } from '../../src/ranges/multipart.js';
import { bufferSource } from '../../src/ranges/source-of.js';
import { StreamSource } from '../../src/ranges/stream.source.js';
import { partsOf } from '../support/multipart.js';

/** Content, and ranges of it that neither overlap nor touch, in ascending order. */
const contentAndRanges = fc
  .tuple(
    fc.uint8Array({ minLength: 1, maxLength: 200 }),
    fc.uniqueArray(fc.nat(199), { minLength: 2, maxLength: 12 }),
  )
  .map(([content, cuts]) => {
    const places = cuts.filter((cut) => cut < content.length).toSorted((a, b) => a - b);
    const ranges: ByteRange[] = [];
    for (let at = 0; at + 1 < places.length; at += 2)
      ranges.push({ start: places[at]!, end: places[at + 1]! });
    return { content, ranges: ranges.length > 0 ? ranges : [{ start: 0, end: content.length - 1 }] };
  });

/** The same content in pieces of any size, empty ones included. */
function inPieces(content: Uint8Array, size: number): Readable {
  const pieces: Uint8Array[] = [new Uint8Array()];
  for (let at = 0; at < content.length; at += size) pieces.push(content.subarray(at, at + size));
  return Readable.from(pieces);
}

async function expectSlices(
  source: ByteSource,
  content: Uint8Array,
  ranges: readonly ByteRange[],
): Promise<void> {
  const { type, length, content: sent } = multipart(ranges, source, 'text/plain');
  const body = await buffer(sent);
  expect(body.length).toBe(length);
  expect(partsOf(type, body)).toEqual(
    ranges.map(({ start, end }) => ({
      type: 'text/plain',
      range: `${start}-${end}/${content.length}`,
      content: Buffer.from(content.subarray(start, end + 1)),
    })),
  );
}

describe('multipart/byteranges (14.6)', () => {
  it('is exactly the slices, of bytes in memory', async () => {
    await fc.assert(
      fc.asyncProperty(contentAndRanges, ({ content, ranges }) =>
        expectSlices(bufferSource(content), content, ranges.toReversed()),
      ),
    );
  });

  it('is exactly the slices, of a stream in pieces', async () => {
    await fc.assert(
      fc.asyncProperty(contentAndRanges, fc.integer({ min: 1, max: 50 }), ({ content, ranges }, size) =>
        expectSlices(new StreamSource(inPieces(content, size), content.length), content, ranges),
      ),
    );
  });

  it('refuses a type that would end its field', () => {
    const source = bufferSource(Buffer.from('content'));
    expect(() => multipart([{ start: 0, end: 1 }], source, 'text/plain\r\nX: y')).toThrow(/Content-Type/);
  });

  it('throws where a stream ends before its length', async () => {
    const source = new StreamSource(Readable.from(['abc']), 10);
    await expect(buffer(source.read({ start: 1, end: 5 }))).rejects.toThrow(/ended 3 bytes before/);
    source.close();
  });
});
