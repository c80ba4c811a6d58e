/** Whatever a handler returns, whatever stands around it and whatever is asked: the answer is what RFC 9110 says. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  HttpException,
  Put,
  Req,
  StreamableFile,
  UseInterceptors,
  type NestInterceptor,
} from '@nestjs/common';
import { currentFrom, ETag, EtagModule, IfMatch, RequirePrecondition, Versioned } from 'nestjs-etag';
import type { ExpectedVersion } from 'nestjs-etag';
import * as fc from 'fast-check';
import { Readable } from 'node:stream';
import { catchError, lastValueFrom, map, of, tap, throwIfEmpty } from 'rxjs';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { send } from '../../support/stages.js';
import { controllerFrom, type TableRoute } from '../../support/table-routes.js';
import {
  ENTITY,
  expectedOf,
  FALLBACK,
  freshTag,
  isRead,
  STREAMED,
  THROWN,
  type Around,
  type Case,
  type Condition,
  type Result,
  type Route,
} from './oracle.js';

const stream = () => new StreamableFile(Readable.from(STREAMED.split(/(?<= )/)));
const failure = () => new HttpException('no', THROWN);

/** Kinds of handlers, and what each comes to. */
const HANDLERS: Record<string, [Result, () => unknown]> = {
  value: ['entity', () => ENTITY],
  promise: ['entity', async () => ENTITY],
  // oxlint-disable-next-line unicorn/no-thenable -- it is what a query builder is
  thenable: ['entity', () => ({ then: (resolve: (value: object) => void) => resolve(ENTITY) })],
  observable: ['entity', () => of(ENTITY)],
  'promise of an observable': ['entity', async () => of(ENTITY)],
  stream: ['stream', stream],
  'promise of a stream': ['stream', async () => stream()],
  throw: [
    'error',
    () => {
      throw failure();
    },
  ],
  reject: ['error', () => Promise.reject(failure())],
};

const AROUND: Record<Around, NestInterceptor | undefined> = {
  none: undefined,
  map: {
    intercept: (_, next) =>
      next.handle().pipe(map((data: unknown) => (data instanceof StreamableFile ? data : { data }))),
  },
  tap: { intercept: (_, next) => next.handle().pipe(tap(() => undefined)) },
  catchError: { intercept: (_, next) => next.handle().pipe(catchError(() => of(FALLBACK))) },
  throwIfEmpty: { intercept: (_, next) => next.handle().pipe(throwIfEmpty(failure)) },
  lastValueFrom: { intercept: async (_, next) => of(await lastValueFrom(next.handle())) },
  // As Nest's, which knows nothing of writes.
  'cache hit': {
    intercept: (context, next) =>
      context.switchToHttp().getRequest<{ method: string }>().method === 'GET'
        ? of({ ...ENTITY })
        : next.handle(),
  },
};

const current = currentFrom('ENTITY', () => ENTITY);

const ROUTES: Record<Route, readonly MethodDecorator[]> = {
  hash: [ETag()],
  version: [Versioned()],
  current: [Versioned({ current })],
  checked: [Versioned({ current })],
  required: [Versioned({ current }), RequirePrecondition()],
  asserted: [Versioned()],
};

/** Who ran, by what a request calls itself. */
const ran = new Set<string>();

type AnyRequest = { readonly headers: Readonly<Record<string, string | undefined>> };

const pathOf = (...names: string[]) => names.join('/').replaceAll(' ', '-');

function routes(): Record<string, TableRoute> {
  const table: Record<string, TableRoute> = {};
  for (const [handler, [, make]] of Object.entries(HANDLERS)) {
    for (const [around, interceptor] of Object.entries(AROUND)) {
      for (const [route, decorators] of Object.entries(ROUTES)) {
        const asserts = route === 'asserted';
        table[pathOf(handler, around, route)] = {
          ...(!isRead({ route: route as Route }) && { verb: Put }),
          decorators: [...decorators, ...(interceptor ? [UseInterceptors(interceptor)] : [])],
          parameters: asserts ? [Req(), IfMatch()] : [Req()],
          run: (request: AnyRequest, expected?: ExpectedVersion) => {
            if (asserts) void expected!.assert(ENTITY);
            ran.add(request.headers['x-case']!);
            return make();
          },
        };
      }
    }
  }
  return table;
}

function fieldOf(condition: Condition, fresh: string): string | undefined {
  const fields: Record<Condition, string | undefined> = {
    none: undefined,
    fresh: `"some", ${fresh}`,
    weak: `W/${fresh}`,
    other: '"some", W/"other"',
    any: '*',
    junk: 'some',
  };
  return fields[condition];
}

const conditions = fc.constantFrom<Condition>('none', 'none', 'fresh', 'weak', 'other', 'any', 'junk');
const cases = fc
  .record({
    handler: fc.constantFrom(...Object.keys(HANDLERS)),
    around: fc.constantFrom(...(Object.keys(AROUND) as Around[])),
    route: fc.constantFrom(...(Object.keys(ROUTES) as Route[])),
    ifMatch: conditions,
    ifNoneMatch: conditions,
  })
  // What a handler's own assert() throws goes through the application's interceptors, one of which makes a value of it.
  .filter(({ around, route }) => !(route === 'asserted' && around === 'catchError'));

describe.each(ADAPTERS)('every kind of handler under every interceptor, on $name', (adapter) => {
  let app: RunningApp;
  let requests = 0;
  beforeAll(async () => {
    app = await startApp(
      {
        imports: [EtagModule.forRoot()],
        controllers: [controllerFrom('cases', routes())],
        providers: [{ provide: 'ENTITY', useValue: ENTITY }],
      },
      adapter,
    );
  });
  afterAll(() => app.close());

  async function seenOf(asked: Case & { readonly handler: string }) {
    const id = `case ${(requests += 1)}`;
    const fresh = freshTag(asked);
    const response = await send(
      app,
      `${isRead(asked) ? 'GET' : 'PUT'} /cases/${pathOf(asked.handler, asked.around, asked.route)}`,
      {
        'x-case': id,
        'if-match': fieldOf(asked.ifMatch, fresh),
        'if-none-match': fieldOf(asked.ifNoneMatch, fresh),
      },
    );
    return { response, ran: ran.delete(id) };
  }

  it('is answered as an oracle says', async () => {
    const property = fc.asyncProperty(cases, async (drawn) => {
      const asked = { ...drawn, result: HANDLERS[drawn.handler]![0] };
      const { status, etag, ran: runs } = expectedOf(asked);
      const { response, ran: hasRun } = await seenOf(asked);
      const seen = { status: response.status, ran: hasRun };
      expect(seen).toEqual({ status, ran: runs });
      if (etag !== undefined) expect(response.headers['etag'] ?? null).toBe(etag);
      if (status === 304) expect(response.body.length).toBe(0);
      if (status === 428) expect(response.headers['cache-control']).toBe('no-store');
    });
    await fc.assert(property, { numRuns: 1_000 });
  });

  it('has every status in it', () => {
    const statuses = new Set(
      fc.sample(cases, 2_000).map((drawn) => {
        const result = HANDLERS[drawn.handler]![0];
        return expectedOf({ ...drawn, result }).status;
      }),
    );
    expect([...statuses].toSorted()).toEqual([200, 304, 400, 412, 418, 428]);
  });
});
