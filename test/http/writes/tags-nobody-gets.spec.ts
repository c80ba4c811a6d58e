/** Where no tag that a client can get is ever accepted by the write of the same URL, the application does not start. */
import { describe, expect, it } from '@jest/globals';
import {
  Controller,
  Delete,
  Get,
  Header,
  Injectable,
  Module,
  Patch,
  Post,
  Put,
  Res,
  Version,
  VersioningType,
  type INestApplication,
  type Type,
} from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import {
  CacheControl,
  currentFrom,
  ETag,
  IfMatch,
  LastModified,
  NoETag,
  RequirePrecondition,
  Versioned,
  type EtagModuleOptions,
} from 'nestjs-etag';
import { failureOf, send, STAGES, type Given } from '../../support/stages.js';

const THING = { id: 1, version: 3, at: new Date('2024-05-01T12:00:00Z') };

@Injectable()
class Things {
  readonly thing = THING;
}

const current = currentFrom(Things, ({ thing }) => thing);
const version = ({ version: of }: typeof THING) => of;
const withIfMatch: MethodDecorator = (target, key) => IfMatch()(target, key, 0);
const withResponse: MethodDecorator = (target, key) => Res({ passthrough: true })(target, key!, 0);

/** A controller of one route, by name, under a path. */
function one(name: string, path: string, ...decorators: readonly MethodDecorator[]): Type {
  const { [name]: controller } = {
    [name]: class {
      route(): object {
        return THING;
      }
    },
  };
  const { prototype } = controller!;
  const descriptor = Object.getOwnPropertyDescriptor(prototype, 'route')!;
  for (const decorate of decorators) decorate(prototype, 'route', descriptor);
  Controller(path)(controller!);
  return controller!;
}

const reads = (...decorators: readonly MethodDecorator[]) =>
  one('Reads', 'things', Get(':id'), ...decorators);
const writes = (...decorators: readonly MethodDecorator[]) => one('Writes', 'things', ...decorators);
const REQUIRED = [Versioned({ current }), RequirePrecondition()] as const;

interface Pair {
  readonly controllers: readonly Type[];
  readonly options?: EtagModuleOptions;
  readonly configure?: (app: INestApplication) => unknown;
  readonly imports?: NonNullable<Given['imports']>;
}

const REFUSED: Record<string, Pair> = {
  'a GET without a tag, and a PUT that needs one': {
    controllers: [reads(), writes(Put(':id'), ...REQUIRED)],
  },
  'the same of a PATCH': { controllers: [reads(), writes(Patch(':id'), ...REQUIRED)] },
  'the same of a DELETE': { controllers: [reads(), writes(Delete(':id'), ...REQUIRED)] },
  'the same by the option of the route': {
    controllers: [reads(), writes(Put(':id'), Versioned({ current, preconditions: 'required' }))],
  },
  'the same by the option of the module': {
    controllers: [reads(), writes(Put(':id'), Versioned({ current }))],
    options: { preconditions: 'required' },
  },
  'the same with @IfMatch()': {
    controllers: [reads(), writes(Put(':id'), Versioned(), withIfMatch, RequirePrecondition())],
  },
  'the same of a function': {
    controllers: [reads(), writes(Put(':id'), ETag({ tag: version, current }), RequirePrecondition())],
  },
  'a GET that is only cached': {
    controllers: [reads(CacheControl({ maxAge: 60 })), writes(Put(':id'), ...REQUIRED)],
  },
  'a GET with the hash of its body, and a PUT that compares versions': {
    controllers: [reads(ETag()), writes(Put(':id'), Versioned({ current }))],
  },
  'the same with a required precondition': { controllers: [reads(ETag()), writes(Put(':id'), ...REQUIRED)] },
  'the same with @IfMatch() alone': {
    controllers: [reads(ETag()), writes(Put(':id'), Versioned(), withIfMatch)],
  },
  'the same of a DELETE with a function': {
    controllers: [reads(ETag()), writes(Delete(':id'), ETag({ tag: version, current }))],
  },
  'a GET that is tagged by auto, and a PUT that needs a version': {
    controllers: [reads(), writes(Put(':id'), ...REQUIRED)],
    options: { auto: true },
  },
  'a GET with a weak tag': {
    controllers: [reads(Versioned({ weak: true })), writes(Put(':id'), Versioned({ current }))],
  },
  'a GET with the version of another column': {
    controllers: [reads(Versioned({ column: 'id' })), writes(Put(':id'), Versioned({ current }))],
  },
  'parameters of other names': {
    controllers: [reads(ETag()), one('Writes', 'things', Put(':thingId'), Versioned({ current }))],
  },
  'a path that is written otherwise': {
    controllers: [reads(ETag()), one('Writes', '/', Put('/things/:id/'), Versioned({ current }))],
  },
  'one of two paths': {
    controllers: [reads(ETag()), writes(Put(['things-of-old/:id', ':id']), Versioned({ current }))],
  },
};

const STARTS: Record<string, Pair> = {
  'a PUT without a GET': { controllers: [writes(Put(':id'), ...REQUIRED)] },
  'a POST that needs a precondition': { controllers: [reads(), writes(Post(':id'), ...REQUIRED)] },
  'a POST that compares versions': {
    controllers: [reads(ETag()), writes(Post(':id'), Versioned({ current }))],
  },
  'a POST with the hash of its body': { controllers: [reads(ETag()), writes(Post(':id'), ETag())] },
  'a GET and a PUT of one kind': { controllers: [reads(Versioned()), writes(Put(':id'), ...REQUIRED)] },
  'a version, and a function that may make the same of it': {
    controllers: [reads(ETag(version)), writes(Put(':id'), ...REQUIRED)],
  },
  'a PUT that compares where it is asked to': {
    controllers: [reads(), writes(Put(':id'), Versioned({ current }))],
  },
  'a PUT that only reports': {
    controllers: [reads(), writes(Put(':id'), Versioned({ current, preconditions: 'report' }))],
  },
  'a PUT that opts out': { controllers: [reads(ETag()), writes(Put(':id'), NoETag())] },
  'a PUT without a decorator': { controllers: [reads(ETag()), writes(Put(':id'))] },
  'a GET that says it has no tag of ours': {
    controllers: [reads(NoETag()), writes(Put(':id'), ...REQUIRED)],
  },
  'a GET that sends a tag of its own': {
    controllers: [reads(Header('ETag', '"3"')), writes(Put(':id'), ...REQUIRED)],
  },
  'a GET that may send a tag of its own': {
    controllers: [reads(withResponse), writes(Put(':id'), ...REQUIRED)],
  },
  'a GET that has a date, and a PUT that compares it': {
    controllers: [
      reads(LastModified('at')),
      writes(Put(':id'), Versioned({ current, lastModified: 'at' }), RequirePrecondition()),
    ],
  },
  'a list beside its items': {
    controllers: [one('Lists', 'things', Get(), ETag()), reads(Versioned()), writes(Put(':id'), ...REQUIRED)],
  },
  'a list alone': { controllers: [one('Lists', 'things', Get(), ETag()), writes(Put(':id'), ...REQUIRED)] },
  'another path': {
    controllers: [reads(), one('Writes', 'things', Put(':id/stock'), ...REQUIRED)],
  },
  'another prefix of the module': {
    controllers: [],
    imports: [
      ...prefixed('old', reads(ETag())),
      ...prefixed('new', writes(Put(':id'), Versioned({ current }))),
    ],
  },
  'another host': {
    controllers: [
      hosted('a.test', reads(ETag())),
      hosted('b.test', writes(Put(':id'), Versioned({ current }))),
    ],
  },
  'another version of the API': {
    controllers: [reads(ETag(), Version('1')), writes(Put(':id'), ...REQUIRED, Version('2'))],
    configure: (app) => app.enableVersioning({ type: VersioningType.URI }),
  },
};

function hosted(host: string, controller: Type): Type {
  Controller({ path: 'things', host })(controller);
  return controller;
}

function prefixed(path: string, controller: Type): NonNullable<Given['imports']> {
  @Module({ controllers: [controller], providers: [Things] })
  class PrefixedModule {}
  return [PrefixedModule, RouterModule.register([{ path, module: PrefixedModule }])];
}

describe.each(STAGES)('a write whose tag no client can get, on $name', (stage) => {
  const starting = ({ controllers, ...pair }: Pair) =>
    stage.start({ ...pair, controllers: [...controllers], providers: [Things] });

  it.each(Object.entries(REFUSED))(
    '%s: is refused at start-up, and both routes are named',
    async (_, pair) => {
      const failure = await failureOf(starting(pair));
      const line = failure.split('\n').find((each) => each.includes('Writes.route'));
      expect(line).toBeDefined();
      expect(line).toContain('Reads.route');
    },
  );

  it.each(Object.entries(STARTS))('%s: starts', async (_, pair) => {
    expect(await failureOf(starting(pair))).toBe('started');
  });

  it('is refused behind a prefix of their modules', async () => {
    const imports = [
      ...prefixed('shop', reads(ETag())),
      ...prefixed('shop', writes(Put(':id'), Versioned({ current }))),
    ];
    const failure = await failureOf(starting({ controllers: [], imports }));
    expect(failure).toContain('Writes.route');
    expect(failure).toContain('Reads.route');
  });

  it('writes in another prefix than their GET are compared on their own', async () => {
    const imports = [
      ...prefixed('read', reads(Versioned({ current }))),
      ...prefixed('written', writes(Put(':id'), ...REQUIRED)),
    ];
    const app = await starting({ controllers: [], imports });
    const { etag } = (await send(app, 'GET /read/things/1')).headers;
    const answers = [
      await send(app, 'PUT /written/things/1', { 'if-match': etag }),
      await send(app, 'PUT /written/things/1', { 'if-match': '"2"' }),
      await send(app, 'PUT /written/things/1'),
      await send(app, 'PUT /read/things/1', { 'if-match': etag }),
    ];
    await app.close();
    expect(etag).toBe('"3"');
    expect(answers.map(({ status }) => status)).toEqual([200, 412, 428, 404]);
  });

  it('names every pair at once', async () => {
    @Controller('cups')
    class Cups {
      @Get(':id') @ETag() read(): void {}
      @Put(':id') @Versioned({ current }) write(): void {}
    }
    @Controller('mugs')
    class Mugs {
      @Get(':id') read(): void {}
      @Delete(':id') @Versioned({ current }) @RequirePrecondition() remove(): void {}
    }
    const failure = await failureOf(starting({ controllers: [Cups, Mugs] }));
    for (const name of ['Cups.read', 'Cups.write', 'Mugs.read', 'Mugs.remove'])
      expect(failure).toContain(name);
  });
});
