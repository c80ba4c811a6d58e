import { StreamableFile } from '@nestjs/common';
import { afterAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { once } from 'node:events';
import { createReadStream, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { fileTag } from '../../src/index.js';
import { sourceOf } from '../../src/ranges/source-of.js';

const folder = mkdtempSync(join(tmpdir(), 'sources-'));
const path = join(folder, 'file');

afterAll(() => rmSync(folder, { recursive: true }));

function legacyStream(): Readable {
  return { pipe: () => undefined } as unknown as Readable;
}

describe('sourceOf', () => {
  it.each<[string, () => Readable, number | undefined]>([
    ['a stream of no known length', () => Readable.from(['abc']), undefined],
    ['half a byte', () => Readable.from(['abc']), 0.5],
    ['less than nothing', () => Readable.from(['abc']), -1],
    ['no stream of Node', legacyStream, 3],
    ['a stream that is over', () => Readable.from(['abc']).destroy(), 3],
  ])('is none of %s', async (_, stream, length) => {
    const file = new StreamableFile(stream(), length === undefined ? {} : { length });
    expect(await sourceOf(file, undefined)).toBeUndefined();
  });
});

describe('a file', () => {
  it('is read in any order, whatever part of it the stream was made for', async () => {
    const size = fc.integer({ min: 0, max: 200_000 });
    const property = fc.asyncProperty(size, size, size, size, async (length, from, to, at) => {
      const content = Buffer.alloc(length, 'the content of a file, ');
      writeFileSync(path, content);
      const stream = createReadStream(path, { start: Math.min(from, to), end: Math.max(from, to) });
      const source = (await sourceOf(new StreamableFile(stream), undefined))!;
      const slice = content.subarray(Math.min(from, to), Math.max(from, to) + 1);
      expect(source.size).toBe(slice.length);
      const [first, second] = [
        { start: Math.min(at, slice.length), end: slice.length - 1 },
        { start: 0, end: slice.length - 1 },
      ] as const;
      expect(slice.subarray(first.start).equals(await buffer(source.read(first)))).toBe(true);
      expect(slice.equals(await buffer(source.read(second)))).toBe(true);
      source.close();
    });
    await fc.assert(property, { numRuns: 50 });
  });

  it('is looked at once, so that tag and size are of one moment', async () => {
    writeFileSync(path, 'content');
    const file = new StreamableFile(createReadStream(path));
    const tag = await fileTag(file);
    writeFileSync(path, 'longer content');
    const source = (await sourceOf(file, undefined))!;
    expect(source.size).toBe('content'.length);
    // What is appended while it is sent is not sent.
    expect(await buffer(source.read({ start: 0, end: source.size - 1 }))).toHaveLength(source.size);
    expect(await fileTag(file)).toEqual(tag);
    file.getStream().destroy();
  });

  it('that got shorter is no content cut short in silence', async () => {
    writeFileSync(path, 'the content of a file');
    const source = (await sourceOf(new StreamableFile(createReadStream(path)), undefined))!;
    truncateSync(path, 5);
    await expect(buffer(source.read({ start: 0, end: 9 }))).rejects.toThrow(/ended 5 bytes before/);
    source.close();
  });

  it('is closed after the read that is under way', async () => {
    writeFileSync(path, 'the content of a file');
    const stream = createReadStream(path);
    const source = (await sourceOf(new StreamableFile(stream), undefined))!;
    const pieces = source.read({ start: 0, end: 9 })[Symbol.asyncIterator]();
    const reading = pieces.next();
    source.close();
    expect(stream.destroyed).toBe(false);
    expect(Buffer.from((await reading).value as Uint8Array).toString()).toBe('the conten');
    await once(stream, 'close');
  });
});
