/** A stream in whose place a 304, a 412 or another error is sent: it is closed, with all it reads from. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Injectable,
  Param,
  Put,
  ServiceUnavailableException,
  StreamableFile,
  UseInterceptors,
  type CallHandler,
  type NestInterceptor,
} from '@nestjs/common';
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import * as streams from 'node:stream';
import { PassThrough, pipeline, Readable, type Duplex } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import { map, type Observable } from 'rxjs';
import { ETag, EtagModule, IfMatch } from '../../../src/index.js';
import { startApp, type RunningApp } from '../../support/adapters.js';
import { STAGES } from '../../support/stages.js';
import { request } from '../../support/wire.js';

/** Experimental in Node 20, and so not in its types. */
const { compose } = streams as unknown as { compose: (...parts: unknown[]) => Duplex };

const FILE = 'package-lock.json';
const open = new Set<unknown>();

/** A file that is counted as long as it is open. */
function file(path = FILE): Readable {
  const stream = createReadStream(path);
  open.add(stream);
  return stream.once('close', () => open.delete(stream));
}

async function* pieces(): AsyncGenerator<string> {
  open.add('pieces');
  try {
    yield 'first';
    yield 'second';
  } finally {
    open.delete('pieces');
  }
}

async function begun(): Promise<AsyncGenerator<string>> {
  const generator = pieces();
  await generator.next();
  return generator;
}

/** An iterable that has its iterator closed, and says what happens then. */
function iterable(closed: () => unknown): AsyncIterable<string> {
  return { [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: '' }), return: closed as never }) }; // prettier-ignore
}

/** A stream that fails as it is closed. */
function failing(): Readable {
  return new Readable({
    read: () => undefined,
    destroy: (_, done) => done(new Error('cannot be closed')),
  });
}

async function failed(): Promise<ReadableStream> {
  const stream = new ReadableStream({ start: (controller) => controller.error(new Error('had failed')) });
  await setTimeout(1);
  return stream;
}

function locked(): ReadableStream {
  const stream = new ReadableStream();
  stream.getReader();
  return stream;
}

function thenable(then: (resolve: unknown, reject: (reason: unknown) => void) => void): object {
  // oxlint-disable-next-line unicorn/no-thenable -- an application's own promise
  return { getReader: () => undefined, cancel: () => ({ then }) };
}

const throwing = (error: unknown) => () => {
  throw error;
};

const SHY: unknown = new Proxy({}, { get: throwing(new Error('look away')) });

/** What leaves something open where it is only destroyed. */
const CLOSED: Readonly<Record<string, () => unknown>> = {
  'a file': () => file(),
  'a file that is piped': () => file().pipe(createGzip()),
  'a file that is piped twice': () => file().pipe(new PassThrough()).pipe(createGzip()),
  'two files that are piped into one': () => file('package.json').pipe(file().pipe(new PassThrough())),
  'a pipeline': () => pipeline(file(), createGzip(), () => undefined),
  'a composed stream': () => compose(file(), new PassThrough(), createGzip()),
  'a web stream': () => Readable.toWeb(file()),
  'an async generator that has begun': begun,
  'an async iterable': () => {
    open.add('iterable');
    return iterable(async () => open.delete('iterable'));
  },
};

/** What fails as it is closed, and what the log says of it. */
const FAILING: Readonly<Record<string, readonly [() => unknown, RegExp]>> = {
  'a file that is not there': [() => file('no such file').pipe(createGzip()), /ENOENT/],
  'a stream that fails': [failing, /Error: cannot be closed/],
  'a stream that throws': [
    () => Object.assign(failing(), { destroy: throwing(new Error('no')) }),
    /Error: no/,
  ],
  'a web stream that throws': [
    () => new ReadableStream({ cancel: throwing('cannot cancel') }),
    /cannot cancel/,
  ],
  'a web stream that rejects': [
    () => new ReadableStream({ cancel: () => Promise.reject(new Error('cannot cancel')) }),
    /Error: cannot cancel/,
  ],
  'a web stream that throws what has no text': [
    () => new ReadableStream({ cancel: throwing(Object.create(null)) }),
    /cannot be shown/,
  ],
  'a web stream that throws what cannot be looked at': [
    () => new ReadableStream({ cancel: throwing(SHY) }),
    /shown/,
  ],
  'a web stream that throws nothing': [
    () => new ReadableStream({ cancel: throwing(undefined) }),
    /undefined/,
  ],
  'a web stream that has failed': [failed, /Error: had failed/],
  'a web stream that somebody reads': [locked, /locked/],
  'a thenable that rejects': [() => thenable((_, reject) => reject('cannot cancel')), /cannot cancel/],
  'an iterable that rejects': [() => iterable(() => Promise.reject(new Error('no end'))), /no end/],
  'an iterable that throws': [() => iterable(throwing(new Error('no end'))), /no end/],
};

const NAMES = [...Object.keys(CLOSED), ...Object.keys(FAILING)];
const make = (name: string): unknown => (CLOSED[name] ?? FAILING[name]![0])();
let returned: unknown;

@Injectable()
class Thrown implements NestInterceptor {
  intercept(_: unknown, next: CallHandler): Observable<never> {
    return next.handle().pipe(
      map(() => {
        throw new ServiceUnavailableException();
      }),
    );
  }
}

@Controller()
class StreamsController {
  @Get('alone/:name') @ETag(() => '1') async alone(@Param('name') name: string): Promise<unknown> {
    return (returned = await make(NAMES[Number(name)]!));
  }

  @Get('file/:name') @ETag(() => '1') async file(@Param('name') name: string): Promise<unknown> {
    returned = await make(NAMES[Number(name)]!);
    return returned instanceof Readable ? new StreamableFile(returned) : returned;
  }

  @Get('thrown/:name') @ETag(() => '1') @UseInterceptors(Thrown) thrown(
    @Param('name') name: string,
  ): unknown {
    return this.file(name);
  }

  @Put('written/:name') @ETag(() => '1') written(
    @Param('name') name: string,
    @IfMatch() _: unknown,
  ): unknown {
    return this.file(name);
  }

  @Get('model') @ETag(() => '1') model(): object {
    return { destroy: () => (returned = 'destroyed'), cancel: () => (returned = 'cancelled') };
  }

  @Get('tee') @ETag(() => '1') tee(): StreamableFile {
    const source = file();
    const other = source.pipe(new PassThrough());
    returned = other;
    return new StreamableFile(source.pipe(createGzip()));
  }
}

describe.each(STAGES)('a stream in whose place something else is sent, on $name', ({ adapter }) => {
  let running: RunningApp;
  beforeAll(async () => {
    running = await startApp({ imports: [EtagModule.forRoot()], controllers: [StreamsController] }, adapter);
  });
  afterAll(() => running.close());
  beforeEach(() => running.logger.clear());

  const read = (path: string, headers: Record<string, string>) =>
    request(running.port, { path: `/${path}`, headers });

  async function nothingOpen(): Promise<void> {
    while (open.size > 0) await setTimeout(2);
  }

  describe.each([
    [{ 'if-none-match': '"1"' }, 304],
    [{ 'if-match': '"2"' }, 412],
    [{ 'if-match': 'junk' }, 400],
  ])('%j: %i', (headers, status) => {
    it.each(Object.keys(CLOSED))('%s is closed', async (name) => {
      for (const kind of ['alone', 'file']) {
        const answer = await read(`${kind}/${NAMES.indexOf(name)}`, headers as Record<string, string>);
        expect([kind, answer.status]).toEqual([kind, status]);
        await nothingOpen();
      }
      expect([...running.logger.warnings, ...running.logger.errors]).toEqual([]);
    });

    it.each(Object.keys(FAILING))('%s is reported, and nothing else happens', async (name) => {
      const answer = await read(`alone/${NAMES.indexOf(name)}`, headers as Record<string, string>);
      expect(answer.status).toBe(status);
      while (running.logger.warnings.length === 0) await setTimeout(2);
      await nothingOpen();
      expect(running.logger.warnings).toEqual([expect.stringMatching(FAILING[name]![1])]);
      expect(running.logger.errors).toEqual([]);
    });
  });

  it.each(Object.keys(CLOSED))('%s is closed where an error takes its place', async (name) => {
    const path = String(NAMES.indexOf(name));
    expect((await read(`thrown/${path}`, {})).status).toBe(503);
    await nothingOpen();
    // A write that nothing guarded is answered 500.
    const headers = { 'if-match': '"1"' };
    const written = await request(running.port, { method: 'PUT', path: `/written/${path}`, headers });
    expect(written.status).toBe(500);
    await nothingOpen();
  });

  it('is no model that has a method of the same name', async () => {
    returned = undefined;
    expect((await read('model', { 'if-none-match': '"1"' })).status).toBe(304);
    expect(returned).toBeUndefined();
  });

  it('leaves what else the source is piped into alone', async () => {
    expect((await read('tee', { 'if-none-match': '"1"' })).status).toBe(304);
    let bytes = 0;
    for await (const piece of returned as Readable) bytes += (piece as Buffer).length;
    expect(bytes).toBeGreaterThan(100_000);
    await nothingOpen();
  });

  it('leaves no file open, however often', async () => {
    const descriptors = () => (existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0);
    const send = (count: number) =>
      Promise.all(
        Array.from({ length: count }, async (_, at) => {
          const name = NAMES.indexOf(at % 2 ? 'a file that is piped' : 'a composed stream');
          expect((await read(`file/${name}`, { 'if-none-match': '"1"' })).status).toBe(304);
        }),
      );
    await send(2);
    await nothingOpen();
    const before = descriptors();
    await send(100);
    await nothingOpen();
    expect(descriptors()).toBeLessThanOrEqual(before + 2);
  });
});
