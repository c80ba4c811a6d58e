import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  BadGatewayException,
  Controller,
  Get,
  Injectable,
  Logger,
  Param,
  ParseIntPipe,
  Put,
  UseFilters,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  type Type,
} from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import {
  catchError,
  defaultIfEmpty,
  lastValueFrom,
  map,
  of,
  retry,
  tap,
  throwError,
  timeout,
  type Observable,
} from 'rxjs';
import { currentFrom, ETag, EtagModule, Versioned } from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { CatchAll } from '../../support/catch-all.filter.js';
import { request } from '../../support/wire.js';

function around(wrap: (value: Observable<unknown>) => Observable<unknown>): Type<NestInterceptor> {
  @Injectable()
  class Around implements NestInterceptor {
    intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
      return wrap(next.handle());
    }
  }
  return Around;
}

@Injectable()
class Awaiting implements NestInterceptor {
  async intercept(_: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    return of(await lastValueFrom(next.handle()));
  }
}

const logged = new Logger('Interceptor');

/** Interceptors an application may wrap around a route, by the path of the route that has them. */
const WRAPPERS: Record<string, Type<NestInterceptor>> = {
  mapped: around(map((data) => ({ data }))),
  dereferenced: around(map((data) => (data as { name: string }).name.length)),
  'caught-and-mapped': around(catchError(() => throwError(() => new BadGatewayException()))),
  'caught-and-replaced': around(catchError(() => of('fallback'))),
  timed: around(timeout(60_000)),
  logging: around(tap({ error: (error) => logged.error(error) })),
  defaulted: around(defaultIfEmpty('default')),
  awaiting: Awaiting,
  retrying: around(retry(2)),
};

@Injectable()
class Things {
  calls = 0;
  failures = 0;
  readonly thing = { id: 1, version: 3, name: 'thing' };
}

const current = currentFrom(Things, (things) => things.thing);

function wrappedController(path: string, wrapper: Type<NestInterceptor>, where: 'class' | 'method'): Type {
  const onClass = where === 'class' ? UseInterceptors(wrapper) : () => undefined;
  const onMethod = where === 'method' ? UseInterceptors(wrapper) : () => undefined;

  @Controller(`${where}/${path}`)
  @onClass
  class Wrapped {
    constructor(readonly things: Things) {}

    // Decorators run from the bottom: this wrapper comes after ours, and must be around it all the same.
    @onMethod
    @UseFilters(CatchAll)
    @Get(':id')
    @Versioned({ current })
    findOne(@Param('id', ParseIntPipe) id: number): object {
      this.things.calls += id;
      if (this.things.failures > 0) throw new Error(`failure ${(this.things.failures -= 1)}`);
      return this.things.thing;
    }

    @Put(':id')
    @Versioned({ current })
    @UseFilters(CatchAll)
    @onMethod
    update(): object {
      this.things.calls += 1;
      return this.things.thing;
    }

    @Get()
    @ETag()
    list(): object {
      return { name: 'list' };
    }
  }
  Reflect.defineMetadata('design:paramtypes', [Things], Wrapped);
  return Wrapped;
}

const controllers = Object.entries(WRAPPERS).flatMap(([path, wrapper]) => [
  wrappedController(path, wrapper, 'class'),
  wrappedController(path, wrapper, 'method'),
]);

describe.each(ADAPTERS)('a decision made before the handler, on $name', (adapter) => {
  let running: RunningApp;
  let things: Things;

  beforeAll(async () => {
    running = await startApp(
      {
        imports: [EtagModule.forRoot()],
        controllers,
        providers: [Things, { provide: APP_FILTER, useClass: CatchAll }],
      },
      adapter,
    );
    things = running.app.get(Things);
  });
  afterAll(() => running.close());

  const paths = Object.keys(WRAPPERS).flatMap((path) => [`/class/${path}`, `/method/${path}`]);

  it.each(paths)('answers 304 within %s', async (path) => {
    const before = things.calls;
    const { status, headers, body } = await request(running.port, {
      path: `${path}/1`,
      headers: { 'if-none-match': '"3"' },
    });
    expect({ status, etag: headers['etag'], length: body.length }).toEqual({
      status: 304,
      etag: '"3"',
      length: 0,
    });
    expect(things.calls).toBe(before);
  });

  it.each(paths)('answers 412 within %s', async (path) => {
    const before = things.calls;
    const { status, headers, json } = await request(running.port, {
      method: 'PUT',
      path: `${path}/1`,
      headers: { 'if-match': '"2"' },
    });
    expect({ status, etag: headers['etag'] }).toEqual({ status: 412, etag: '"3"' });
    expect(json).toMatchObject({ statusCode: 412, error: 'Precondition Failed' });
    expect(things.calls).toBe(before);
  });

  it.each(paths)('tags what the handler returned, not what %s makes of it', async (path) => {
    const { status, headers } = await request(running.port, { path: `${path}/1`, headers: {} });
    expect({ status, etag: headers['etag'] }).toEqual({ status: 200, etag: '"3"' });
  });

  it.each(paths)('answers 304 from the body that goes out of %s', async (path) => {
    const first = await request(running.port, { path });
    const second = await request(running.port, {
      path,
      headers: { 'if-none-match': first.headers['etag']! },
    });
    expect([first.status, second.status]).toEqual([200, 304]);
  });

  it('serves a route that an interceptor tries again', async () => {
    things.failures = 2;
    const { status, headers } = await request(running.port, { path: '/class/retrying/1' });
    expect([status, headers['etag'], things.failures]).toEqual([200, '"3"', 0]);
  });

  it('leaves other errors to the filters of the application', async () => {
    const { status, json } = await request(running.port, { path: '/method/mapped/abc' });
    expect({ status, json }).toMatchObject({ status: 400, json: { caught: 'all' } });
  });

  it('logs nothing as an error', () => {
    expect(running.logger.errors).toEqual([]);
  });
});
