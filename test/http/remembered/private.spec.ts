import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Injectable,
  Post,
  Put,
  Scope,
  Sse,
  UseGuards,
  UseInterceptors,
  type CallHandler,
  type CanActivate,
  type ExecutionContext,
  type INestApplication,
  type ModuleMetadata,
  type NestInterceptor,
  type Provider,
  type Type,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { EMPTY, type Observable } from 'rxjs';
import {
  ETag,
  EtagModule,
  ForgetsTags,
  Versioned,
  type EtagModuleOptions,
  type RememberedRequest,
} from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { STAGES } from '../../support/stages.js';
import { Client } from './support.js';

/** Whoever `X-User` says it is; nobody else gets in. */
@Injectable()
class UserGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<{ headers: Record<string, string>; user?: object }>();
    const id = request.headers['x-user'];
    if (id) request.user = id === 'nobody' ? {} : { id };
    return id !== undefined;
  }
}

@Injectable({ scope: Scope.REQUEST })
class ScopedGuard extends UserGuard {}

/** Finds out who is asking where no guard does. */
@Injectable()
class UserInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    context.switchToHttp().getRequest<{ user?: object }>().user = { id: 'ada' };
    return next.handle();
  }
}

const groups = ['mine'];
const rememberFor = ({ user }: RememberedRequest): string => user.id;
let calls = 0;

function answer(request: Pick<RememberedRequest, 'headers'> | undefined = undefined): object {
  calls += 1;
  return { calls: 'same for all', request: request?.headers };
}

@Controller('mine')
@UseGuards(UserGuard)
class MineController {
  @Get()
  @Versioned({ remember: { groups }, rememberFor })
  mine(): object {
    return { ...answer(), version: 1 };
  }

  @Get('module')
  @ETag({ remember: { groups } })
  ofModule(): object {
    return answer();
  }

  @Get('later')
  @ETag({ remember: { groups }, rememberFor: async ({ user }) => (await Promise.resolve(user.id)) as string })
  later(): object {
    return answer();
  }

  @Get('everyone')
  @ETag({ remember: { groups }, rememberFor: 'everyone' })
  everyone(): object {
    return answer();
  }

  @Get('nobody')
  @ETag({ remember: { groups }, rememberFor: () => null as never })
  nobody(): object {
    return answer();
  }
}

/** What `rememberFor` answers in the routes below, which another client is told as well. */
let named: unknown;

/** Routes of no guard. */
@Controller('middleware')
class MiddlewareController {
  @Get()
  @ETag({ remember: { groups } })
  unsaid(): object {
    return answer();
  }

  @Get('told')
  @ETag({ remember: { groups }, rememberFor: () => named as never })
  told(): object {
    return answer();
  }

  @Get('later')
  @ETag({ remember: { groups }, rememberFor: async () => named as never })
  later(): object {
    return answer();
  }

  @Get('everyone')
  @ETag({ remember: { groups }, rememberFor: 'everyone' })
  everyone(): object {
    return answer();
  }

  @Get('user')
  @Versioned({ remember: { groups } })
  @UseInterceptors(UserInterceptor)
  user(): object {
    return { ...answer(), version: 1 };
  }
}

@Controller('public')
class PublicController {
  @Get()
  @ETag({ remember: { groups } })
  all(): object {
    return answer();
  }
}

describe.each(STAGES)('what is private, on $name', ({ adapter }) => {
  let running: RunningApp | undefined;
  afterEach(async () => {
    await running?.close();
    running = undefined;
  });

  async function start(): Promise<RunningApp> {
    const imports = [EtagModule.forRoot({ rememberFor })];
    return (running = await startApp(
      { imports, controllers: [MineController, PublicController, MiddlewareController] },
      adapter,
    ));
  }

  it.each(['/mine', '/mine/module', '/mine/later'])('is remembered for each: %s', async (path) => {
    const started = await start();
    const [ada, bob] = ['ada', 'bob'].map((user) => new Client(started, { 'x-user': user })) as [
      Client,
      Client,
    ];
    const again = await ada.known(path);
    calls = 0;
    expect([(await again()).status, calls]).toEqual([304, 0]);
    // The same tag, so that only the handler tells whose it is.
    const { headers } = await ada.get(path);
    calls = 0;
    expect([(await bob.get(path, { 'if-none-match': headers['etag'] })).status, calls]).toEqual([304, 1]);
    expect([(await bob.get(path, { 'if-none-match': headers['etag'] })).status, calls]).toEqual([304, 1]);
  });

  it('is never told to whom the guards keep out', async () => {
    const started = await start();
    await new Client(started, { 'x-user': 'ada' }).get('/mine/everyone');
    expect((await new Client(started).get('/mine/everyone', { 'if-none-match': '*' })).status).toBe(403);
  });

  it('may be the same for everyone', async () => {
    const started = await start();
    await new Client(started, { 'x-user': 'ada' }).get('/mine/everyone');
    calls = 0;
    const bob = new Client(started, { 'x-user': 'bob' });
    expect([(await bob.get('/mine/everyone', { 'if-none-match': '*' })).status, calls]).toEqual([304, 0]);
  });

  it.each([
    ['nobody', '/mine'],
    ['nobody', '/mine/module'],
    ['ada', '/mine/nobody'],
  ])('is not remembered for nobody: %s on %s', async (user, path) => {
    const client = new Client(await start(), { 'x-user': user });
    await client.get(path);
    calls = 0;
    expect([(await client.get(path, { 'if-none-match': '*' })).status, calls]).toEqual([304, 1]);
  });

  /** Whether the answer to one client is used for the next. */
  async function isShared(path: string, headers: Record<string, string> = {}): Promise<boolean> {
    const clientOf = new Client(running!, headers);
    await clientOf.get(path);
    calls = 0;
    expect((await clientOf.get(path, { 'if-none-match': '*' })).status).toBe(304);
    return calls === 0;
  }

  const warningsAbout = (name: string) =>
    running!.logger.warnings.filter((line) => line.startsWith(`MiddlewareController.${name} `));

  it.each<[string, unknown]>([
    ['an object', { id: 1 }],
    ['an object without a prototype', Object.create(null)],
    ['an array', ['ada']],
    ['an array of none', []],
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['an empty text', ''],
    ['true', true],
    ['false', false],
    ['a symbol', Symbol('ada')],
    ['a function', () => 'ada'],
  ])('is remembered for no client that is %s, and the route is named once', async (_, who) => {
    await start();
    named = who;
    for (const path of ['told', 'later']) {
      expect(await isShared(`/middleware/${path}`)).toBe(false);
      expect(await isShared(`/middleware/${path}`)).toBe(false);
      expect(warningsAbout(path)).toEqual([
        expect.stringMatching(/ is not remembered: .*"rememberFor".* not empty, or a finite number/),
      ]);
    }
    expect(running!.logger.errors).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['a text', 'ada'],
    ['a number', 42],
    ['zero', 0],
    ['a bigint', 2n ** 64n],
  ])('is remembered for a client that is %s', async (_, who) => {
    await start();
    named = who;
    for (const path of ['told', 'later']) expect(await isShared(`/middleware/${path}`)).toBe(true);
    named = 'bob';
    expect(await isShared('/middleware/told')).toBe(true);
    named = undefined;
    expect(await isShared('/middleware/told')).toBe(false);
    expect(running!.logger.warnings).toEqual([]);
  });

  it.each([{ cookie: 'session=ada' }, { authorization: 'Bearer ada' }])(
    'is not remembered where nobody says whose it is: %j',
    async (credentials) => {
      await start();
      expect(await isShared('/middleware', credentials)).toBe(false);
      expect(await isShared('/middleware')).toBe(true);
      // Nor is it answered from what others were sent.
      expect(await isShared('/middleware', credentials)).toBe(false);
      expect(warningsAbout('unsaid')).toEqual([
        expect.stringMatching(/Authorization or Cookie.*"rememberFor: .*'everyone'/),
      ]);
      expect(await isShared('/middleware/everyone', credentials)).toBe(true);
      named = 'ada';
      expect(await isShared('/middleware/told', credentials)).toBe(true);
    },
  );

  it('is not remembered of a user whom no guard found', async () => {
    await start();
    expect(await isShared('/middleware/user')).toBe(false);
    expect(warningsAbout('user')).toHaveLength(1);
  });

  it('leaves routes without a guard alone', async () => {
    const again = await new Client(await start()).known('/public');
    calls = 0;
    expect([(await again()).status, calls]).toEqual([304, 0]);
  });
});

/** A controller of one route, decorated as told. */
function controllerWith(...decorators: (MethodDecorator & ClassDecorator)[] | MethodDecorator[]): Type {
  @Controller('wrong')
  class WrongController {
    route(): unknown {
      return EMPTY;
    }
  }
  const { prototype } = WrongController;
  const descriptor = Object.getOwnPropertyDescriptor(prototype, 'route')!;
  for (const decorate of decorators) (decorate as MethodDecorator)(prototype, 'route', descriptor);
  return WrongController;
}

const remember = { groups };
const GUARDED = /WrongController\.route: it is guarded and remembers, but not for whom.*rememberFor: request/;

const MISTAKES: readonly [string, Type, RegExp, EtagModuleOptions?, Provider?][] = [
  [
    'a guard on the route, and nobody to remember for',
    controllerWith(Get(), ETag({ remember }), UseGuards(UserGuard)),
    GUARDED,
  ],
  [
    'APP_GUARD',
    controllerWith(Get(), Versioned({ remember })),
    GUARDED,
    {},
    { provide: APP_GUARD, useClass: UserGuard },
  ],
  [
    'APP_GUARD of each request',
    controllerWith(Get(), ETag({ remember })),
    GUARDED,
    {},
    { provide: APP_GUARD, useClass: ScopedGuard },
  ],
  ['no groups', controllerWith(Get(), ETag({ remember: {} as never })), /"remember" has no groups.*Name at/],
  ['no group', controllerWith(Get(), ETag({ remember: { groups: [] } })), /"remember" has no groups/],
  ['an empty group', controllerWith(Get(), ETag({ remember: { groups: [''] } })), /"remember" has no groups/],
  ['remember: true', controllerWith(Get(), ETag({ remember: true as never })), /"remember" has no groups/],
  [
    'no ttl to speak of',
    controllerWith(Get(), ETag({ remember: { groups, ttl: 0 } })),
    /"remember" has the ttl 0/,
  ],
  [
    'a ttl that is none',
    controllerWith(Get(), ETag({ remember: { groups, ttl: '1m' as never } })),
    /ttl "1m"\. Give it milliseconds/,
  ],
  [
    'a write that remembers',
    controllerWith(Put(), ETag({ remember })),
    /"remember" stands on a PUT.*@ForgetsTags\(\) here/,
  ],
  [
    'rememberFor alone',
    controllerWith(Get(), ETag({ rememberFor })),
    /"rememberFor" has nothing to remember/,
  ],
  [
    'rememberFor that is none',
    controllerWith(Get(), ETag({ remember, rememberFor: 'me' as never })),
    /"rememberFor" is "me"; it takes a function/,
  ],
  ['@ForgetsTags() of nothing', controllerWith(Post(), ForgetsTags()), /@ForgetsTags\(\) names no groups/],
  [
    '@ForgetsTags() on events',
    controllerWith(Sse(), ForgetsTags('mine')),
    /no response to wait with.*TagMemory\.forget\(\)/,
  ],
];

describe.each(ADAPTERS)('a mistake of the developer, on $name', (adapter) => {
  async function failureOf(
    metadata: ModuleMetadata,
    configure: (app: INestApplication) => unknown = () => undefined,
  ): Promise<string> {
    const started = startApp(metadata, adapter, { configure }).then(async ({ close }) => {
      await close();
      return 'started';
    });
    return started.catch(({ message }: Error) => message);
  }

  it.each(MISTAKES)('is refused at start-up: %s', async (_, controller, message, options = {}, provider) => {
    const failure = await failureOf({
      imports: [EtagModule.forRoot(options)],
      controllers: [controller],
      providers: provider ? [provider] : [],
    });
    expect(failure).toMatch(message);
    expect(failure).toContain('WrongController.route');
  });

  it('is refused at start-up: guards of useGlobalGuards()', async () => {
    const metadata = {
      imports: [EtagModule.forRoot()],
      controllers: [controllerWith(Get(), ETag({ remember }))],
    };
    expect(await failureOf(metadata, (app) => app.useGlobalGuards(new UserGuard()))).toMatch(GUARDED);
    expect(await failureOf(metadata)).toBe('started');
  });

  it.each<[string, object, RegExp]>([
    ['a store that is none', { store: new Map() }, /store has no getMany\(\) and set\(\)\. Give it a Keyv/],
    ['a store that is nothing', { store: null }, /store has no getMany/],
    ['an unknown option', { rememberedTags: { tll: 1 } }, /has no option tll; it takes max, ttl, timeout/],
    [
      'too few entries',
      { rememberedTags: { max: 0 } },
      /rememberedTags\.max is 0; it takes a number, at least 1/,
    ],
    ['a time that is none', { rememberedTags: { ttl: '1m' } }, /rememberedTags\.ttl is '1m'/],
    ['an endless time', { rememberedTags: { timeout: Infinity } }, /rememberedTags\.timeout is Infinity/],
  ])('is refused at start-up: %s', async (_, options, message) => {
    expect(await failureOf({ imports: [EtagModule.forRoot(options)] })).toMatch(message);
  });
});
