/** Whatever interceptors do with an answer they cannot know of, the client gets the 304 or the 412. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  BadGatewayException,
  Catch,
  ConflictException,
  Controller,
  Get,
  Injectable,
  NotFoundException,
  Param,
  ParseIntPipe,
  Put,
  UseFilters,
  UseInterceptors,
  type ArgumentsHost,
  type CallHandler,
  type ExceptionFilter,
  type ExecutionContext,
  type NestInterceptor,
  type Type,
} from '@nestjs/common';
import { currentFrom, ETag, LastModified, PreconditionFailedException, Versioned } from 'nestjs-etag';
import {
  catchError,
  concatWith,
  count,
  defaultIfEmpty,
  first,
  firstValueFrom,
  from,
  isEmpty,
  last,
  lastValueFrom,
  map,
  of,
  retry,
  single,
  startWith,
  tap,
  throwError,
  throwIfEmpty,
  timeout,
  toArray,
  type Observable,
} from 'rxjs';
import { ADAPTERS, type RunningApp } from '../../support/adapters.js';
import { NOTHING, send, STAGES, type AnyResponse } from '../../support/stages.js';

type Wrap = (value: Observable<unknown>) => Observable<unknown> | Promise<Observable<unknown>>;

function around(wrap: Wrap): Type<NestInterceptor> {
  @Injectable()
  class Around implements NestInterceptor {
    intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> | Promise<Observable<unknown>> {
      return wrap(next.handle());
    }
  }
  return Around;
}

/** What applications do around a route, by the path of the route. */
const WRAPS: Record<string, Wrap> = {
  'throws-if-empty': throwIfEmpty(),
  'throws-404-if-empty': throwIfEmpty(() => new NotFoundException()),
  'throws-409-if-empty': throwIfEmpty(() => new ConflictException()),
  'awaits-the-last': async (value) => of(await lastValueFrom(value)),
  'awaits-the-first': async (value) => of(await firstValueFrom(value)),
  'awaits-inside': (value) => from(lastValueFrom(value)),
  first: first(),
  last: last(),
  single: single(),
  count: count(),
  'is-empty': isEmpty(),
  'to-array': toArray(),
  'default-value': defaultIfEmpty('default'),
  'starts-with': startWith('before'),
  'goes-on-with': concatWith(of('behind')),
  'catches-to-a-value': catchError(() => of('fallback')),
  'catches-to-an-error': catchError(() => throwError(() => new BadGatewayException())),
  maps: map((data) => ({ data })),
  dereferences: map((data) => (data as { name: string }).name.length),
  'times-out': timeout(10_000),
  'tries-again': retry(2),
  'empties-and-catches': (value) =>
    value.pipe(
      throwIfEmpty(),
      catchError(() => of('fallback')),
    ),
  'looks-on': tap({ next: () => undefined, error: () => undefined, complete: () => undefined }),
};

@Injectable()
class Things {
  ran = 0;
  readonly current = { id: 1, version: 3, name: 'thing', at: new Date('2024-05-01T12:00:00Z') };
}

const current = currentFrom(Things, (things) => things.current);

@Catch(PreconditionFailedException)
class Shapes implements ExceptionFilter {
  catch(exception: PreconditionFailedException, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<AnyResponse>();
    response.status(exception.getStatus()).send({ shaped: true });
  }
}

function controllerOf(path: string, onClass: ClassDecorator, onMethod: MethodDecorator): Type {
  @Controller(path)
  @onClass
  class WrappedController {
    constructor(private readonly things: Things) {}

    @Get('hashed')
    @ETag()
    @onMethod
    list(): object {
      this.things.ran += 1;
      return { name: 'list' };
    }

    /** Its tag is there a moment after its value. */
    @Get('tagged-later')
    @onMethod
    @ETag({ tag: async ({ version }: Things['current']) => `v${version}` })
    taggedLater(): Observable<object> {
      this.things.ran += 1;
      return of(this.things.current);
    }

    @Get(':id')
    @onMethod
    @Versioned({ current })
    @LastModified('at')
    findOne(@Param('id', ParseIntPipe) _: number): object {
      this.things.ran += 1;
      return this.things.current;
    }

    @Put(':id')
    @Versioned({ current })
    @onMethod
    update(): object {
      this.things.ran += 1;
      return this.things.current;
    }

    @Put(':id/shaped')
    @UseFilters(Shapes)
    @onMethod
    @Versioned({ current })
    shaped(): object {
      this.things.ran += 1;
      return this.things.current;
    }
  }
  Reflect.defineMetadata('design:paramtypes', [Things], WrappedController);
  return WrappedController;
}

const NAMES = Object.keys(WRAPS);
const controllers = NAMES.flatMap((name) => {
  const use = UseInterceptors(around(WRAPS[name]!));
  return [controllerOf(`class/${name}`, use, NOTHING), controllerOf(`method/${name}`, NOTHING, use)];
});
const PATHS = NAMES.flatMap((name) => [`/class/${name}`, `/method/${name}`]);

describe.each(STAGES)('an interceptor of the application, on $name', (stage) => {
  let app: RunningApp;
  let things: Things;
  beforeAll(async () => {
    app = await stage.start({ controllers, providers: [Things] });
    things = app.app.get(Things);
  });
  afterAll(() => app.close());
  beforeEach(() => {
    things.ran = 0;
    app.logger.clear();
  });

  async function outcome(target: string, headers: Record<string, string>): Promise<object> {
    const response = await send(app, target, headers);
    const { status, headers: fields, body } = response;
    return { status, etag: fields['etag'], ran: things.ran, empty: body.length === 0 };
  }

  const notModified = { status: 304, etag: '"3"', ran: 0, empty: true };
  const failed = { status: 412, etag: '"3"', ran: 0, empty: false };

  it.each(PATHS)('%s: 304 of a read', async (path) => {
    expect(await outcome(`GET ${path}/1`, { 'if-none-match': '"3"' })).toEqual(notModified);
    expect(await outcome(`HEAD ${path}/1`, { 'if-none-match': '"3"' })).toEqual(notModified);
    const since = { 'if-modified-since': 'Wed, 01 May 2024 12:00:00 GMT' };
    expect(await outcome(`GET ${path}/1`, since)).toEqual(notModified);
    expect(app.logger.errors).toEqual([]);
  });

  it.each(PATHS)('%s: 412 of a read and of a write', async (path) => {
    expect(await outcome(`GET ${path}/1`, { 'if-match': '"2"' })).toEqual(failed);
    expect(await outcome(`PUT ${path}/1`, { 'if-match': '"2"' })).toEqual(failed);
    expect(await outcome(`PUT ${path}/1`, { 'if-none-match': '*' })).toEqual(failed);
    expect(app.logger.errors).toEqual([]);
  });

  it.each(PATHS)('%s: 412 in the body of a filter of the application', async (path) => {
    const { status, headers, json } = await send(app, `PUT ${path}/1/shaped`, { 'if-match': '"2"' });
    expect({ status, etag: headers['etag'], json, ran: things.ran }).toEqual({
      status: 412,
      etag: '"3"',
      json: { shaped: true },
      ran: 0,
    });
  });

  it.each(PATHS)('%s: the error of a pipe wins', async (path) => {
    const plain = await send(app, `GET ${path}/not-a-number`);
    // An interceptor that catches it makes a 200 of it, which may be a 304 (13.2.1).
    if (plain.status === 200) return;
    const { status } = await send(app, `GET ${path}/not-a-number`, { 'if-none-match': '"3"' });
    expect([status, things.ran]).toEqual([plain.status, 0]);
  });

  it.each(PATHS)('%s: 304 and 412 of the bytes that it sends', async (path) => {
    const full = await send(app, `GET ${path}/hashed`);
    expect([full.status, full.headers['etag']]).toEqual([200, expect.stringMatching(/^"[\w-]{43}"$/)]);
    const etag = full.headers['etag']!;
    const again = await send(app, `GET ${path}/hashed`, { 'if-none-match': etag });
    expect([again.status, again.headers['etag'], again.body.length]).toEqual([304, etag, 0]);
    const stale = await send(app, `GET ${path}/hashed`, { 'if-match': '"stale"' });
    expect([stale.status, stale.headers['etag']]).toEqual([412, etag]);
  });

  it.each(PATHS)('%s: 304 and 412 by a tag that is made later', async (path) => {
    const unchanged = await send(app, `GET ${path}/tagged-later`, { 'if-none-match': '"v3"' });
    expect([unchanged.status, unchanged.headers['etag'], unchanged.body.length]).toEqual([304, '"v3"', 0]);
    const stale = await send(app, `GET ${path}/tagged-later`, { 'if-match': '"v2"' });
    expect([stale.status, stale.headers['etag'], things.ran]).toEqual([412, '"v3"', 2]);
    expect(app.logger.errors).toEqual([]);
  });

  it.each(PATHS)('%s: a write that may happen happens once', async (path) => {
    const { status } = await send(app, `PUT ${path}/1`, { 'if-match': '"3"' });
    expect([status, things.ran]).toEqual([200, 1]);
  });
});

describe.each(ADAPTERS)('two interceptors of the application, on $name', (adapter) => {
  it('see neither the one nor the other what answered', async () => {
    const stage = STAGES.find(({ name }) => name === adapter.name)!;
    const Both = UseInterceptors(
      around(WRAPS['throws-404-if-empty']!),
      around(WRAPS['catches-to-a-value']!),
      around(WRAPS['to-array']!),
    );
    const app = await stage.start({
      controllers: [controllerOf('both', Both, NOTHING)],
      providers: [Things],
    });
    const read = await send(app, 'GET /both/1', { 'if-none-match': '"3"' });
    const write = await send(app, 'PUT /both/1', { 'if-match': '"2"' });
    await app.close();
    expect([read.status, write.status, app.app.get(Things).ran]).toEqual([304, 412, 0]);
  });
});
