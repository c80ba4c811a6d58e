/** HTTP beside messages over TCP, with Nest's own microservices: what a message gets is what it gets without the module. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { Body, Catch, Controller, Get, Injectable, Param, Put, type Type } from '@nestjs/common';
import type {
  ArgumentsHost,
  CallHandler,
  ExceptionFilter,
  ExecutionContext,
  INestApplication,
  INestMicroservice,
  NestInterceptor,
} from '@nestjs/common';
import {
  ClientProxyFactory,
  EventPattern,
  MessagePattern,
  Payload,
  RpcException,
  Transport,
  type ClientProxy,
} from '@nestjs/microservices';
import { currentFrom, ETag, PreconditionFailedException, RequirePrecondition, Versioned } from 'nestjs-etag';
import { EventEmitter, once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { lastValueFrom, of, throwError, toArray, type Observable } from 'rxjs';
import type { RunningApp } from '../../support/adapters.js';
import { failureOf, NOTHING, send, STAGES, type AnyResponse } from '../../support/stages.js';

const events = new EventEmitter();

@Injectable()
class Things {
  thing = { id: 1, version: 3, name: 'thing' };
}

const current = currentFrom(Things, ({ thing }) => thing);

/** @param decorator of the class: one of the module's, or none for what Nest does without it */
function controllerWith(decorator: ClassDecorator): Type {
  @Controller('things')
  @decorator
  class ThingsController {
    constructor(private readonly things: Things) {}

    @Get('both') @MessagePattern('both') both(@Payload() data: unknown): unknown {
      return { id: 1, version: 5, both: data ?? null };
    }

    @Get(':id') findOne(@Param('id') _: string): object {
      return this.things.thing;
    }

    @Put(':id') rename(@Body() { name }: { name: string }): object {
      const { thing } = this.things;
      return (this.things.thing = { ...thing, name, version: thing.version + 1 });
    }

    @MessagePattern('find') find(data: unknown): unknown {
      return { found: data, version: 7 };
    }

    @MessagePattern({ cmd: 'finds' }) async finds(@Payload('id') id: number): Promise<unknown> {
      return { id };
    }

    @MessagePattern('streams') streams(): unknown {
      return of(1, 2);
    }

    @MessagePattern('refuses') refuses(): never {
      throw new RpcException('of the handler');
    }

    @MessagePattern('fails') fails(): never {
      throw new PreconditionFailedException();
    }

    @EventPattern('changed') changed(data: unknown): void {
      events.emit('changed', data);
    }
  }
  return ThingsController;
}

const CLASSES: [string, ClassDecorator][] = [
  ['none, with auto', NOTHING],
  ['@Versioned({ current })', Versioned({ current })],
  [
    '@RequirePrecondition()',
    (target) => {
      RequirePrecondition()(target);
      Versioned({ current })(target);
    },
  ],
];

/** Global in an application: notes the kinds of what passes, and answers a 412 of either kind. */
@Catch(PreconditionFailedException)
class Global implements NestInterceptor, ExceptionFilter {
  readonly passed: string[] = [];

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    this.passed.push(context.getType());
    return next.handle();
  }

  catch(_: Error, host: ArgumentsHost): unknown {
    if (host.getType() === 'rpc') return throwError(() => ({ message: 'caught' }));
    return host.switchToHttp().getResponse<AnyResponse>().status(412).send('caught');
  }
}

/** The microservice of an application may be connected before its routes are made, or after, with what is global or without. */
const CONNECTED = [
  ['before', true],
  ['before', false],
  ['after', true],
  ['after', false],
] as const;
type Connected = (typeof CONNECTED)[number];

describe.each(STAGES)('a hybrid application, on $name', (stage) => {
  let app: RunningApp;
  let client: ClientProxy;
  afterEach(async () => {
    client.close();
    await app.close();
  });

  async function start(
    decorator: ClassDecorator,
    [when, inheritAppConfig]: Connected,
    global?: Global,
  ): Promise<void> {
    let service!: INestMicroservice;
    const connect = (to: INestApplication) => {
      const tcp = { transport: Transport.TCP as const, options: { host: '127.0.0.1', port: 0 } };
      service = to.connectMicroservice(tcp, { inheritAppConfig });
    };
    app = await stage.start({
      options: { auto: decorator === NOTHING },
      controllers: [controllerWith(decorator)],
      providers: [Things],
      configure: (to) => {
        if (global) to.useGlobalInterceptors(global).useGlobalFilters(global);
        if (when === 'before') connect(to);
      },
    });
    if (when === 'after') connect(app.app);
    await app.app.startAllMicroservices();
    const { port } = service.unwrap<Server>().address() as AddressInfo;
    client = ClientProxyFactory.create({ transport: Transport.TCP, options: { host: '127.0.0.1', port } });
  }

  const ask = (pattern: unknown, data: unknown) =>
    lastValueFrom(client.send<unknown>(pattern, data).pipe(toArray()));

  describe.each(CONNECTED)('connected %s its routes are made, with what is global: %s', (...connected) => {
    it.each(CLASSES)('%s: leaves messages and events alone', async (_, decorator) => {
      await start(decorator, connected);
      expect(await ask('find', { id: 1 })).toEqual([{ found: { id: 1 }, version: 7 }]);
      expect(await ask({ cmd: 'finds' }, { id: 2 })).toEqual([{ id: 2 }]);
      expect(await ask('streams', '')).toEqual([1, 2]);
      await expect(ask('refuses', '')).rejects.toEqual({ status: 'error', message: 'of the handler' });
      await expect(ask('fails', '')).rejects.toMatchObject({ message: 'Internal server error' });
      expect(await ask('both', 'payload')).toEqual([{ id: 1, version: 5, both: 'payload' }]);
      const changed = once(events, 'changed');
      await lastValueFrom(client.emit('changed', { id: 3 }), { defaultValue: undefined });
      expect(await changed).toEqual([{ id: 3 }]);
    });

    it('has what is global around messages as without the module, and around routes', async () => {
      const global = new Global();
      await start(Versioned({ current }), connected, global);
      const [, isInherited] = connected;
      expect(await ask('find', 1)).toEqual([{ found: 1, version: 7 }]);
      const message = isInherited ? 'caught' : 'Internal server error';
      await expect(ask('fails', '')).rejects.toMatchObject({ message });
      expect(global.passed).toEqual(isInherited ? ['rpc', 'rpc'] : []);
      global.passed.length = 0;
      const { status, headers } = await send(app, 'GET /things/1', { 'if-none-match': '"3"' });
      expect([status, headers['etag']]).toEqual([304, '"3"']);
      const stale = await send(app, 'PUT /things/1', { 'if-match': '"2"' });
      expect([stale.status, stale.headers['etag'], stale.text]).toEqual([412, '"3"', 'caught']);
      expect(global.passed).toEqual(['http', 'http']);
    });

    it('serves and guards its routes', async () => {
      await start(Versioned({ current }), connected);
      const headers = { 'content-type': 'application/json' };
      const full = await send(app, 'GET /things/1');
      expect([full.status, full.headers['etag']]).toEqual([200, '"3"']);
      expect((await send(app, 'GET /things/1', { 'if-none-match': '"3"' })).status).toBe(304);
      const rename = (tag: string) =>
        send(app, 'PUT /things/1', { ...headers, 'if-match': tag }, '{"name":"renamed"}');
      expect((await rename('"2"')).status).toBe(412);
      const renamed = await rename('"3"');
      expect([renamed.status, renamed.headers['etag']]).toEqual([200, '"4"']);
      expect(await ask('find', 'after it')).toEqual([{ found: 'after it', version: 7 }]);
    });
  });
});

@Controller('things')
@ETag()
class BothController {
  @Get('bare') @MessagePattern('bare') bare(data: unknown): unknown {
    return data;
  }

  @Get('none') @MessagePattern('none') none(): object {
    return {};
  }

  @Get('named') @EventPattern('named') named(@Payload() data: unknown): unknown {
    return data;
  }

  @MessagePattern('message') message(data: unknown): unknown {
    return data;
  }
}

describe.each(STAGES)('a route that handles messages as well, on $name', (stage) => {
  it('fails at start-up where Nest would not know its payload any more', async () => {
    const failure = await failureOf(stage.start({ controllers: [BothController] }));
    expect(failure).toMatch(/BothController\.bare: .*@Payload\(\)/);
    expect(failure).not.toMatch(/BothController\.(none|named|message)/);
  });
});
