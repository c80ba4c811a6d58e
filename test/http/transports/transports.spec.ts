/**
 * One application may serve HTTP beside messages, GraphQL and sockets. Not all of their packages are installed: what their
 * decorators write stands below, and Nest's own ExternalContextCreator runs the handlers as they have it do.
 */
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Put, type INestApplication, type Type } from '@nestjs/common';
import { ExternalContextCreator, ModulesContainer } from '@nestjs/core';
import { EventPattern, MessagePattern } from '@nestjs/microservices';
import {
  AcceptRanges,
  CacheControl,
  currentFrom,
  ETag,
  EtagInterceptor,
  ForgetsTags,
  IfMatch,
  LastModified,
  NoETag,
  PreconditionFailedException,
  RequirePrecondition,
  Versioned,
  type ExpectedVersion,
} from 'nestjs-etag';
import { lastValueFrom, of } from 'rxjs';
import type { RunningApp } from '../../support/adapters.js';
import { failureOf, send, STAGES } from '../../support/stages.js';

function writes(entries: Readonly<Record<string, unknown>>): MethodDecorator & ClassDecorator {
  return (target: object, _?: unknown, descriptor?: PropertyDescriptor) => {
    const on = descriptor ? (descriptor.value as object) : target;
    for (const [key, value] of Object.entries(entries)) Reflect.defineMetadata(key, value, on);
  };
}

/** As of `@nestjs/graphql`. */
const Resolver = () => writes({ 'graphql:resolver_type': undefined, 'graphql:is_resolver': true });
const Query = () => writes({ 'graphql:resolver_type': 'Query', 'graphql:resolver_name': 'things' });

/** As of `@nestjs/websockets`. */
const WebSocketGateway = () => writes({ 'websockets:is_gateway': true, 'websockets:gateway_options': {} });
const SubscribeMessage = (message: string) => writes({ 'websockets:message_mapping': true, message });

const THING = { id: 1, version: 3, name: 'thing' };

@Injectable()
class Things {
  readonly thing = THING;
}

const current = currentFrom(Things, ({ thing }) => thing);

/** What stands on classes, alone and together. */
const CLASSES: [string, ClassDecorator][] = [
  ['@ETag()', ETag()],
  ['@ETag({ tag, current })', ETag({ tag: ({ version }: typeof THING) => version, current })],
  ['@Versioned()', Versioned()],
  ['@Versioned({ current })', Versioned({ current })],
  ['@NoETag()', NoETag()],
  ['@LastModified()', LastModified('at')],
  ['@CacheControl()', CacheControl({ maxAge: 60 })],
  ['@RequirePrecondition()', RequirePrecondition()],
  ['@ForgetsTags()', ForgetsTags('things')],
  ['@AcceptRanges()', AcceptRanges()],
];

function hybridController(decorator: ClassDecorator): Type {
  @Controller('things')
  @decorator
  class HybridController {
    @Get(':id') findOne(): object {
      return THING;
    }

    @MessagePattern({ cmd: 'find' }) find(data: unknown): unknown {
      return { found: data };
    }

    @EventPattern('changed') changed(_: unknown): void {}

    @MessagePattern('fails') fails(error: Error): never {
      throw error;
    }

    @MessagePattern('streams') streams(): unknown {
      return of(1, 2);
    }
  }
  return HybridController;
}

/** A provider, not a controller. */
function resolver(decorator: ClassDecorator): Type {
  @Resolver()
  @decorator
  @Injectable()
  class ThingsResolver {
    @Query() find(data: unknown): unknown {
      return { found: data };
    }

    @Query() fails(error: Error): never {
      throw error;
    }
  }
  return ThingsResolver;
}

function gateway(decorator: ClassDecorator): Type {
  @WebSocketGateway()
  @decorator
  @Injectable()
  class ThingsGateway {
    @SubscribeMessage('find') find(data: unknown): unknown {
      return { found: data };
    }

    @SubscribeMessage('fails') fails(error: Error): never {
      throw error;
    }
  }
  return ThingsGateway;
}

type Handlers = Record<string, (...args: unknown[]) => unknown>;
type Call = (...args: unknown[]) => Promise<unknown>;

/** Nest looks for hosts among the providers; those of messages are controllers. */
function creatorFor(app: INestApplication): ExternalContextCreator {
  const modules = app.get(ModulesContainer);
  const creator = app.get(ExternalContextCreator);
  const moduleOf = (host: Type) =>
    [...modules].find(([, { controllers }]) => controllers.has(host))?.[0] ??
    creator.getContextModuleKey(host);
  return Object.create(creator, { getContextModuleKey: { value: moduleOf } }) as ExternalContextCreator;
}

/** A handler with the guards, interceptors and filters of its class and of the application around it. */
function contextOf(app: INestApplication, host: Type, method: string, type: string): Call {
  const instance = app.get<Handlers>(host);
  const all = { guards: true, interceptors: true, filters: true };
  const none = undefined;
  return creatorFor(app).create(
    instance,
    instance[method]!,
    method,
    none,
    none,
    none,
    none,
    all,
    type as never,
  );
}

describe.each(STAGES)('a class with a decorator of ours, on $name', (stage) => {
  let app: RunningApp;
  afterEach(() => app.close());

  /** A microservice may be connected before the routes are made, or after. */
  async function start(host: Type, type: string, as: 'controllers' | 'providers', methods: string[]) {
    let before: Call[] = [];
    const contexts = (started: INestApplication) =>
      methods.map((method) => contextOf(started, host, method, type));
    app = await stage.start({
      controllers: as === 'controllers' ? [host] : [],
      providers: as === 'providers' ? [Things, host] : [Things],
      configure: (started) => (before = contexts(started)),
    });
    return [before, contexts(app.app)];
  }

  it.each(CLASSES)('%s: leaves the message handlers of a controller alone', async (_, decorator) => {
    const host = hybridController(decorator);
    const methods = ['find', 'changed', 'fails', 'streams'];
    for (const [find, changed, fails, streams] of await start(host, 'rpc', 'controllers', methods)) {
      expect(await find!('payload', {})).toEqual({ found: 'payload' });
      expect(await changed!('payload', {})).toBeUndefined();
      expect(await streams!('payload', {})).toBe(2);
      for (const error of [new Error('of the handler'), new PreconditionFailedException()]) {
        await expect(fails!(error, {})).rejects.toBe(error);
      }
    }
    expect(app.logger.errors.filter((line) => line.includes('plan'))).toEqual([]);
  });

  it('has its routes served over HTTP all the same', async () => {
    await start(hybridController(Versioned({ current })), 'rpc', 'controllers', ['find']);
    const full = await send(app, 'GET /things/1');
    expect([full.status, full.headers['etag'], full.json]).toEqual([200, '"3"', THING]);
    expect((await send(app, 'GET /things/1', { 'if-none-match': '"3"' })).status).toBe(304);
    const table = app.logger.logs.find((line) => line.startsWith('Conditional requests'))!;
    expect(table).toContain('HybridController.findOne');
    expect(table).not.toMatch(/HybridController\.(find|changed|fails|streams) /);
  });

  it.each(CLASSES)('%s: leaves a resolver alone', async (_, decorator) => {
    for (const [find, fails] of await start(resolver(decorator), 'graphql', 'providers', ['find', 'fails'])) {
      expect(await find!({ root: true }, {}, {}, {})).toEqual({ found: { root: true } });
      const error = new PreconditionFailedException();
      await expect(fails!(error, {}, {}, {})).rejects.toBe(error);
    }
  });

  it.each(CLASSES)('%s: leaves a gateway alone', async (_, decorator) => {
    for (const [find, fails] of await start(gateway(decorator), 'ws', 'providers', ['find', 'fails'])) {
      expect(await find!('data', {})).toEqual({ found: 'data' });
      const error = new PreconditionFailedException();
      await expect(fails!(error, {})).rejects.toBe(error);
    }
  });

  it('has an interceptor that hands on what is no HTTP', async () => {
    const host = hybridController(Versioned({ current }));
    await start(host, 'rpc', 'controllers', []);
    const interceptor = app.app.get(EtagInterceptor, { strict: false });
    const context = {
      getType: () => 'rpc',
      getClass: () => host,
      getHandler: () => app.app.get<Handlers>(host)['find'],
      getArgs: () => ['payload'],
      getArgByIndex: () => 'payload',
      // What Nest's own host of arguments does: it hands out whatever is there.
      switchToHttp: () => ({ getRequest: () => 'payload', getResponse: () => undefined }),
    };
    const result = await interceptor.intercept(context as never, { handle: () => of('handed on') });
    expect(await lastValueFrom(result)).toBe('handed on');
  });
});

@Controller('things')
class MessagesController {
  @Get() list(): void {}
  @MessagePattern('find') @ETag() tagged(): void {}
  @Versioned() @MessagePattern('find') versioned(): void {}
  @NoETag() @MessagePattern('find') untagged(): void {}
  @EventPattern('changed') @CacheControl({ maxAge: 1 }) cached(_: unknown): void {}
  @EventPattern('changed') @ForgetsTags('things') forgets(_: unknown): void {}
  @MessagePattern('find') @LastModified('at') dated(): void {}
  @MessagePattern('find') @AcceptRanges() ranged(): void {}
  @MessagePattern('change') @RequirePrecondition() required(): void {}
  @MessagePattern('change') expected(@IfMatch() _: ExpectedVersion): void {}
}

@Resolver()
@Injectable()
class MethodResolver {
  @Query() @ETag() tagged(): void {}
  @Query() @Versioned() versioned(): void {}
  @Query() expected(@IfMatch() _: ExpectedVersion): void {}
  @Query() plain(): void {}
}

@WebSocketGateway()
@Injectable()
class MethodGateway {
  @SubscribeMessage('find') @ETag() tagged(): void {}
  @SubscribeMessage('find') @ForgetsTags('things') forgets(): void {}
  @SubscribeMessage('find') expected(@IfMatch() _: ExpectedVersion): void {}
  @SubscribeMessage('find') plain(): void {}
}

@Controller('things')
@Versioned()
class ClassAndMethod {
  @Get() list(): void {}
  @Put() write(@IfMatch() _: ExpectedVersion): void {}
  @MessagePattern('find') plain(): void {}
  @MessagePattern('find') expected(@IfMatch() _: ExpectedVersion): void {}
}

const MISTAKES: [string, Type, 'controllers' | 'providers', string[], string[]][] = [
  [
    'message handlers',
    MessagesController,
    'controllers',
    'tagged versioned untagged cached forgets dated ranged required expected'.split(' '),
    ['list'],
  ],
  ['queries of a resolver', MethodResolver, 'providers', ['tagged', 'versioned', 'expected'], ['plain']],
  ['handlers of a gateway', MethodGateway, 'providers', ['tagged', 'forgets', 'expected'], ['plain']],
  ['@IfMatch() of a message', ClassAndMethod, 'controllers', ['expected'], ['list', 'write', 'plain']],
];

describe.each(STAGES)('a method with a decorator of ours, on $name', (stage) => {
  it.each(MISTAKES)('%s: fails at start-up, by name', async (_, host, as, wrong, right) => {
    const providers = as === 'providers' ? [host] : [];
    const controllers = as === 'controllers' ? [host] : [];
    const failure = await failureOf(stage.start({ providers, controllers }));
    const names = [...failure.matchAll(new RegExp(`${host.name}\\.(\\w+)`, 'g'))].map(([, name]) => name);
    expect(names).toEqual(expect.arrayContaining(wrong));
    for (const name of right) expect(names).not.toContain(name);
    expect(failure).toMatch(/HTTP/);
  });
});
