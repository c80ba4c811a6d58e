import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Body,
  ClassSerializerInterceptor,
  Controller,
  Get,
  Inject,
  Injectable,
  Put,
  Query,
  Scope,
  StreamableFile,
  UnauthorizedException,
  UseGuards,
  UseInterceptors,
  Version,
  VersioningType,
  type CanActivate,
  type ExecutionContext,
  type Type,
} from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import { Exclude } from 'class-transformer';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { ETag, EtagModule } from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp, type StartOptions } from '../../support/adapters.js';
import { Client, type Headers } from './support.js';

/** A request as a guard sees it, on either platform. */
interface Seen {
  readonly method: string;
  readonly headers: Headers;
  readonly ip: string;
  readonly originalUrl: string;
  readonly socket: { readonly remotePort: number };
}

const seen: Seen[] = [];
const store = new AsyncLocalStorage<string>();

@Injectable()
class Key implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Seen & { raw?: IncomingMessage }>();
    const { method, headers, ip, originalUrl, socket } = request;
    seen.push({ method, headers, ip, originalUrl, socket: { remotePort: socket.remotePort } });
    if (headers['authorization'] !== 'Bearer key') throw new UnauthorizedException();
    return true;
  }
}

class Account {
  constructor(
    readonly name: string,
    secret: string,
  ) {
    this.secret = secret;
  }

  @Exclude()
  readonly secret: string;
}

const state = { name: 'Ada', secret: 'hidden', large: 'x' };

@Injectable({ scope: Scope.REQUEST })
class Tenant {
  constructor(@Inject(REQUEST) private readonly request: { headers: Headers }) {}

  get name(): string {
    return String(this.request.headers['x-tenant']);
  }
}

@Controller('tenants')
@ETag()
class TenantsController {
  constructor(private readonly tenant: Tenant) {}

  @Get() show(): object {
    return { tenant: this.tenant.name, state };
  }

  @Put() change(@Body('text') text: string): void {
    state.name = text;
  }
}

@Controller('accounts')
@ETag()
class AccountsController {
  @UseGuards(Key) @Get('guarded') guarded(): object {
    return state;
  }

  @UseGuards(Key) @Put('guarded') guard(): void {}

  @UseInterceptors(ClassSerializerInterceptor) @Get('serialised') serialised(): Account {
    return new Account(state.name, Math.random().toString());
  }

  @Put('serialised') serialise(@Body('text') text: string): void {
    state.name = text;
  }

  @Get('streamed') streamed(): StreamableFile {
    return new StreamableFile(Readable.from(pieces()));
  }

  @Put('streamed') stream(@Body('text') text: string): void {
    state.large = text;
  }

  @Get('searched') searched(@Query('q') q: string): string {
    return `found ${q}`;
  }

  @Put('searched') search(): void {}

  @Get('spoken') spoken(): string {
    return `context: ${store.getStore() ?? 'none'}`;
  }

  @UseInterceptors({ intercept: (_, next) => store.run('the write', () => next.handle()) })
  @Put('spoken')
  speak(): void {}
}

@Controller({ path: 'versions' })
@ETag()
class VersionsController {
  @Version('1') @Get() one(): string {
    return 'one';
  }

  @Version('2') @Get() two(): string {
    return 'two';
  }

  @Version(['1', '2']) @Put() put(): void {}
}

function* pieces(): Generator<Buffer> {
  for (let piece = 0; piece < 64; piece += 1) yield Buffer.alloc(16_384, state.large);
}

describe.each(ADAPTERS)('the GET that a write asks, on $name', (adapter) => {
  let running: RunningApp;
  afterEach(() => running.close());

  async function start(configure?: StartOptions['configure'], more: Type[] = []): Promise<void> {
    seen.length = 0;
    Object.assign(state, { name: 'Ada', large: 'x' });
    running = await startApp(
      {
        imports: [EtagModule.forRoot()],
        controllers: [AccountsController, TenantsController, ...more],
        providers: [Tenant],
      },
      adapter,
      configure ? { configure } : {},
    );
  }

  const at = (path: string) => new Client(running.port, path);

  /** The statuses of a write with the tag of a GET, and of the same write with another. */
  async function statuses(path: string, headers: Headers = {}): Promise<number[]> {
    const tag = await at(path).tag(headers);
    const right = await at(path).put({ ...headers, 'if-match': tag }, 'changed');
    const wrong = await at(path).put({ ...headers, 'if-match': '"other"' }, 'changed');
    return [right.status, wrong.status];
  }

  it('is the client: its credentials, its address, its lines', async () => {
    await start();
    const tag = await at('/accounts/guarded').tag({ authorization: 'Bearer key' });
    seen.length = 0;
    const headers = {
      authorization: 'Bearer key',
      cookie: 'session=1; theme=dark',
      accept: 'application/json',
      'x-line': ['one', 'two'],
      'x-obs': 'caf\xe9',
    };
    expect((await at('/accounts/guarded?a=%20b').put({ ...headers, 'if-match': tag })).status).toBe(200);
    const [put, get] = seen;
    expect([put!.method, get!.method, seen.length]).toEqual(['PUT', 'GET', 2]);
    const { 'x-line': lines, ...rest } = headers;
    expect(get!.headers).toMatchObject({ ...rest, 'x-line': lines.join(', '), host: put!.headers['host'] });
    expect([get!.ip, get!.originalUrl, get!.socket]).toEqual([put!.ip, put!.originalUrl, put!.socket]);
    expect(get!.ip).toMatch(/127\.0\.0\.1$/);
  });

  it('has no preconditions, no content, no range, no method to override, and wants no content coding', async () => {
    await start();
    const headers = {
      authorization: 'Bearer key',
      'if-match': '"1"',
      'if-none-match': '"2"',
      'if-modified-since': new Date().toUTCString(),
      'content-language': 'de',
      'content-md5': 'none',
      te: 'trailers',
      trailer: 'x-none',
      range: 'bytes=0-1',
      'keep-alive': 'timeout=5',
      'proxy-connection': 'keep-alive',
      'accept-encoding': 'gzip, br',
      'x-http-method-override': 'PUT',
      'x-kept': 'yes',
    };
    await at('/accounts/guarded').put(headers);
    const { headers: asked } = seen[1]!;
    expect(asked).toEqual({
      authorization: 'Bearer key',
      host: '127.0.0.1',
      connection: 'close',
      'accept-encoding': 'identity',
      'x-kept': 'yes',
    });
  });

  it('is not asked for those who may not write', async () => {
    await start();
    expect((await at('/accounts/guarded').put({ 'if-match': '"1"' })).status).toBe(401);
    expect(seen.map(({ method }) => method)).toEqual(['PUT']);
  });

  it('passes serializers, streams, queries and request-scoped providers', async () => {
    await start();
    expect(await statuses('/accounts/serialised')).toEqual([200, 412]);
    expect(await statuses('/accounts/searched?q=1')).toEqual([200, 412]);
    expect(await statuses('/tenants', { 'x-tenant': 'a' })).toEqual([200, 412]);
    const [one, two] = [await at('/tenants').tag({ 'x-tenant': 'a' }), await at('/tenants').tag()];
    expect(one).not.toBe(two);
  });

  it('may stream what has no tag: its bytes are hashed as they come', async () => {
    await start();
    const response = await at('/accounts/streamed').send('GET');
    expect(response.headers['etag']).toBeUndefined();
    const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(response.body));
    const tag = `"${Buffer.from(digest).toString('base64url')}"`;
    expect((await at('/accounts/streamed').put({ 'if-match': tag }, 'y')).status).toBe(200);
    expect((await at('/accounts/streamed').put({ 'if-match': tag }, 'z')).status).toBe(412);
  });

  it('is outside of the context of the write', async () => {
    await start();
    expect(await statuses('/accounts/spoken')).toEqual([200, 412]);
  });

  it('passes the global prefix and middleware', async () => {
    const methods: (string | undefined)[] = [];
    await start((app) =>
      app.setGlobalPrefix('api').use((request: IncomingMessage, _: ServerResponse, next: () => void) => {
        methods.push(request.method);
        next();
      }),
    );
    expect(await statuses('/api/accounts/searched?q=1')).toEqual([200, 412]);
    expect(methods).toEqual(['GET', 'PUT', 'GET', 'PUT', 'GET']);
  });

  it('is of the same version, in the URL or in a header', async () => {
    await start((app) => app.enableVersioning({ type: VersioningType.URI }), [VersionsController]);
    expect(await statuses('/v1/versions')).toEqual([200, 412]);
    expect(await at('/v1/versions').tag()).not.toBe(await at('/v2/versions').tag());
    await running.close();
    const versioning = { type: VersioningType.HEADER, header: 'x-version' } as const;
    await start((app) => app.enableVersioning(versioning), [VersionsController]);
    expect(await statuses('/versions', { 'x-version': '2' })).toEqual([200, 412]);
    const tag = await at('/versions').tag({ 'x-version': '1' });
    expect((await at('/versions').put({ 'x-version': '2', 'if-match': tag })).status).toBe(412);
  });

  it('finds the settings of a socket where it expects them', async () => {
    await start((app) =>
      app.use((request: IncomingMessage, _: ServerResponse, next: () => void) => {
        request.socket.setNoDelay().setKeepAlive().setTimeout(60_000).ref();
        request.setTimeout(60_000);
        next();
      }),
    );
    expect(await statuses('/accounts/searched?q=1')).toEqual([200, 412]);
  });

  it('goes on with a connection that is kept alive, and with one of HTTP/1.0 without Host', async () => {
    await start();
    const tag = await at('/accounts/searched?q=1').tag();
    const put = (version: string, lines = '') =>
      `PUT /accounts/searched?q=1 HTTP/${version}\r\n${lines}If-Match: ${tag}\r\nContent-Length: 0\r\n\r\n`;
    const socket = connect(running.port, '127.0.0.1');
    socket.write(put('1.1', 'Host: x\r\n') + put('1.1', 'Host: x\r\n') + put('1.0'));
    const text = Buffer.concat(await socket.toArray()).toString('latin1');
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(Array(3).fill('HTTP/1.1 200'));
  });
});

describe('the GET that a write asks', () => {
  it("passes Fastify's own hooks", async () => {
    const methods: string[] = [];
    const { port, close } = await startApp(
      { imports: [EtagModule.forRoot()], controllers: [AccountsController] },
      ADAPTERS[1]!,
      {
        configure: (app) => {
          const fastify = app.getHttpAdapter().getInstance() as {
            addHook(name: string, hook: unknown): void;
          };
          fastify.addHook('onRequest', ({ method }: { method: string }, _: unknown, done: () => void) => {
            methods.push(method);
            done();
          });
        },
      },
    );
    await new Client(port, '/accounts/searched').put({ 'if-match': '*' });
    expect(methods).toEqual(['PUT', 'GET']);
    await close();
  });
});
