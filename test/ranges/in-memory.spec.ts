import { StreamableFile } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { inMemory } from '../../src/ranges/in-memory.js';

const BYTES = Buffer.from('bytes');

const NEITHER = { hash: false, ranges: false };
const HASHED = { hash: true, ranges: false };
const RANGED = { hash: false, ranges: true };

/** A StreamableFile of a Buffer, whose stream something happened to. */
function file(change: (stream: Readable) => unknown = () => undefined): StreamableFile {
  const made = new StreamableFile(BYTES);
  change(made.getStream());
  return made;
}

/** A stream with as many bytes as the file says, but which may have more. */
function unfinished(options: object, ...pushed: unknown[]): StreamableFile {
  const stream = new Readable({ read: () => undefined, ...options });
  for (const each of pushed) stream.push(each);
  return new StreamableFile(stream, { length: stream.readableLength });
}

class OwnReadable extends Readable {
  override _read(): void {}
}

function withoutRead(options: object): StreamableFile {
  const stream = new Readable(options);
  stream.push('x');
  stream.push(null);
  return new StreamableFile(stream, { length: stream.readableLength });
}

describe('inMemory', () => {
  it.each([
    ['for its hash', HASHED],
    ['for its ranges', RANGED],
  ])('has the bytes of a Buffer, %s, and leaves a file of the same behind', (_, given) => {
    const { content, bytes } = inMemory(new StreamableFile(BYTES, { type: 'a/b', disposition: 'c' }), given);
    expect(bytes).toEqual(BYTES);
    expect((content as StreamableFile).getHeaders()).toEqual({ type: 'a/b', disposition: 'c', length: 5 });
    expect((content as StreamableFile).getStream().read()).toEqual(BYTES);
  });

  it('has no bytes of nothing', () => {
    expect(inMemory(new StreamableFile(Buffer.alloc(0)), HASHED).bytes).toHaveLength(0);
  });

  it('takes a Buffer by itself for a file where it has ranges', () => {
    expect(inMemory(BYTES, RANGED)).toEqual({ content: expect.any(StreamableFile), bytes: BYTES });
    expect(inMemory(BYTES, HASHED)).toEqual({ content: BYTES });
  });

  it.each([
    ['where nothing has a use for it', NEITHER, file()],
    ['of an object', RANGED, { length: 5 }],
    ['of what somebody has read from', RANGED, file((stream) => stream.unshift(stream.read() as Buffer))],
    ['of what is destroyed', RANGED, file((stream) => stream.destroy())],
    ['of text', RANGED, file((stream) => stream.setEncoding('utf8'))],
    ['of a stream that may go on', RANGED, unfinished({}, 'bytes')],
    ['of a stream of its own class', RANGED, new StreamableFile(new OwnReadable(), { length: 0 })],
    ['of a stream of objects', RANGED, withoutRead({ objectMode: true })],
    ['of another length', RANGED, new StreamableFile(BYTES, { length: 4 })],
  ])('leaves alone what it has no bytes of: %s', (_, given, value) => {
    expect(inMemory(value, given)).toEqual({ content: value });
    expect(inMemory(value, given).content).toBe(value);
  });
});
