/** An application has one EtagModule: imported twice with one meaning it is one, with two it does not start. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Module, Put, type DynamicModule, type Type } from '@nestjs/common';
import {
  ETag,
  EtagModule,
  ForgetsTags,
  TagMemory,
  type EtagModuleOptions,
  type EtagOptionsFactory,
} from 'nestjs-etag';
import { ADAPTERS, startApp, type Adapter, type RunningApp } from '../../support/adapters.js';
import { failureOf, send } from '../../support/stages.js';

let ran = 0;

@Controller('read')
class ReadController {
  @Get('hashed') @ETag() hashed(): object {
    return { name: 'thing' };
  }

  @Get('remembered') @ETag({ remember: { groups: ['things'] } }) remembered(): object {
    ran += 1;
    return { name: 'thing' };
  }
}

@Controller('written')
class WrittenController {
  constructor(private readonly memory: TagMemory) {}

  @Put('decorated') @ForgetsTags('things') decorated(): void {}

  @Put('called') async called(): Promise<void> {
    await this.memory.forget('things');
  }

  @Get('hashed') @ETag() hashed(): object {
    return { name: 'thing' };
  }
}
Reflect.defineMetadata('design:paramtypes', [TagMemory], WrittenController);

/** A feature module that imports the module once more, as one does who has not read that it is global. */
function feature(etag: DynamicModule, ...controllers: Type[]): Type {
  @Module({ imports: [etag], controllers })
  class FeatureModule {}
  return FeatureModule;
}

const rememberFor = () => 'everyone';

/** Options of one meaning, each time made anew as a call of forRoot() in another file makes them. */
const SAME: [string, () => EtagModuleOptions][] = [
  ['none', () => ({})],
  ['some', () => ({ hash: 'sha512', errors: 'problem', rememberedTags: { ttl: 1_000, max: 5 } })],
  ['a function', () => ({ rememberFor })],
  ['what is the default', () => ({ hash: undefined as never })],
];

const OTHER: [string, EtagModuleOptions, EtagModuleOptions][] = [
  ['hash', {}, { hash: 'sha512' }],
  ['errors', { errors: 'problem' }, {}],
  ['malformed', { malformed: 412 }, { malformed: 400 }],
  ['preconditions', {}, { preconditions: 'required' }],
  ['secret', { secret: 'the secret of one place' }, { secret: 'the secret of another' }],
  ['namespace', {}, { namespace: 'release 7' }],
  ['rememberFor', { rememberFor: () => 'a' }, { rememberFor: () => 'b' }],
  ['rememberedTags', {}, { rememberedTags: { ttl: 1 } }],
  ['auto', { auto: { maxSize: 1 } }, { auto: { maxSize: 2 } }],
];

@Injectable()
class Problem implements EtagOptionsFactory {
  createEtagOptions(): EtagModuleOptions {
    return { errors: 'problem' };
  }
}

/** The two, in either order, and by either way of giving options. */
function pairs(first: () => EtagModuleOptions, second: () => EtagModuleOptions): [string, DynamicModule[]][] {
  return [
    ['forRoot() twice', [EtagModule.forRoot(first()), EtagModule.forRoot(second())]],
    ['the other way round', [EtagModule.forRoot(second()), EtagModule.forRoot(first())]],
    [
      'forRootAsync() and forRoot()',
      [EtagModule.forRootAsync({ useFactory: first }), EtagModule.forRoot(second())],
    ],
  ];
}

const running: RunningApp[] = [];

async function startWith(imports: (Type | DynamicModule)[], adapter: Adapter): Promise<RunningApp> {
  const app = await startApp({ imports, controllers: [ReadController] }, adapter);
  running.push(app);
  return app;
}

function start([inRoot, inFeature]: DynamicModule[], adapter: Adapter): Promise<RunningApp> {
  return startWith([inRoot!, feature(inFeature!, WrittenController)], adapter);
}

afterEach(async () => {
  for (const app of running.splice(0)) await app.close();
});

describe.each(ADAPTERS)('EtagModule imported twice, on $name', (adapter) => {
  const refused = OTHER.flatMap(([option, first, second]) =>
    pairs(
      () => first,
      () => second,
    ).map(([how, modules]) => [option, how, modules] as const),
  );

  it.each(refused)('with another %s, %s: does not start, and says why', async (option, _, modules) => {
    const failure = await failureOf(start([...modules], adapter));
    expect(failure).toMatch(/EtagModule/);
    expect(failure).toMatch(/forRoot(Async)?\(\)/);
    expect(failure).toContain(option);
  });

  it('with a class for its options that says something else: does not start', async () => {
    const modules = [EtagModule.forRootAsync({ useClass: Problem }), EtagModule.forRoot()];
    expect(await failureOf(start(modules, adapter))).toContain('errors');
  });

  const accepted = SAME.flatMap(([what, options]) =>
    pairs(options, options).map(([how, modules]) => [what, how, modules] as const),
  );

  it.each(accepted)('with %s, %s: is one', async (_, __, modules) => {
    ran = 0;
    const app = await start([...modules], adapter);
    const one = await send(app, 'GET /read/hashed');
    const two = await send(app, 'GET /written/hashed');
    expect([one.status, two.status, two.headers['etag']]).toEqual([200, 200, one.headers['etag']]);
    const headers = { 'if-none-match': one.headers['etag'] };
    for (const path of ['/read/hashed', '/written/hashed']) {
      expect((await send(app, `GET ${path}`, headers)).status).toBe(304);
    }
    // Of the routes of both modules there is one table.
    const tables = app.logger.logs.filter((line) => line.startsWith('Conditional requests'));
    expect(tables).toHaveLength(1);
  });

  it.each(['decorated', 'called'])('what one of them remembers, the other forgets (%s)', async (how) => {
    ran = 0;
    const app = await start([EtagModule.forRoot(), EtagModule.forRoot()], adapter);
    const { etag } = (await send(app, 'GET /read/remembered')).headers;
    const again = () => send(app, 'GET /read/remembered', { 'if-none-match': etag });
    expect([(await again()).status, ran]).toEqual([304, 1]);
    await send(app, `PUT /written/${how}`);
    expect([(await again()).status, ran]).toEqual([304, 2]);
  });

  it('as one and the same object: is one', async () => {
    const module = EtagModule.forRoot({ hash: 'sha512' });
    const app = await start([module, module], adapter);
    const { etag } = (await send(app, 'GET /read/hashed')).headers;
    expect((await send(app, 'GET /written/hashed', { 'if-none-match': etag })).status).toBe(304);
  });

  it('in two applications of one process: each has its own', async () => {
    const one = await startWith([EtagModule.forRoot({ hash: 'sha1' })], adapter);
    const two = await startWith([EtagModule.forRoot({ hash: 'sha512' })], adapter);
    const tags = [await send(one, 'GET /read/hashed'), await send(two, 'GET /read/hashed')].map(
      ({ headers }) => headers['etag']!.length,
    );
    expect(tags).toEqual([29, 88]);
  });
});
