import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Body,
  ConflictException,
  Controller,
  Get,
  Injectable,
  Param,
  Put,
  RequestTimeoutException,
  Req,
  Res,
  UseGuards,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { connect, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { concatMap, from, merge, NEVER, Observable, of, race, retry, throwError } from 'rxjs';
import { ETag, EtagModule } from '../../../src/index.js';
import { WriteTurns } from '../../../src/self-request/write-turns.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { pipeline } from '../../support/wire.js';
import { Client, Gate, Notes, NotesController, pause, until, type Note } from './support.js';

/** What a test holds up, and what it has seen. */
@Injectable()
class Scene {
  asked = 0;
  gate = new Gate();
  readGate: Gate | undefined;
  pipeGate: Gate | undefined;
  /** Connections of reads. */
  closed = 0;
  readonly begun: string[] = [];
  readonly ended: string[] = [];
  /** Gives up what is around. */
  giveUp = new Gate();
}

@Injectable()
class Counting {
  constructor(private readonly scene: Scene) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    this.scene.asked += 1;
    const { headers } = context.switchToHttp().getRequest<{ headers: Record<string, string> }>();
    const after = headers['x-after'];
    if (after !== undefined) await until(() => this.scene.ended.includes(after));
    return true;
  }
}

/** Gives up on a route when told, as a timeout would. */
@Injectable()
class GivingUp implements NestInterceptor {
  constructor(private readonly scene: Scene) {}

  intercept(_: unknown, next: CallHandler): Observable<unknown> {
    const late = from(this.scene.giveUp.pass()).pipe(
      concatMap(() => throwError(() => new RequestTimeoutException())),
    );
    return race(next.handle(), late);
  }
}

/** Stands for a transaction: what the handler wrote is there when the interceptor says so. */
@Injectable()
class Committing implements NestInterceptor {
  constructor(private readonly notes: Notes) {}

  intercept(_: unknown, next: CallHandler<{ id: string; note: Note }>): Observable<unknown> {
    const commit = async ({ id, note }: { id: string; note: Note }): Promise<string> => {
      await pause(100);
      this.notes.notes.set(id, note);
      return 'committed';
    };
    return next.handle().pipe(concatMap(commit));
  }
}

@Injectable()
class SlowPipe {
  constructor(private readonly scene: Scene) {}

  async transform(value: unknown): Promise<unknown> {
    await this.scene.pipeGate?.pass();
    return value;
  }
}

interface Sendable {
  send(body: unknown): unknown;
}

@UseGuards(Counting)
@Controller('gated')
@ETag()
class GatedController {
  private failures = 1;

  constructor(
    private readonly scene: Scene,
    private readonly notes: Notes,
  ) {}

  @Get('committed/:id') committed(@Param('id') id: string): Promise<Note> {
    return this.notes.find(id);
  }

  @UseInterceptors(Committing) @Put('committed/:id') async commit(
    @Param('id') id: string,
    @Body('text') text: string,
  ): Promise<object> {
    const { text: last, history } = await this.notes.find(id);
    return { id, note: { text, history: [...history, last] } };
  }

  @Get('retried') retried(): string {
    return 'retried';
  }

  @UseInterceptors({ intercept: (_, next) => next.handle().pipe(retry(2)) })
  @Put('retried')
  retry(): string {
    if (this.failures-- > 0) throw new ConflictException();
    return 'at last';
  }

  @Get('twice') twice(): string {
    return 'twice';
  }

  @UseInterceptors({ intercept: (_, next) => merge(next.handle(), next.handle()) })
  @Put('twice')
  atOnce(): string {
    return 'done';
  }

  @Get('sent') sent(): string {
    return 'sent';
  }

  @Put('sent') send(@Res() response: Sendable): void {
    response.send('sent by the handler');
  }

  @Get('observed') observed(): string {
    return 'observed';
  }

  @UseInterceptors(GivingUp) @Put('observed') observe(@Body('text') text: string): Observable<string> {
    this.scene.begun.push(text);
    return text === 'never' ? NEVER : of(text);
  }

  @Get('thrown') thrown(): string {
    return 'thrown';
  }

  @Put('thrown') throw(@Body('text') text: string): Promise<void> {
    if (text === 'at once') throw new ConflictException();
    return Promise.reject(text === 'known' ? new ConflictException() : new Error('unknown'));
  }

  @Get(':id') async read(@Param('id') id: string, @Req() { socket }: { socket: Duplex }): Promise<string> {
    socket.once('close', () => (this.scene.closed += 1));
    await this.scene.readGate?.pass();
    return id;
  }

  @UseInterceptors(GivingUp) @Put(':id') async write(
    @Param('id', SlowPipe) _: string,
    @Body('text') text: string,
  ): Promise<string> {
    this.scene.begun.push(text);
    await this.scene.gate.pass();
    this.scene.ended.push(text);
    if (text === 'fails late') throw new Error(text);
    return text;
  }
}

describe.each(ADAPTERS)('writes to one URL, on $name', (adapter) => {
  let running: RunningApp;
  let scene: Scene;
  let notes: Notes;

  beforeEach(async () => {
    running = await startApp(
      {
        imports: [EtagModule.forRoot()],
        controllers: [NotesController, GatedController],
        providers: [Notes, Scene],
      },
      adapter,
    );
    scene = running.app.get(Scene);
    notes = running.app.get(Notes);
  });

  afterEach(async () => {
    // Nobody holds or awaits a lock, and none takes memory.
    const { waiting } = (
      running.app.get(WriteTurns) as unknown as { mutex: { waiting: Map<string, unknown> } }
    ).mutex;
    await until(() => waiting.size === 0);
    await running.close();
  });

  const at = (path: string) => new Client(running.port, path);
  const statusOf = async (response: Promise<{ status: number }>) => (await response).status;

  /** Opens a connection, sends a write, and waits until the guard has let it pass. */
  async function begin(path: string, text: string, headers = ''): Promise<Socket> {
    const before = scene.asked;
    const socket = connect(running.port, '127.0.0.1');
    const body = JSON.stringify({ text });
    const head = `Host: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n${headers}`;
    socket.on('error', () => undefined).write(`PUT ${path} HTTP/1.1\r\n${head}\r\n${body}`);
    await until(() => scene.asked > before);
    await pause();
    return socket;
  }

  /** Closes a connection, and waits until the server knows. */
  async function leave(socket: Socket): Promise<void> {
    const before = await connections();
    socket.destroy();
    let now = before;
    await until(() => {
      void connections().then((count) => (now = count));
      return now < before;
    });
    await pause();
  }

  function connections(): Promise<number> {
    const server = running.app.getHttpServer() as Server;
    return new Promise((resolve) => server.getConnections((_, count) => resolve(count)));
  }

  it('have one winner among 50 who know the same tag', async () => {
    const tag = await at('/notes/1').tag();
    const writers = Array.from({ length: 50 }, (_, n) =>
      statusOf(at('/notes/1').put({ 'if-match': tag }, `${n}`)),
    );
    const statuses = await Promise.all(writers);
    expect(statuses.toSorted()).toEqual([200, ...Array<number>(49).fill(412)]);
    expect([notes.writes, notes.notes.get('1')!.history]).toEqual([1, ['first']]);
  });

  it('have one winner among 50 who want to create', async () => {
    const writers = Array.from({ length: 50 }, () => statusOf(at('/notes/2').put({ 'if-none-match': '*' })));
    expect((await Promise.all(writers)).toSorted()).toEqual([200, ...Array<number>(49).fill(412)]);
    expect(notes.writes).toBe(1);
  });

  it('have one winner whatever the method, and however the URL is spelt', async () => {
    const tag = await at('/notes/1').tag();
    const spellings = ['/notes/1', '/notes/1?a=1', '/notes/%31', '/note%73/1?b=%'];
    if (adapter.name === 'express') spellings.push('/NOTES/1', '/notes/1/');
    const writers = ['PUT', 'PATCH', 'DELETE'].flatMap((method) =>
      spellings.map((path) => statusOf(at(path).send(method, { 'if-match': tag }))),
    );
    const statuses = await Promise.all(writers);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(notes.writes).toBe(1);
  });

  it('lose nothing where unconditional ones come in between', async () => {
    const tag = await at('/notes/1').tag();
    const writers = Array.from({ length: 20 }, (_, n) =>
      statusOf(at('/notes/1').put(n % 2 ? { 'if-match': tag } : {}, `${n}`)),
    );
    const statuses = await Promise.all(writers);
    const { text, history } = notes.notes.get('1')!;
    const written = statuses.flatMap((status, n) => (status === 200 ? [`${n}`] : []));
    expect(new Set([...history, text])).toEqual(new Set(['first', ...written]));
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(10);
  });

  it('are one at a time until an interceptor has committed', async () => {
    const tag = await at('/gated/committed/1').tag();
    const writers = Array.from({ length: 10 }, () =>
      statusOf(at('/gated/committed/1').put({ 'if-match': tag })),
    );
    expect((await Promise.all(writers)).toSorted()).toEqual([200, ...Array<number>(9).fill(412)]);
  });

  it('hold up neither reads nor writes to other URLs', async () => {
    const socket = await begin('/gated/1', 'slow');
    expect((await at('/gated/1').send('GET')).status).toBe(200);
    const other = begin('/gated/2', 'other');
    await until(() => scene.begun.includes('other'));
    scene.gate.open();
    for (const each of [socket, await other]) each.destroy();
  });

  it('come in the order they came', async () => {
    const sockets = [];
    for (const text of ['a', 'b', 'c', 'd']) sockets.push(await begin('/gated/1', text));
    expect(scene.begun).toEqual(['a']);
    scene.gate.open();
    await until(() => scene.ended.length === 4);
    expect(scene.ended).toEqual(['a', 'b', 'c', 'd']);
    for (const socket of sockets) socket.destroy();
  });

  it('go on where a client leaves while it waits; its handler does not run', async () => {
    const first = await begin('/gated/1', 'first');
    await leave(await begin('/gated/1', 'gone'));
    const third = at('/gated/1').put({}, 'third');
    scene.gate.open();
    expect((await third).status).toBe(200);
    expect(scene.begun).toEqual(['first', 'third']);
    first.destroy();
  });

  it('wait for a handler whose client has left', async () => {
    await leave(await begin('/gated/1', 'gone'));
    const next = at('/gated/1').put({}, 'next');
    await until(() => scene.asked === 2);
    await pause(20);
    expect(scene.begun).toEqual(['gone']);
    scene.gate.open();
    expect((await next).status).toBe(200);
    expect(scene.ended).toEqual(['gone', 'next']);
  });

  it('go on where a client leaves while its GET is asked', async () => {
    scene.readGate = new Gate();
    const socket = await begin('/gated/1', 'gone', 'If-Match: *\r\n');
    await until(() => scene.readGate!.arrived === 1);
    await leave(socket);
    // The GET is given up with it.
    await until(() => scene.closed === 1);
    scene.gate.open();
    expect((await at('/gated/1').put({}, 'next')).status).toBe(200);
    expect(scene.begun).toEqual(['next']);
    scene.readGate.open();
  });

  it('go on after a handler that throws, now or later', async () => {
    const statuses = [];
    for (const text of ['at once', 'known', 'unknown', 'at once'])
      statuses.push((await at('/gated/thrown').put({ 'if-match': '*' }, text)).status);
    expect(statuses).toEqual([409, 409, 500, 409]);
  });

  it.each(['given up', 'fails late'])(
    'wait for a handler that an interceptor has given up on: %s',
    async (text) => {
      const first = at('/gated/1').put({}, text);
      await until(() => scene.begun.length === 1);
      scene.giveUp.open();
      expect((await first).status).toBe(408);
      scene.giveUp = new Gate();
      const next = at('/gated/1').put({}, 'next');
      await until(() => scene.asked === 2);
      await pause(20);
      expect(scene.begun).toEqual([text]);
      scene.gate.open();
      expect((await next).status).toBe(200);
      expect(scene.ended).toEqual([text, 'next']);
    },
  );

  it('do not wait for an Observable that an interceptor has given up on', async () => {
    const first = at('/gated/observed').put({}, 'never');
    await until(() => scene.begun.length === 1);
    scene.giveUp.open();
    expect((await first).status).toBe(408);
    scene.giveUp = new Gate();
    expect((await at('/gated/observed').put({}, 'next')).status).toBe(200);
  });

  it('are not run once an interceptor has given up on their turn', async () => {
    const first = await begin('/gated/1', 'first');
    const second = at('/gated/1').put({}, 'second');
    await until(() => scene.asked === 2);
    await pause();
    scene.giveUp.open();
    expect((await second).status).toBe(408);
    scene.giveUp = new Gate();
    scene.gate.open();
    expect((await at('/gated/1').put({}, 'third')).status).toBe(200);
    expect(scene.begun).toEqual(['first', 'third']);
    first.destroy();
  });

  it('are not run once an interceptor has given up on their pipes', async () => {
    scene.pipeGate = new Gate();
    const first = at('/gated/1').put({}, 'first');
    await until(() => scene.pipeGate!.arrived === 1);
    scene.giveUp.open();
    expect((await first).status).toBe(408);
    scene.giveUp = new Gate();
    const { pipeGate } = scene;
    scene.pipeGate = undefined;
    scene.gate.open();
    expect((await at('/gated/1').put({}, 'next')).status).toBe(200);
    pipeGate.open();
    await pause();
    expect(scene.begun).toEqual(['next']);
  });

  it('do not wait for themselves where an interceptor runs the handler again', async () => {
    const tag = await at('/gated/retried').tag();
    expect((await at('/gated/retried').put({ 'if-match': tag })).status).toBe(200);
    expect((await at('/gated/retried').put({ 'if-match': '"stale"' })).status).toBe(412);
    expect((await at('/gated/twice').put({ 'if-match': '*' })).status).toBe(200);
  });

  it('may send their responses themselves', async () => {
    for (const headers of [{}, { 'if-match': '*' }]) {
      expect((await at('/gated/sent').put(headers)).text).toBe('sent by the handler');
    }
  });

  it('may come on one connection, one behind the other', async () => {
    const put = { method: 'PUT', path: '/notes/1', headers: { 'if-match': '*' }, body: { text: 'x' } };
    const responses = await pipeline(
      running.port,
      Array.from({ length: 12 }, () => put),
    );
    expect(responses.map(({ status }) => status)).toEqual(Array(12).fill(200));
    expect(notes.notes.get('1')!.history).toHaveLength(12);
  });

  it('may overtake each other on one connection, where responses cannot', async () => {
    scene.gate.open();
    const put = { method: 'PUT', path: '/gated/1' };
    const responses = await pipeline(running.port, [
      { ...put, headers: { 'x-after': 'second' }, body: { text: 'first' } },
      { ...put, body: { text: 'second' } },
    ]);
    expect(responses.map(({ status }) => status)).toEqual([200, 200]);
    expect(scene.ended).toEqual(['second', 'first']);
  });

  it('complain of nothing in any of this', async () => {
    await Promise.all(Array.from({ length: 20 }, () => at('/notes/1').put({ 'if-match': '*' })));
    expect([running.logger.errors, running.logger.warnings]).toEqual([[], []]);
  });
});
