/** Several modules may register one token, or one controller: each route asks the provider of its own module. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Global,
  Inject,
  Injectable,
  Module,
  Put,
  Scope,
  type DynamicModule,
  type ModuleMetadata,
  type Type,
} from '@nestjs/common';
import { ModuleRef, RouterModule } from '@nestjs/core';
import {
  currentFrom,
  ETag,
  IfMatch,
  Versioned,
  type CurrentResource,
  type ExpectedVersion,
  type TagFunction,
  type VersionedOptions,
} from 'nestjs-etag';
import type { RunningApp } from '../../support/adapters.js';
import { send, STAGES } from '../../support/stages.js';

interface Store {
  readonly version: number;
  reads: number;
  writes: number;
}

const STORE = 'STORE';
const makeStore = (version: number): Store => ({ version, reads: 0, writes: 0 });
const fromStore = currentFrom<Store, { version: number }>(STORE, ({ version }) => ({ version }));

/** A class that asks the token, and is resolved in the module of its route. */
@Injectable()
class StoreState implements CurrentResource<{ version: number }> {
  constructor(@Inject(STORE) private readonly store: Store) {}

  current(): { version: number } {
    return { version: this.store.version };
  }
}

@Injectable({ scope: Scope.REQUEST })
class RequestState implements CurrentResource<{ version: number }> {
  constructor(@Inject(STORE) private readonly store: Store) {}

  current(): { version: number } {
    return { version: this.store.version };
  }
}

/** Whatever Nest injects here is what is right. */
@Injectable()
class Probe {
  constructor(@Inject(STORE) readonly store: Store) {}
}

type Source = NonNullable<VersionedOptions<{ version: number }>['current']>;

function controllerOf(path: string, current: Source): Type {
  @Controller(path)
  class StoreController {
    constructor(
      @Inject(STORE) private readonly store: Store,
      private readonly moduleRef: ModuleRef,
    ) {}

    @Get() @Versioned({ current }) read(): object {
      this.store.reads += 1;
      return { version: this.store.version };
    }

    @Put() @Versioned({ current }) write(): object {
      this.store.writes += 1;
      return { version: this.store.version };
    }

    @Get('probe') async probe(): Promise<object> {
      const { store } = await this.moduleRef.create(Probe);
      return { version: store.version };
    }
  }
  Reflect.defineMetadata('design:paramtypes', [Object, ModuleRef], StoreController);
  return StoreController;
}

/** `forFeature()`: one class of a module, registered several times, each time with a provider under the same token. */
@Module({})
class FeatureModule {
  static register(store: Store, controller: Type, more: ModuleMetadata = {}): DynamicModule {
    return {
      module: FeatureModule,
      ...more,
      controllers: [controller],
      providers: [{ provide: STORE, useValue: store }, StoreState, RequestState],
    };
  }
}

/** The token comes from another module, which exports it. */
@Module({})
class DatabaseModule {
  static register(store: Store): DynamicModule {
    return { module: DatabaseModule, providers: [{ provide: STORE, useValue: store }], exports: [STORE] };
  }
}

function importing(store: Store, controller: Type): Type {
  @Module({
    imports: [DatabaseModule.register(store)],
    controllers: [controller],
    providers: [StoreState, RequestState],
  })
  class ImportingModule {}
  return ImportingModule;
}

/** A global module has the token as well; what a module has itself comes first. */
function globally(store: Store): Type {
  @Global()
  @Module({ providers: [{ provide: STORE, useValue: store }], exports: [STORE] })
  class GlobalModule {}
  return GlobalModule;
}

type Build = (source: Source, stores: readonly [Store, Store]) => NonNullable<ModuleMetadata['imports']>;

const LAYOUTS: Record<string, Build> = {
  'dynamic modules of one class': (source, [one, two]) => [
    FeatureModule.register(one, controllerOf('one', source)),
    FeatureModule.register(two, controllerOf('two', source)),
  ],
  'dynamic modules in another order': (source, [one, two]) => [
    FeatureModule.register(two, controllerOf('two', source)),
    FeatureModule.register(one, controllerOf('one', source)),
  ],
  'modules that import it': (source, [one, two]) => [
    importing(one, controllerOf('one', source)),
    importing(two, controllerOf('two', source)),
  ],
  'a global module beside them': (source, [one, two]) => [
    globally(makeStore(99)),
    FeatureModule.register(one, controllerOf('one', source)),
    FeatureModule.register(two, controllerOf('two', source)),
  ],
  'one that has it, and one that takes the global one': (source, [one, two]) => {
    @Module({ controllers: [controllerOf('two', source)], providers: [StoreState, RequestState] })
    class TakesGlobal {}
    return [globally(two), FeatureModule.register(one, controllerOf('one', source)), TakesGlobal];
  },
};

const SOURCES: [string, Source][] = [
  ['currentFrom(TOKEN)', fromStore],
  ['a class that injects it', StoreState],
  ['a request-scoped class that injects it', RequestState],
];

const TABLE = Object.entries(LAYOUTS).flatMap(([layout, build]) =>
  SOURCES.map(([name, source]) => ({ layout, name, build, source })),
);

describe.each(STAGES)('one token in two modules, on $name', (stage) => {
  let app: RunningApp;
  afterEach(() => app.close());

  it.each(TABLE)('$layout, $name: each route asks its own', async ({ build, source }) => {
    const stores = [makeStore(1), makeStore(2)] as const;
    app = await stage.start({ imports: build(source, stores) });
    for (const [path, store, other] of [
      ['/one', stores[0], stores[1]],
      ['/two', stores[1], stores[0]],
    ] as const) {
      expect((await send(app, `GET ${path}/probe`)).json).toEqual({ version: store.version });
      const [own, wrong] = [`"${store.version}"`, `"${other.version}"`];
      const answers = [
        await send(app, `GET ${path}`, { 'if-none-match': own }),
        await send(app, `GET ${path}`, { 'if-none-match': wrong }),
        await send(app, `PUT ${path}`, { 'if-match': own }),
        await send(app, `PUT ${path}`, { 'if-match': wrong }),
      ];
      expect(answers.map(({ status, headers }) => [status, headers['etag']])).toEqual([
        [304, own],
        [200, own],
        [200, own],
        [412, own],
      ]);
      expect([store.reads, store.writes]).toEqual([1, 1]);
    }
  });
});

const tag: TagFunction<{ version: number }> = ({ version }) => `v${version}`;

/** One class, in two modules, whose service is another in each. */
@Controller('things')
class SharedController {
  constructor(@Inject(STORE) private readonly store: Store) {}

  @Get('versioned') @Versioned({ current: fromStore }) read(): object {
    this.store.reads += 1;
    return { version: this.store.version };
  }

  @Get('made') @ETag({ tag, current: fromStore }) made(): object {
    this.store.reads += 1;
    return { version: this.store.version };
  }

  @Get('hashed') @ETag() hashed(): object {
    return { version: this.store.version };
  }

  @Put('versioned') @Versioned({ current: fromStore }) write(): object {
    this.store.writes += 1;
    return { version: this.store.version };
  }

  @Put('asserted') @Versioned() async asserted(@IfMatch() expected: ExpectedVersion): Promise<object> {
    await expected.assert({ version: this.store.version });
    this.store.writes += 1;
    return { version: this.store.version };
  }
}

describe.each(STAGES)('one controller in two modules, on $name', (stage) => {
  let app: RunningApp;
  let stores: Record<string, Store>;

  beforeEach(async () => {
    stores = { one: makeStore(1), two: makeStore(2) };
    @Module({ controllers: [SharedController], providers: [{ provide: STORE, useValue: stores['one'] }] })
    class One {}
    @Module({ controllers: [SharedController], providers: [{ provide: STORE, useValue: stores['two'] }] })
    class Two {}
    app = await stage.start({
      imports: [
        One,
        Two,
        RouterModule.register([
          { path: 'one', module: One },
          { path: 'two', module: Two },
        ]),
      ],
    });
  });
  afterEach(() => app.close());

  it.each([
    ['one', '1', '2'],
    ['two', '2', '1'],
  ])('/%s: each has the state of its own service', async (path, own, other) => {
    const seen: unknown[] = [];
    const ask = async (target: string, headers: Record<string, string>) => {
      const { status, headers: fields } = await send(app, target, headers);
      seen.push([status, fields['etag']]);
    };
    await ask(`GET /${path}/things/versioned`, { 'if-none-match': `"${own}"` });
    await ask(`GET /${path}/things/versioned`, { 'if-none-match': `"${other}"` });
    await ask(`GET /${path}/things/made`, { 'if-none-match': `"v${own}"` });
    await ask(`GET /${path}/things/made`, { 'if-none-match': `"v${other}"` });
    await ask(`PUT /${path}/things/versioned`, { 'if-match': `"${own}"` });
    await ask(`PUT /${path}/things/versioned`, { 'if-match': `"${other}"` });
    await ask(`PUT /${path}/things/asserted`, { 'if-match': `"${own}"` });
    await ask(`PUT /${path}/things/asserted`, { 'if-match': `"${other}"` });
    expect(seen).toEqual([
      [304, `"${own}"`],
      [200, `"${own}"`],
      [304, `"v${own}"`],
      [200, `"v${own}"`],
      [200, `"${own}"`],
      [412, `"${own}"`],
      [200, `"${own}"`],
      [412, `"${own}"`],
    ]);
    expect([stores[path]!.reads, stores[path]!.writes]).toEqual([2, 2]);
  });

  it('has the hashes of its own bytes', async () => {
    const one = await send(app, 'GET /one/things/hashed');
    const two = await send(app, 'GET /two/things/hashed', { 'if-none-match': one.headers['etag'] });
    expect([two.status, two.json]).toEqual([200, { version: 2 }]);
    expect(two.headers['etag']).not.toBe(one.headers['etag']);
  });
});
