/** An exception of the application's is answered as it says; only what no filter of its own catches is a conflict. */
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Catch,
  ConflictException,
  Controller,
  Get,
  HttpException,
  Injectable,
  InternalServerErrorException,
  Post,
  Put,
  Scope,
  ServiceUnavailableException,
  UseFilters,
  type ArgumentsHost,
  type ExceptionFilter,
  type Type,
} from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { currentFrom, ETag, ForgetsTags, IfMatch, Versioned, type ExpectedVersion } from 'nestjs-etag';
import { defer } from 'rxjs';
import type { RunningApp } from '../../support/adapters.js';
import { NOTHING, send, STAGES, type AnyResponse, type Given } from '../../support/stages.js';

/** What databases and their libraries throw. */
const SERIALIZATION = Object.assign(new Error('could not serialize access'), { code: '40001' });
const UNIQUE = Object.assign(new Error('duplicate key value'), { code: '23505' });

/** Library-like errors, told by the names of their classes. */
class OptimisticLockError extends Error {}
class UniqueViolation extends Error {
  readonly code = '23505';
}

/** Exceptions of an application, whose classes are called as those of libraries are, or have their marks. */
class VersionError extends HttpException {}
class SequelizeUniqueConstraintError extends HttpException {}
class OptimisticLockVersionMismatchError extends ConflictException {}
class Named extends HttpException {
  override readonly name = 'VersionError';
}
class Coded extends HttpException {
  readonly code = '40001';
}
class Driven extends HttpException {
  readonly driverError = UNIQUE;
  readonly original = UNIQUE;
}

const cause = { cause: SERIALIZATION };

const OWN: Record<string, HttpException> = {
  'a 503 with a serialization failure as its cause': new ServiceUnavailableException('later', cause),
  'a 500 with a unique violation as its cause': new InternalServerErrorException('no', { cause: UNIQUE }),
  'a 422 with a lock as the cause of its cause': new HttpException('no', 422, {
    cause: new Error('of it', { cause: new OptimisticLockError() }),
  }),
  'a 418 called VersionError': new VersionError('mine', 418),
  'a 418 called SequelizeUniqueConstraintError': new SequelizeUniqueConstraintError('mine', 418),
  'a 409 called OptimisticLockVersionMismatchError': new OptimisticLockVersionMismatchError('mine'),
  'a 418 with that name': new Named('mine', 418),
  'a 418 with that code': new Coded('mine', 418),
  'a 418 around an error of a driver': new Driven('mine', 418),
};

@Injectable()
class Things {
  error: Error = new Error('unset');
  readonly thing = { id: 1, version: 3 };
}

const current = currentFrom(Things, ({ thing }) => thing);

function thingsController(onClass = NOTHING, above = NOTHING, below = NOTHING): Type {
  @Controller('things')
  @onClass
  class ThingsController {
    constructor(private readonly things: Things) {}

    @Get('hashed')
    @above
    @ETag()
    @below
    hashed(): never {
      throw this.things.error;
    }

    @Get('versioned')
    @above
    @Versioned()
    @below
    async versioned(): Promise<never> {
      throw this.things.error;
    }

    @Put('looked-up')
    @above
    @Versioned({ current })
    @below
    lookedUp(): never {
      throw this.things.error;
    }

    @Put('expected')
    @above
    @Versioned()
    @below
    async expected(@IfMatch() expected: ExpectedVersion): Promise<never> {
      expected.consume();
      throw this.things.error;
    }

    @Post('created')
    @above
    @ETag()
    @below
    created(): unknown {
      return defer(() => {
        throw this.things.error;
      });
    }

    @Post('forgetting')
    @above
    @ForgetsTags('things')
    @below
    async forgetting(): Promise<never> {
      throw this.things.error;
    }

    @Post('plain')
    @above
    @below
    plain(): never {
      throw this.things.error;
    }
  }
  Reflect.defineMetadata('design:paramtypes', [Things], ThingsController);
  return ThingsController;
}

const REQUESTS: [string, Record<string, string>][] = [
  ['GET /things/hashed', {}],
  ['GET /things/hashed', { 'if-none-match': '"3"' }],
  ['GET /things/versioned', {}],
  ['GET /things/versioned', { 'if-match': '"3"' }],
  ['PUT /things/looked-up', {}],
  ['PUT /things/looked-up', { 'if-match': '"3"' }],
  ['PUT /things/expected', {}],
  ['PUT /things/expected', { 'if-match': '"3"' }],
  ['PUT /things/expected', { 'if-none-match': '*' }],
  ['POST /things/created', {}],
  ['POST /things/forgetting', {}],
  ['POST /things/plain', {}],
];

/** As applications have it: 422 for what must be unique. */
@Catch(UniqueViolation)
class UniqueFilter implements ExceptionFilter {
  catch(_: UniqueViolation, host: ArgumentsHost): void {
    host.switchToHttp().getResponse<AnyResponse>().status(422).send({ taken: true });
  }
}

function given(controller = thingsController(), more: Given = {}): Given {
  return { ...more, controllers: [controller], providers: [Things, ...(more.providers ?? [])] };
}

const PLACES: [string, () => Given][] = [
  [
    'app.useGlobalFilters()',
    () => given(undefined, { configure: (app) => app.useGlobalFilters(new UniqueFilter()) }),
  ],
  ['APP_FILTER', () => given(undefined, { providers: [{ provide: APP_FILTER, useClass: UniqueFilter }] })],
  [
    'APP_FILTER, request-scoped',
    () =>
      given(undefined, {
        providers: [{ provide: APP_FILTER, useClass: UniqueFilter, scope: Scope.REQUEST }],
      }),
  ],
  ['@UseFilters() on the class', () => given(thingsController(UseFilters(UniqueFilter)))],
  ['@UseFilters() above ours', () => given(thingsController(NOTHING, UseFilters(UniqueFilter)))],
  [
    '@UseFilters() below ours',
    () => given(thingsController(NOTHING, NOTHING, UseFilters(new UniqueFilter()))),
  ],
];

describe.each(STAGES)('an error of the application, on $name', (stage) => {
  let app: RunningApp;
  afterEach(() => app.close());

  async function statuses(error: Error): Promise<unknown[]> {
    app.app.get(Things).error = error;
    const seen: unknown[] = [];
    for (const [target, headers] of REQUESTS) {
      const { status, json } = await send(app, target, headers);
      seen.push([target, headers, status, json]);
    }
    return seen;
  }

  it.each(Object.entries(OWN))('%s: is answered as it says', async (_, error) => {
    app = await stage.start(given());
    const body: unknown = error.getResponse();
    const json = typeof body === 'string' ? { statusCode: error.getStatus(), message: body } : body;
    expect(await statuses(error)).toEqual(
      REQUESTS.map(([target, headers]) => [target, headers, error.getStatus(), json]),
    );
  });

  it.each(PLACES)('is shaped by a filter of the application, by %s', async (_, starting) => {
    app = await stage.start(starting());
    expect(await statuses(new UniqueViolation('duplicate key'))).toEqual(
      REQUESTS.map(([target, headers]) =>
        // What exists, and was to be created: that is the precondition, and it failed (RFC 9110, 13.1.2).
        'if-none-match' in headers && target.startsWith('PUT')
          ? [target, headers, 412, expect.objectContaining({ statusCode: 412 })]
          : [target, headers, 422, { taken: true }],
      ),
    );
  });

  it('is a conflict, where a database says so and no filter of the application has a word on it', async () => {
    app = await stage.start(given());
    const [, , , , ...writes] = await statuses(SERIALIZATION);
    expect(writes.map((each) => (each as unknown[])[2])).toEqual([409, 412, 409, 412, 412, 409, 409, 500]);
  });

  it('is no conflict of a read', async () => {
    app = await stage.start(given());
    const reads = (await statuses(new OptimisticLockError('stale'))).slice(0, 4);
    expect(reads.map((each) => (each as unknown[])[2])).toEqual([500, 500, 500, 500]);
  });
});
