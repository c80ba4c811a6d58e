import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Put, Query, Res, StreamableFile } from '@nestjs/common';
import { createReadStream, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { EtagModule, ForgetsTags, type TagStore } from '../../../src/index.js';
import { MemoryStore } from '../../../src/remembered/memory-store.js';
import { startApp, type RunningApp } from '../../support/adapters.js';
import { STAGES } from '../../support/stages.js';
import { request } from '../../support/wire.js';
import { eventually } from './support.js';

/** A store that answers as late as one behind a network does, so that the response is delayed. */
class LateStore implements TagStore {
  private readonly store = new MemoryStore(1_000);

  async getMany(keys: string[]): Promise<unknown[]> {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return this.store.getMany(keys);
  }

  async set(key: string, value: unknown, ttl: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 5));
    this.store.set(key, value, ttl);
  }
}

type Raw = ServerResponse & { readonly raw?: ServerResponse; hijack?(): void };

function rawOf(response: Raw): ServerResponse {
  response.hijack?.();
  const raw = response.raw ?? response;
  // Of a type that is worth compressing.
  raw.setHeader('Content-Type', 'text/plain');
  return raw;
}

/** So many pieces, no two of which are the same. */
function piecesOf(count: number, size: number): Buffer[] {
  return Array.from({ length: count }, (_, at) => Buffer.from(`${at} `.repeat(size).slice(0, size)));
}

const SHAPES: readonly [count: number, size: number][] = [
  [1, 10],
  [1_000, 10],
  [100, 1_000],
  [3, 1_000_000],
];

const TEXT = { type: 'text/plain' };

/** How many pieces were asked of the endless source. */
let produced = 0;

const folder = mkdtempSync(join(tmpdir(), 'delayed-'));
const file = join(folder, 'file');
writeFileSync(file, Buffer.concat(piecesOf(30, 100_000)));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

@Controller('streams')
@ForgetsTags('streams')
class StreamsController {
  @Put('returned')
  returned(@Query('count') count: string, @Query('size') size: string): StreamableFile {
    return new StreamableFile(
      Readable.from(piecesOf(Number(count), Number(size)), { objectMode: false }),
      TEXT,
    );
  }

  @Put('piped')
  piped(@Query('count') count: string, @Query('size') size: string, @Res() response: Raw): void {
    Readable.from(piecesOf(Number(count), Number(size))).pipe(rawOf(response));
  }

  @Put('pipeline')
  async pipeline(
    @Query('count') count: string,
    @Query('size') size: string,
    @Res() response: Raw,
  ): Promise<void> {
    await pipeline(Readable.from(piecesOf(Number(count), Number(size))), rawOf(response));
  }

  @Put('web')
  async web(@Query('count') count: string, @Query('size') size: string, @Res() response: Raw): Promise<void> {
    const raw = rawOf(response);
    const pieces = Readable.toWeb(Readable.from(piecesOf(Number(count), Number(size))));
    await (pieces as ReadableStream).pipeTo(Writable.toWeb(raw) as WritableStream);
  }

  /** By hand, as the documentation of Node has it. */
  @Put('written')
  async written(
    @Query('count') count: string,
    @Query('size') size: string,
    @Res() response: Raw,
  ): Promise<void> {
    const raw = rawOf(response);
    for (const piece of piecesOf(Number(count), Number(size))) {
      if (!raw.write(piece)) await new Promise<void>((resolve) => raw.once('drain', resolve));
    }
    raw.end();
  }

  @Put('flushed')
  async flushed(
    @Query('count') count: string,
    @Query('size') size: string,
    @Res() response: Raw,
  ): Promise<void> {
    const raw = rawOf(response);
    for (const piece of piecesOf(Number(count), Number(size))) {
      const isFull = !raw.write(piece);
      raw.flushHeaders();
      if (isFull) await new Promise<void>((resolve) => raw.once('drain', resolve));
    }
    raw.end();
  }

  @Put('file')
  fromFile(@Res() response: Raw): void {
    createReadStream(file).pipe(rawOf(response));
  }

  @Put('file/returned')
  returnedFile(): StreamableFile {
    return new StreamableFile(createReadStream(file), TEXT);
  }

  @Put('endless')
  endless(): StreamableFile {
    produced = 0;
    return new StreamableFile(
      new Readable({
        read() {
          produced += 1;
          this.push(Buffer.alloc(10_000, produced));
        },
      }),
      TEXT,
    );
  }
}

const CODINGS = ['identity', 'gzip', 'br'] as const;

describe.each(
  STAGES.flatMap(({ name, adapter }) => [true, false].map((isCoded) => ({ name, adapter, isCoded }))),
)(
  'a stream that waits for its groups to be forgotten, on $name (compressor: $isCoded)',
  ({ adapter, isCoded }) => {
    let running: RunningApp;

    beforeAll(async () => {
      running = await startApp(
        { imports: [EtagModule.forRoot({ store: new LateStore() })], controllers: [StreamsController] },
        adapter,
        { configure: (app) => (isCoded ? adapter.compress(app) : undefined) },
      );
    });
    afterAll(() => running.close());

    async function bodyOf(path: string, coding: string): Promise<Buffer> {
      const headers = { 'accept-encoding': coding };
      const { status, body, headers: sent } = await request(running.port, { method: 'PUT', path, headers });
      expect(status).toBe(200);
      if (sent['content-encoding'] === 'gzip') return gunzipSync(body);
      return sent['content-encoding'] === 'br' ? brotliDecompressSync(body) : body;
    }

    it.each(['returned', 'piped', 'pipeline', 'web', 'written', 'flushed'])(
      'arrives whole, however many pieces it has: %s',
      async (way) => {
        for (const coding of isCoded ? CODINGS : ['identity']) {
          for (const [count, size] of SHAPES) {
            const body = await bodyOf(`/streams/${way}?count=${count}&size=${size}`, coding);
            const whole = Buffer.concat(piecesOf(count, size));
            expect([coding, count, size, body.equals(whole)]).toEqual([coding, count, size, true]);
          }
        }
      },
    );

    it.each(['file', 'file/returned'])('arrives whole from a file: %s', async (way) => {
      for (const coding of isCoded ? CODINGS : ['identity']) {
        const body = await bodyOf(`/streams/${way}`, coding);
        expect(body.equals(Buffer.concat(piecesOf(30, 100_000)))).toBe(true);
      }
    });

    /** Asks, reads nothing or a little, and leaves. */
    async function leave(path: string, after: (received: () => number) => Promise<void>): Promise<void> {
      let received = 0;
      const socket = connect(running.port, '127.0.0.1', () =>
        socket.write(`PUT ${path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nContent-Length: 0\r\n\r\n`),
      );
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => (received += chunk.length));
      await after(() => received);
      socket.destroy();
    }

    it('asks no more of its source than the response takes, and stops with the client', async () => {
      await leave('/streams/endless', async (received) => {
        await eventually(() => received() > 0);
      });
      await eventually(async () => {
        const before = produced;
        await new Promise((resolve) => setTimeout(resolve, 30));
        return produced === before;
      });
      await leave('/streams/endless', async () => {
        await eventually(() => produced > 0);
      });
      await eventually(async () => {
        const before = produced;
        await new Promise((resolve) => setTimeout(resolve, 30));
        return produced === before;
      });
    });

    const descriptors = (): number => readdirSync('/proc/self/fd').length;

    (existsSync('/proc/self/fd') ? it : it.skip)(
      'leaves no file open where clients go away in the middle',
      async () => {
        await bodyOf('/streams/file/returned', 'identity');
        const before = descriptors();
        for (let turn = 0; turn < 30; turn += 1) {
          await leave('/streams/file/returned', async (received) => {
            if (turn % 2 === 0) await eventually(() => received() > 0);
            else await new Promise((resolve) => setTimeout(resolve, 2));
          });
        }
        await eventually(() => descriptors() <= before);
        expect(running.logger.errors.filter((line) => !/premature|aborted|ECONNRESET/i.test(line))).toEqual(
          [],
        );
      },
    );
  },
);
