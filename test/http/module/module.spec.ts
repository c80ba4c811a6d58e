import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Inject,
  Injectable,
  Module,
  Param,
  Put,
  Scope,
  Version,
  VersioningType,
  type ExecutionContext,
  type ModuleMetadata,
} from '@nestjs/common';
import { REQUEST, RouterModule } from '@nestjs/core';
import {
  CacheControl,
  currentFrom,
  ETag,
  EtagModule,
  IfMatch,
  LastModified,
  NoETag,
  RequirePrecondition,
  Versioned,
  type CurrentResource,
  type EtagModuleOptions,
  type EtagOptionsFactory,
  type ExpectedVersion,
} from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp, type StartOptions } from '../../support/adapters.js';
import { request, type WireResponse } from '../../support/wire.js';

@Controller('text')
class TextController {
  @Get() @ETag() text(): string {
    return 'text';
  }
}

@Injectable()
class Md5Options implements EtagOptionsFactory {
  createEtagOptions(): EtagModuleOptions {
    return { hash: 'md5' };
  }
}

function OptionsModule(): new () => object {
  @Module({ providers: [Md5Options], exports: [Md5Options] })
  class Options {}
  return Options;
}

type Params = { params: { id: string } };

@Injectable()
class SingletonState implements CurrentResource {
  current(context: ExecutionContext): object {
    return { version: context.switchToHttp().getRequest<Params>().params.id };
  }
}

@Injectable({ scope: Scope.REQUEST })
class ScopedState implements CurrentResource {
  constructor(@Inject(REQUEST) private readonly target: Params) {}

  current(): object {
    return { version: this.target.params.id };
  }
}

@Injectable({ scope: Scope.TRANSIENT })
class TransientState extends SingletonState {}

abstract class StateController {
  @Get('singleton/:id') @Versioned({ current: SingletonState }) singleton(@Param('id') id: string): object {
    return { version: id };
  }

  @Get('scoped/:id') @Versioned({ current: ScopedState }) scoped(@Param('id') id: string): object {
    return { version: id };
  }

  @Get('transient/:id') @Versioned({ current: TransientState }) transient(@Param('id') id: string): object {
    return { version: id };
  }

  @Get('token/:id')
  @Versioned({
    current: currentFrom<SingletonState, object>('STATE', (state, _, context) => state.current(context)),
  })
  token(@Param('id') id: string): object {
    return { version: id };
  }
}

@Controller('singleton')
class SingletonController extends StateController {}

@Controller({ path: 'scoped', scope: Scope.REQUEST })
class ScopedController extends StateController {
  constructor(@Inject(REQUEST) readonly target: unknown) {
    super();
  }
}

describe.each(ADAPTERS)('the module, on $name', (adapter) => {
  let running: RunningApp | undefined;
  afterEach(() => running?.close());

  async function start(metadata: ModuleMetadata, options?: StartOptions): Promise<void> {
    running = await startApp(metadata, adapter, options);
  }

  function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<WireResponse> {
    return request(running!.port, { path, headers, method });
  }

  it.each<[string, Parameters<typeof EtagModule.forRootAsync>[0]]>([
    ['useFactory', { useFactory: async () => ({ hash: 'md5' }) }],
    ['useClass', { useClass: Md5Options }],
    ['useExisting', { imports: [OptionsModule()], useExisting: Md5Options }],
  ])('takes its options from %s', async (_, options) => {
    await start({ imports: [EtagModule.forRootAsync(options)], controllers: [TextController] });
    expect((await get('/text')).headers['etag']).toBe('"HLJR7A1WjeapKbUgxK7Y0Q"');
  });

  it('may be imported by one module alone', async () => {
    @Module({ imports: [EtagModule.forRoot({ isGlobal: false })], controllers: [TextController] })
    class TextModule {}

    await start({ imports: [TextModule] });
    expect((await get('/text')).headers['etag']).toMatch(/^"/);
  });

  it('names the routes of a module that it is not imported by', async () => {
    @Module({ imports: [EtagModule.forRoot({ isGlobal: false })] })
    class OtherModule {}

    await expect(start({ imports: [OtherModule], controllers: [TextController] })).rejects.toThrow(
      /^EtagModule is imported, but not for TextController\.\w+.* With isGlobal: false import it in their module/,
    );
  });

  it('lets a class give the default, a method override it, and @NoETag() opt out', async () => {
    @Controller('defaults')
    @Versioned({ column: 'rev' })
    @CacheControl({ private: true })
    @LastModified('at')
    class Defaults {
      @Get('inherited') inherited(): object {
        return { rev: 1, version: 2, at: 0 };
      }

      @Get('overridden') @Versioned() @CacheControl({ public: true }) overridden(): object {
        return { rev: 1, version: 2 };
      }

      @Get('none') @NoETag() none(): object {
        return { rev: 1, version: 2 };
      }

      @Put('none') @NoETag() put(): object {
        return { rev: 1 };
      }
    }
    await start({ imports: [EtagModule.forRoot()], controllers: [Defaults] });
    expect((await get('/defaults/inherited')).headers).toMatchObject({
      etag: '"1"',
      'cache-control': 'private',
      'last-modified': 'Thu, 01 Jan 1970 00:00:00 GMT',
    });
    expect((await get('/defaults/overridden')).headers).toMatchObject({
      etag: '"2"',
      'cache-control': 'public',
    });
    expect((await get('/defaults/none')).headers).toMatchObject({ 'cache-control': 'private' });
    expect((await get('/defaults/none')).headers).not.toHaveProperty('etag');
    expect((await get('/defaults/none', {}, 'PUT')).headers).not.toHaveProperty('cache-control');
  });

  it('follows controllers that inherit, each by its own decorators', async () => {
    abstract class Base {
      @Get(':id') findOne(@Param('id') id: string): object {
        return { id, version: 1, rev: 2 };
      }

      @Get('own/:id') @ETag(() => 'own') own(@Param('id') id: string): object {
        return { id };
      }
    }

    @Controller('versions')
    @Versioned()
    class Versions extends Base {}

    @Controller('revisions')
    @Versioned({ column: 'rev' })
    class Revisions extends Base {
      override own(id: string): object {
        return super.own(id);
      }
    }

    @Controller('plain')
    class Plain extends Base {}

    @Controller('deeper')
    class Deeper extends Versions {
      @Get('more/:id') more(@Param('id') id: string): object {
        return { id, version: 7 };
      }
    }
    await start({ imports: [EtagModule.forRoot()], controllers: [Versions, Revisions, Plain, Deeper] });
    const tagOf = async (path: string) => (await get(path)).headers['etag'];
    expect(await Promise.all(['/versions/1', '/revisions/1', '/deeper/1'].map(tagOf))).toEqual([
      '"1"',
      '"2"',
      '"1"',
    ]);
    expect(await tagOf('/deeper/more/1')).toBe('"7"');
    expect(await Promise.all(['/versions/own/1', '/plain/own/1'].map(tagOf))).toEqual(['"own"', '"own"']);
    const plain = await get('/plain/1');
    expect(plain.json).toEqual({ id: '1', version: 1, rev: 2 });
    expect(plain.headers['etag']?.startsWith('"') ?? false).toBe(false);
  });

  it('prepares a class once, in however many modules, applications and subclasses it is', async () => {
    abstract class Base {
      @Get(':id') findOne(@Param('id') id: string, more = 'default'): object {
        return { id, more, a: 1, b: 2 };
      }
    }

    @Controller('parents')
    @Versioned({ column: 'a' })
    class Parent extends Base {}

    @Controller('children')
    @Versioned({ column: 'b' })
    class Child extends Parent {}

    @Module({ controllers: [Parent] })
    class One {}

    @Module({ controllers: [Parent] })
    class Two {}

    const mounted = RouterModule.register([
      { path: 'one', module: One },
      { path: 'two', module: Two },
    ]);
    for (const controllers of [[], [Child], [Child]]) {
      await start({ imports: [EtagModule.forRoot(), One, Two, mounted], controllers });
      for (const path of ['/one/parents/1', '/two/parents/1']) {
        const parent = await get(path);
        expect([parent.headers['etag'], parent.json]).toEqual([
          '"1"',
          { id: '1', more: 'default', a: 1, b: 2 },
        ]);
      }
      if (controllers.length > 0) {
        const child = await get('/children/1');
        expect([child.headers['etag'], child.json]).toEqual([
          '"2"',
          { id: '1', more: 'default', a: 1, b: 2 },
        ]);
      }
      await running!.close();
    }
  });

  it('serves request-scoped controllers, and current classes and providers of any scope', async () => {
    await start({
      imports: [EtagModule.forRoot()],
      controllers: [ScopedController, SingletonController],
      providers: [
        SingletonState,
        ScopedState,
        TransientState,
        { provide: 'STATE', useClass: SingletonState },
      ],
    });
    for (const controller of ['scoped', 'singleton']) {
      for (const state of ['singleton', 'scoped', 'transient', 'token']) {
        const path = `/${controller}/${state}/8`;
        expect((await get(path)).headers['etag']).toBe('"8"');
        expect((await get(path, { 'if-none-match': '"8"' })).status).toBe(304);
        expect((await get(path, { 'if-none-match': '"9"' })).status).toBe(200);
      }
    }
  });

  it('asks a provider of another module, exported or not', async () => {
    @Module({ providers: [SingletonState] })
    class StateModule {}

    @Controller('elsewhere')
    class Elsewhere {
      @Get(':id') @Versioned({ current: SingletonState }) findOne(): void {}
    }
    await start({ imports: [EtagModule.forRoot(), StateModule], controllers: [Elsewhere] });
    expect((await get('/elsewhere/8', { 'if-none-match': '"8"' })).status).toBe(304);
  });

  it('asks a class of every PUT, PATCH and DELETE for a precondition', async () => {
    @Controller('required')
    @RequirePrecondition()
    @Versioned({ current: SingletonState })
    class Required {
      @Get(':id') findOne(): object {
        return { version: 1 };
      }

      @Put(':id') update(): object {
        return { version: 1 };
      }
    }
    await start({ imports: [EtagModule.forRoot()], controllers: [Required], providers: [SingletonState] });
    expect((await get('/required/1')).status).toBe(200);
    expect((await get('/required/1', {}, 'PUT')).status).toBe(428);
  });

  it('leaves a controller as it is for whoever calls it directly', async () => {
    @Controller('direct')
    class Direct {
      @Put() @Versioned() update(@IfMatch() expected: unknown, more = 'default'): unknown[] {
        return [expected, more];
      }
    }
    await start({ imports: [EtagModule.forRoot()], controllers: [Direct] });
    expect(new Direct().update('expected')).toEqual(['expected', 'default']);
  });

  it('works behind a global prefix and URI versions', async () => {
    @Controller({ path: 'text', version: ['1', '2'] })
    @ETag()
    class VersionedController {
      @Get() text(): string {
        return 'text';
      }

      @Get() @Version('3') newer(): string {
        return 'newer';
      }
    }
    await start(
      { imports: [EtagModule.forRoot()], controllers: [VersionedController] },
      {
        configure: (app) => {
          app.setGlobalPrefix('api');
          app.enableVersioning({ type: VersioningType.URI });
        },
      },
    );
    const [one, two, three] = await Promise.all(['1', '2', '3'].map((v) => get(`/api/v${v}/text`)));
    expect(one!.headers['etag']).toBe(two!.headers['etag']);
    expect(one!.headers['etag']).not.toBe(three!.headers['etag']);
    expect((await get('/api/v3/text', { 'if-none-match': three!.headers['etag']! })).status).toBe(304);
  });

  it('hands a handler the version the client expects', async () => {
    @Controller('expected')
    class Expected {
      @Put() @Versioned() update(@IfMatch() expected: ExpectedVersion): object {
        const { any, unconditional, versions } = expected.consume();
        return { any, unconditional, versions };
      }
    }
    await start({ imports: [EtagModule.forRoot()], controllers: [Expected] });
    const expectedOf = async (headers: Record<string, string>) =>
      (await get('/expected', headers, 'PUT')).json;
    expect(await expectedOf({})).toEqual({ any: false, unconditional: true, versions: [] });
    expect(await expectedOf({ 'if-match': '*' })).toEqual({ any: true, unconditional: false, versions: [] });
    expect(await expectedOf({ 'if-match': '"1", W/"2", "3"' })).toEqual({
      any: false,
      unconditional: false,
      versions: ['1', '3'],
    });
  });
});
