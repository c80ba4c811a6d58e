/** 400, 412 and 428 are exceptions: the filters of the application shape them, and ours answers where none does. */
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Catch,
  Controller,
  Get,
  HttpException,
  Injectable,
  NotFoundException,
  PreconditionFailedException as NestPreconditionFailedException,
  Put,
  Scope,
  UseFilters,
  type ArgumentsHost,
  type ExceptionFilter,
  type Type,
} from '@nestjs/common';
import { APP_FILTER, BaseExceptionFilter } from '@nestjs/core';
import {
  currentFrom,
  ETag,
  IfMatch,
  PreconditionFailedException,
  RequirePrecondition,
  Versioned,
  type ExpectedVersion,
} from 'nestjs-etag';
import { createHash } from 'node:crypto';
import type { RunningApp } from '../../support/adapters.js';
import type { WireResponse } from '../../support/wire.js';
import { NOTHING, send, STAGES, type AnyResponse, type Given } from '../../support/stages.js';

/** What a filter is given, and finds in the response it is given. */
function shape(exception: HttpException, host: ArgumentsHost): void {
  const response = host.switchToHttp().getResponse<AnyResponse>();
  response.status(exception.getStatus()).send({
    shaped: exception.constructor.name,
    etag: response.getHeader('etag') ?? null,
    cacheControl: response.getHeader('cache-control') ?? null,
  });
}

@Catch(PreconditionFailedException)
class CatchesOurs implements ExceptionFilter {
  catch = shape;
}

@Catch(NestPreconditionFailedException)
class CatchesNests implements ExceptionFilter {
  catch = shape;
}

@Catch(HttpException)
class CatchesHttp implements ExceptionFilter {
  catch = shape;
}

@Catch()
class CatchesAll implements ExceptionFilter {
  catch = shape;
}

@Catch(NotFoundException)
class CatchesOther implements ExceptionFilter {
  catch = shape;
}

/** What there is to catch, and which of the statuses it is. */
const FILTERS: readonly [Type<ExceptionFilter>, readonly number[]][] = [
  [CatchesOurs, [412]],
  [CatchesNests, [412]],
  [CatchesHttp, [400, 412, 428]],
  [CatchesAll, [400, 412, 428]],
  [CatchesOther, []],
];

const NO_STORE = 'no-store';
const LIST = { name: 'list' };
const LIST_TAG = `"${createHash('sha256').update(JSON.stringify(LIST)).digest('base64url')}"`;

interface Case {
  readonly target: string;
  readonly headers: Record<string, string>;
  readonly status: number;
  readonly exception: string;
  readonly etag?: string;
  readonly cacheControl?: string;
}

const FAILED = { status: 412, exception: 'PreconditionFailedException' };
const MALFORMED = { status: 400, exception: 'MalformedPreconditionException' };

const CASES: Record<string, Case> = {
  '400, before the handler': { target: 'PUT /things/1', headers: { 'if-match': 'v1' }, ...MALFORMED },
  '400, on sending': { target: 'GET /things', headers: { 'if-match': 'v1' }, ...MALFORMED },
  '412, before the handler': {
    target: 'PUT /things/1',
    headers: { 'if-match': '"2"' },
    ...FAILED,
    etag: '"3"',
  },
  '412 of a read, before the handler': {
    target: 'GET /things/1',
    headers: { 'if-match': '"2"' },
    ...FAILED,
    etag: '"3"',
  },
  '412 of If-None-Match': {
    target: 'PUT /things/1',
    headers: { 'if-none-match': '*' },
    ...FAILED,
    etag: '"3"',
  },
  '412, asserted': {
    target: 'PUT /things/1/asserted',
    headers: { 'if-match': '"2"' },
    ...FAILED,
    etag: '"3"',
  },
  '412, on sending': { target: 'GET /things', headers: { 'if-match': '"2"' }, ...FAILED, etag: LIST_TAG },
  '428, before the handler': {
    target: 'PUT /things/1',
    headers: {},
    status: 428,
    exception: 'PreconditionRequiredException',
    cacheControl: NO_STORE,
  },
};

@Injectable()
class Things {
  writes = 0;
  readonly current = { id: 1, version: 3 };
}

const current = currentFrom(Things, (things) => things.current);

function thingsController(onClass = NOTHING, onMethod = NOTHING): Type {
  @Controller('things')
  @onClass
  class ThingsController {
    constructor(private readonly things: Things) {}

    @Get()
    @onMethod
    @ETag()
    list(): object {
      return LIST;
    }

    @Get(':id')
    @Versioned({ current })
    @onMethod
    findOne(): object {
      return this.things.current;
    }

    @Put(':id')
    @onMethod
    @Versioned({ current })
    @RequirePrecondition()
    update(): object {
      this.things.writes += 1;
      return this.things.current;
    }

    @Put(':id/asserted')
    @Versioned()
    @onMethod
    async asserted(@IfMatch() expected: ExpectedVersion): Promise<object> {
      await expected.assert(this.things.current);
      this.things.writes += 1;
      return this.things.current;
    }
  }
  Reflect.defineMetadata('design:paramtypes', [Things], ThingsController);
  return ThingsController;
}

function given(controller = thingsController(), more: Given = {}): Given {
  return { ...more, controllers: [controller], providers: [Things, ...(more.providers ?? [])] };
}

/** Where an application registers a filter. */
const SCOPES: Record<string, (filter: Type<ExceptionFilter>) => Given> = {
  'app.useGlobalFilters()': (filter) =>
    given(undefined, { configure: (app) => app.useGlobalFilters(new filter()) }),
  APP_FILTER: (filter) => given(undefined, { providers: [{ provide: APP_FILTER, useClass: filter }] }),
  'APP_FILTER, request-scoped': (filter) =>
    given(undefined, { providers: [{ provide: APP_FILTER, useClass: filter, scope: Scope.REQUEST }] }),
  '@UseFilters(Class) on the class': (filter) => given(thingsController(UseFilters(filter))),
  '@UseFilters(instance) on the class': (filter) => given(thingsController(UseFilters(new filter()))),
  '@UseFilters(Class) on the method': (filter) => given(thingsController(NOTHING, UseFilters(filter))),
  '@UseFilters(instance) on the method': (filter) =>
    given(thingsController(NOTHING, UseFilters(new filter()))),
};

const TABLE = Object.entries(SCOPES).flatMap(([scope, of]) =>
  FILTERS.map(([filter, statuses]) => ({ scope, filter, catches: filter.name, statuses, of })),
);

describe.each(STAGES)('a filter of the application, on $name', (stage) => {
  let app: RunningApp;
  afterEach(() => app.close());

  async function outcomes(outcomeOf: (response: WireResponse, asked: Case) => unknown): Promise<object> {
    const entries: [string, unknown][] = [];
    for (const [name, asked] of Object.entries(CASES)) {
      entries.push([name, outcomeOf(await send(app, asked.target, asked.headers), asked)]);
    }
    return Object.fromEntries(entries);
  }

  /** What is to be seen in the response, whoever shapes it. */
  function fieldsOf({ status, headers }: WireResponse): object {
    return { status, etag: headers['etag'], cacheControl: headers['cache-control'] };
  }

  it.each(TABLE)(
    '$scope, $catches: shapes what it catches, and nothing else',
    async ({ of, filter, statuses }) => {
      app = await stage.start(of(filter));
      const seen = await outcomes((response) => ({ ...fieldsOf(response), body: response.json }));
      const expected = Object.entries(CASES).map(([name, { status, exception, etag, cacheControl }]) => {
        const shaped = { shaped: exception, etag: etag ?? null, cacheControl: cacheControl ?? null };
        const body = statuses.includes(status) ? shaped : expect.objectContaining({ statusCode: status });
        return [name, { status, etag, cacheControl, body }];
      });
      expect(seen).toEqual(Object.fromEntries(expected));
      expect(app.app.get(Things).writes).toBe(0);
    },
  );

  it.each([
    [
      'app.useGlobalFilters()',
      given(undefined, {
        configure: (started) => started.useGlobalFilters(new BaseExceptionFilter(started.getHttpAdapter())),
      }),
    ],
    ['APP_FILTER', given(undefined, { providers: [{ provide: APP_FILTER, useClass: BaseExceptionFilter }] })],
  ])('%s: may leave the body to Nest', async (_, starting) => {
    app = await stage.start(starting);
    const seen = await outcomes((response) => ({ ...fieldsOf(response), body: response.json }));
    const expected = Object.entries(CASES).map(([name, { status, etag, cacheControl }]) => {
      const body = expect.objectContaining({ statusCode: status, message: expect.any(String) });
      return [name, { status, etag, cacheControl, body }];
    });
    expect(seen).toEqual(Object.fromEntries(expected));
  });

  it('may choose another status, and the fields stay', async () => {
    @Catch(PreconditionFailedException)
    class Conflict implements ExceptionFilter {
      catch(_: unknown, host: ArgumentsHost): void {
        host.switchToHttp().getResponse<AnyResponse>().status(409).send({ mine: true });
      }
    }
    app = await stage.start(given(undefined, { providers: [{ provide: APP_FILTER, useClass: Conflict }] }));
    const seen = await outcomes((response) => fieldsOf(response));
    const expected = Object.entries(CASES).map(([name, { status, etag, cacheControl }]) => [
      name,
      { status: status === 412 ? 409 : status, etag, cacheControl },
    ]);
    expect(seen).toEqual(Object.fromEntries(expected));
  });

  it('is not asked for a 304, which is no error', async () => {
    const asked: unknown[] = [];
    @Catch()
    class Counts implements ExceptionFilter {
      catch(exception: HttpException, host: ArgumentsHost): void {
        asked.push(exception);
        shape(exception, host);
      }
    }
    app = await stage.start(given(thingsController(UseFilters(Counts), UseFilters(Counts))));
    const before = await send(app, 'GET /things/1', { 'if-none-match': '"3"' });
    const onSending = await send(app, 'GET /things', { 'if-none-match': LIST_TAG });
    expect([before.status, onSending.status]).toEqual([304, 304]);
    expect(asked).toEqual([]);
  });

  it.each<['nest' | 'problem', RegExp]>([
    ['nest', /^application\/json/],
    ['problem', /^application\/problem\+json/],
  ])('that is not there leaves the body to ours, in the form %s', async (errors, type) => {
    app = await stage.start(given(undefined, { options: { errors } }));
    const seen = await outcomes((response) => ({
      ...fieldsOf(response),
      type: response.headers['content-type'],
      body: response.json,
    }));
    const expected = Object.entries(CASES).map(([name, { status, etag, cacheControl }]) => {
      const body =
        errors === 'nest'
          ? { statusCode: status, message: expect.any(String), error: expect.any(String) }
          : {
              type: expect.stringMatching(/errors\.md#[a-z-]+$/),
              status,
              title: expect.any(String),
              detail: expect.any(String),
            };
      return [name, { status, etag, cacheControl, type: expect.stringMatching(type), body }];
    });
    expect(seen).toEqual(Object.fromEntries(expected));
    expect(app.logger.errors).toEqual([]);
  });
});
