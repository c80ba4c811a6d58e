import { StreamableFile } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { closeSync, createReadStream, openSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Readable } from 'node:stream';
import { fileTag, formatEntityTag, type FileStats } from '../../src/index.js';

const HERE = fileURLToPath(import.meta.url);
const TIME = 1_714_564_800_000;

describe('fileTag', () => {
  it.each([
    ['size and date, in hexadecimal', 255, TIME, TIME + 60_000, '"ff-18f34069e00"'],
    ['whole milliseconds', 255, TIME + 0.9, TIME + 60_000, '"ff-18f34069e00"'],
    ['another size', 256, TIME, TIME + 60_000, '"100-18f34069e00"'],
    ['another date', 255, TIME + 1, TIME + 60_000, '"ff-18f34069e01"'],
    ['a second old', 0, TIME, TIME + 1000, '"0-18f34069e00"'],
    ['younger', 0, TIME, TIME + 999, 'W/"0-18f34069e00"'],
    ['of the future', 0, TIME, TIME - 60_000, 'W/"0-18f34069e00"'],
  ])('%s', (_, size, mtimeMs, now, tag) => {
    expect(formatEntityTag(fileTag({ size, mtimeMs }, now))).toBe(tag);
  });

  it('is the same of a file, of its stream and of its open stream', async () => {
    const tag = fileTag(statSync(HERE));
    expect(tag.weak).toBe(false);
    expect(await fileTag(new StreamableFile(createReadStream(HERE)))).toEqual(tag);
    const descriptor = openSync(HERE, 'r');
    const stream = createReadStream('', { fd: descriptor, autoClose: false });
    expect(await fileTag(new StreamableFile(stream))).toEqual(tag);
    closeSync(descriptor);
  });

  it.each([
    ['a file that is not there', () => createReadStream(`${HERE}.not-there`)],
    ['a folder', () => createReadStream('.')],
    ['a descriptor nobody opened', () => createReadStream('', { fd: 2 ** 30, autoClose: false })],
    ['no file', () => Readable.from(['content'])],
    ['a stream that is closed', () => createReadStream(HERE).destroy()],
  ])('is none of %s', async (_, stream) => {
    const file = new StreamableFile(stream());
    expect(await fileTag(file)).toBeUndefined();
    file.getStream().destroy();
  });

  it.each([
    ['no object of a file', {}],
    ['a size alone', { size: 1 }],
    ['no numbers', { size: Number.NaN, mtimeMs: TIME }],
  ])('refuses %s', (_, file) => {
    expect(() => fileTag(file as FileStats)).toThrow(/size and mtimeMs/);
  });
});
