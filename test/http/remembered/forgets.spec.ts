import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  HttpCode,
  Injectable,
  InternalServerErrorException,
  Param,
  ParseIntPipe,
  Post,
  Put,
  Redirect,
  Req,
  Res,
  StreamableFile,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { concatMap, from, retry, timeout, type Observable } from 'rxjs';
import { ETag, EtagModule, ForgetsTags, Versioned, type TagStore } from '../../../src/index.js';
import { MemoryStore } from '../../../src/remembered/memory-store.js';
import { startApp, type RunningApp } from '../../support/adapters.js';
import { STAGES } from '../../support/stages.js';
import { request } from '../../support/wire.js';
import { Client, eventually, Gate } from './support.js';

/** A store that takes its time to forget, as one behind a network does. */
class SlowStore implements TagStore {
  private readonly store = new MemoryStore(1_000);
  delay = 0;
  sets = 0;

  async getMany(keys: string[]): Promise<unknown[]> {
    await this.wait();
    return this.store.getMany(keys);
  }

  async set(key: string, value: unknown, ttl: number): Promise<void> {
    await this.wait();
    this.sets += 1;
    this.store.set(key, value, ttl);
  }

  private async wait(): Promise<void> {
    if (this.delay > 0) await new Promise((resolve) => setTimeout(resolve, this.delay));
  }
}

/** The database: what is written is there for others once it is committed. */
@Injectable()
class Database {
  committed = 1;
  written = 1;
  failures = 0;
  reads = 0;
  gate: Gate | undefined;

  commit(): void {
    this.committed = this.written;
  }
}

/** Commits around the route, and later than the route is done: after our interceptor, before the response. */
@Injectable()
class Transaction implements NestInterceptor {
  constructor(private readonly database: Database) {}

  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    const commit = async (value: unknown) => {
      await new Promise((resolve) => setImmediate(resolve));
      this.database.commit();
      return value;
    };
    return next.handle().pipe(concatMap((value) => from(commit(value))));
  }
}

@Injectable()
class Hurried implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(timeout(20));
  }
}

@Injectable()
class Again implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(retry(2));
  }
}

type Raw = ServerResponse & { readonly raw?: ServerResponse; hijack?(): void };

function rawOf(response: Raw): ServerResponse {
  response.hijack?.();
  return response.raw ?? response;
}

@Controller('rows')
class RowsController {
  constructor(readonly database: Database) {}

  @Get()
  @ETag({ remember: { groups: ['rows'] } })
  async read(): Promise<object> {
    const { committed, gate } = this.database;
    this.database.reads += 1;
    await gate?.pass();
    return { committed };
  }

  private write(): void {
    this.database.written += 1;
    this.database.commit();
  }

  @Put('body')
  @ForgetsTags('rows')
  body(): object {
    this.write();
    return { written: true };
  }

  @Put('empty')
  @HttpCode(204)
  @ForgetsTags('rows')
  empty(): void {
    this.write();
  }

  @Put('error')
  @ForgetsTags('rows')
  error(): void {
    this.write();
    throw new InternalServerErrorException('after the commit');
  }

  @Put('transaction')
  @UseInterceptors(Transaction)
  @ForgetsTags('rows')
  transaction(): string {
    this.database.written += 1;
    return 'written';
  }

  @Put('retried')
  @UseInterceptors(Again)
  @ForgetsTags('rows')
  retried(): void {
    this.write();
    if ((this.database.failures -= 1) >= 0) throw new Error('once more');
  }

  @Put('redirect')
  @Redirect('/rows', 303)
  @ForgetsTags('rows')
  redirect(): void {
    this.write();
  }

  @Put('stream')
  @ForgetsTags('rows')
  stream(): StreamableFile {
    this.write();
    const chunks = Array.from({ length: 50 }, (_, at) => Buffer.alloc(10_000, String(at % 10)));
    return new StreamableFile(Readable.from(chunks));
  }

  @Put('iterated')
  @ForgetsTags('rows')
  iterated(): Readable {
    this.write();
    return Readable.from(['one', 'two', 'three'].map((text) => Buffer.from(text)));
  }

  @Put('raw')
  @ForgetsTags('rows')
  raw(@Res() response: Raw): void {
    this.write();
    const raw = rawOf(response);
    raw.writeHead(200, { 'content-type': 'text/plain' });
    raw.flushHeaders();
    raw.write('written ');
    raw.end('by hand');
  }

  @Put('waiting')
  @ForgetsTags('rows')
  async waiting(@Res() response: Raw): Promise<void> {
    this.write();
    const raw = rawOf(response);
    if (!raw.write('written ')) await new Promise((resolve) => raw.once('drain', resolve));
    raw.end('and drained');
  }

  @Put('twice')
  @ForgetsTags('rows')
  twice(@Res() response: { status(code: number): { send(body: string): void } }): void {
    this.write();
    response.status(200).send('sent');
    throw new Error('and then failed');
  }

  @Post()
  @ForgetsTags('rows')
  post(): string {
    this.write();
    return 'posted';
  }

  @Put('piped/:id')
  @ForgetsTags('rows')
  piped(@Param('id', ParseIntPipe) _: number): void {
    this.write();
  }

  @Put('conditional')
  @Versioned({ current: { inject: Database, lookUp: ({ committed }: Database) => ({ version: committed }) } })
  @ForgetsTags('rows')
  conditional(): object {
    this.write();
    return { version: this.database.committed };
  }

  @Put('nameless')
  @ForgetsTags((({ body }: { body: { name: string } }) => body.name) as never)
  nameless(): void {
    this.write();
  }

  @Put('none')
  @ForgetsTags(() => [])
  none(): void {
    this.write();
  }

  @Put('hurried')
  @UseInterceptors(Hurried)
  @ForgetsTags('rows')
  async hurried(): Promise<void> {
    await this.database.gate!.pass();
    this.write();
  }

  @Put('left')
  @ForgetsTags('rows')
  async left(@Req() _: unknown): Promise<string> {
    await this.database.gate!.pass();
    this.write();
    return 'nobody reads this';
  }
}

describe.each(STAGES)('@ForgetsTags(), on $name', ({ adapter }) => {
  let running: RunningApp;
  let database: Database;
  let other: RunningApp;
  let client: Client;
  let reader: Client;
  let store: SlowStore;

  beforeAll(async () => {
    store = new SlowStore();
    database = new Database();
    const start = () =>
      startApp(
        {
          imports: [
            EtagModule.forRoot({
              store,
              rememberedTags: { recoveryDelay: 0, timeout: 5_000, forgetTimeout: 5_000 },
            }),
          ],
          controllers: [RowsController],
          providers: [{ provide: Database, useValue: database }, Transaction],
        },
        adapter,
      );
    [running, other] = [await start(), await start()];
    client = new Client(running);
    // The process that forgets says nothing meanwhile: only another one tells whether the response was held.
    reader = new Client(other);
  });
  afterAll(async () => {
    await running.close();
    await other.close();
  });
  beforeEach(() => {
    store.delay = 8;
    database.gate = undefined;
  });

  /** A read that is answered from memory. */
  async function remembered(): Promise<() => Promise<{ readonly status: number; readonly text: string }>> {
    const { headers } = await reader.get('/rows');
    const again = () => reader.get('/rows', { 'if-none-match': headers['etag'] });
    await eventually(async () => {
      const { reads } = database;
      return (await again()).status === 304 && database.reads === reads;
    });
    return again;
  }

  it.each<[string, string, number, string | undefined]>([
    ['PUT', 'body', 200, '{"written":true}'],
    ['PUT', 'empty', 204, ''],
    ['PUT', 'error', 500, undefined],
    ['PUT', 'transaction', 200, 'written'],
    ['PUT', 'redirect', 303, undefined],
    ['PUT', 'stream', 200, undefined],
    ['PUT', 'iterated', 200, undefined],
    ['PUT', 'raw', 200, 'written by hand'],
    ['PUT', 'waiting', 200, 'written and drained'],
    ['POST', '', 201, 'posted'],
    ['PUT', 'piped/1', 200, ''],
    ['PUT', 'conditional', 200, undefined],
  ])('has forgotten when the response of %s %s arrives', async (method, path, status, text) => {
    const again = await remembered();
    const written = await client.send(method, `/rows${path && `/${path}`}`);
    expect(written.status).toBe(status);
    if (text !== undefined) expect(written.text).toBe(text);
    const { status: after, text: now } = await again();
    expect([after, now]).toEqual([200, JSON.stringify({ committed: database.written })]);
  });

  it('keeps a response whole', async () => {
    const { body, headers } = await client.send('PUT', '/rows/stream');
    expect(body.length).toBe(500_000);
    expect(headers['transfer-encoding']).toBe('chunked');
    expect((await client.send('PUT', '/rows/body')).headers['content-length']).toBe('16');
  });

  it('forgets once for each attempt of an interceptor that tries again', async () => {
    database.failures = 2;
    const again = await remembered();
    expect((await client.send('PUT', '/rows/retried')).status).toBe(200);
    expect((await again()).status).toBe(200);
  });

  it('does not let a second response begin while the first is held', async () => {
    const { status, text } = await client.send('PUT', '/rows/twice');
    expect([status, text]).toEqual([200, 'sent']);
  });

  it.each<[string, Record<string, string>, number]>([
    ['piped/x', {}, 400],
    ['conditional', { 'if-match': '"0"' }, 412],
  ])('has nothing to forget where the handler did not run: %s', async (path, headers, status) => {
    await remembered();
    const before = store.sets;
    expect((await client.send('PUT', `/rows/${path}`, headers)).status).toBe(status);
    expect(store.sets).toBe(before);
  });

  it('of no group forgets nothing', async () => {
    await remembered();
    const before = store.sets;
    expect((await client.send('PUT', '/rows/none')).status).toBe(200);
    expect(store.sets).toBe(before);
  });

  it('writes nothing where its groups are no names', async () => {
    const before = database.written;
    const body = { name: 'rows' };
    expect((await request(running.port, { method: 'PUT', path: '/rows/nameless', body })).status).toBe(500);
    expect(database.written).toBe(before);
  });

  it('leaves no tag behind of a reader who began before the write and ended after it', async () => {
    await remembered();
    const gate = (database.gate = new Gate());
    const slow = reader.get('/rows');
    await gate.reached;
    database.gate = undefined;
    await client.send('PUT', '/rows/body');
    gate.open();
    const { headers, text } = await slow;
    expect(text).toBe(JSON.stringify({ committed: database.committed - 1 }));
    for (let tries = 0; tries < 5; tries += 1) {
      expect((await reader.get('/rows', { 'if-none-match': headers['etag'] })).status).toBe(200);
    }
  });

  it('forgets again when a handler that was given up is done', async () => {
    const gate = (database.gate = new Gate());
    expect((await client.send('PUT', '/rows/hurried')).status).toBe(500);
    database.gate = undefined;
    const again = await remembered();
    const before = database.committed;
    gate.open();
    await eventually(() => database.committed > before);
    await eventually(async () => (await again()).status === 200);
    expect((await again()).status).toBe(200);
  });

  it('forgets where the client is gone before the response', async () => {
    const again = await remembered();
    const gate = (database.gate = new Gate());
    const socket = connect(running.port, '127.0.0.1', () =>
      socket.write('PUT /rows/left HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n'),
    );
    await gate.reached;
    const before = store.sets;
    socket.destroy();
    await eventually(() => store.sets > before);
    database.gate = undefined;
    gate.open();
    await eventually(async () => (await again()).status === 200);
    expect((await again()).text).toBe(JSON.stringify({ committed: database.written }));
  });
});
