import { Logger, StreamableFile } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { CapturingLogger } from '../support/logger.js';
import { discardStream, isStream } from '../../src/util/streams.js';

async function* pieces(): AsyncGenerator<string> {
  yield 'piece';
}

describe('what is sent piece by piece', () => {
  it.each([
    ['a StreamableFile', new StreamableFile(Readable.from([])), true],
    ['a stream of Node', Readable.from([]), true],
    ['a web stream', new ReadableStream(), true],
    ['an async iterable', pieces(), true],
    ['an object', {}, false],
    ['text', 'text', false],
    ['nothing', null, false],
  ])('%s: %s', (_, value, streams) => {
    expect(isStream(value)).toBe(streams);
  });

  it('is let go of, where something else is sent', async () => {
    const readable = Readable.from([]);
    discardStream(new StreamableFile(readable));
    expect(readable.destroyed).toBe(true);

    let cancelled = false;
    discardStream(new ReadableStream({ cancel: () => void (cancelled = true) }));
    expect(cancelled).toBe(true);

    const iterator = pieces();
    discardStream(iterator);
    expect(await iterator.next()).toEqual({ value: undefined, done: true });
  });

  it.each<[string, object]>([
    ['can only be piped', { pipe: () => undefined }],
    ['has no end that it could be told', { [Symbol.asyncIterator]: () => ({ next: () => undefined }) }],
  ])('is left alone, where it %s', async (_, stream) => {
    const logger = new CapturingLogger();
    Logger.overrideLogger(logger);
    discardStream(stream);
    await new Promise(setImmediate);
    Logger.overrideLogger(false);
    expect(logger.warnings).toEqual([]);
  });
});
