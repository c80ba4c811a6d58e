/** One list of routes, without an interceptor of the application and with one around: the answers are the same bytes. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Delete,
  Header,
  HttpCode,
  HttpException,
  Patch,
  Post,
  Put,
  Redirect,
  Render,
  Res,
  StreamableFile,
  UseInterceptors,
} from '@nestjs/common';
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
  type ExpectedVersion,
} from 'nestjs-etag';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { ADAPTERS, startApp, type Adapter, type RunningApp } from '../../support/adapters.js';
import { LOOKS_ON, send, type AnyResponse } from '../../support/stages.js';
import { controllerFrom, type TableRoute } from '../../support/table-routes.js';
import type { WireResponse } from '../../support/wire.js';
import { FAILURES, KINDS, THING } from '../../http/handlers/kinds.js';

const current = currentFrom('THINGS', () => THING);
const DATE = 'Wed, 01 May 2024 12:00:00 GMT';

/** What is sent to each route, with its fresh tag in it. */
const CONDITIONS: Record<string, (fresh: string) => Record<string, string>> = {
  none: () => ({}),
  'a fresh If-None-Match': (fresh) => ({ 'if-none-match': fresh }),
  'another If-None-Match': () => ({ 'if-none-match': '"other"' }),
  'If-None-Match: *': () => ({ 'if-none-match': '*' }),
  'a fresh If-Match': (fresh) => ({ 'if-match': fresh }),
  'a stale If-Match': () => ({ 'if-match': '"stale"' }),
  'If-Match: *': () => ({ 'if-match': '*' }),
  'an If-Match that is none': () => ({ 'if-match': 'stale' }),
  'If-Modified-Since': () => ({ 'if-modified-since': DATE }),
  'If-Unmodified-Since': () => ({ 'if-unmodified-since': 'Tue, 30 Apr 2024 12:00:00 GMT' }),
};

/** Statuses by those conditions, in their order. */
type Statuses = readonly number[];

interface Row extends TableRoute {
  readonly method?: string;
  /** The tag to be fresh with, where the plain response shows none. */
  readonly fresh?: string;
  /** What is right; nothing where only sameness is. */
  readonly statuses?: Statuses;
}

const READ: Statuses = [200, 304, 200, 304, 200, 412, 200, 400, 200, 200];
const DATED: Statuses = [200, 304, 200, 304, 200, 412, 200, 400, 304, 412];
const WRITE: Statuses = [200, 412, 200, 412, 200, 412, 200, 400, 200, 200];
const REQUIRED: Statuses = [428, 412, 200, 412, 200, 412, 200, 400, 428, 428];
const all = (status: number): Statuses => Array.from({ length: 10 }, () => status);

/** Each kind of value, by each way to its tag. */
function readsOf(kind: string): Record<string, Row> {
  const run = () => KINDS[kind]!(kind);
  const path = kind.replaceAll(' ', '-');
  return {
    [`hash/${path}`]: { decorators: [ETag()], run, statuses: READ },
    [`function/${path}`]: { decorators: [ETag(() => 'v3')], run, statuses: READ },
    [`later/${path}`]: { decorators: [ETag(async () => 'v3')], run, statuses: READ },
    [`version/${path}`]: { decorators: [Versioned({ lastModified: 'at' })], run, statuses: DATED },
    [`current/${path}`]: { decorators: [Versioned({ current })], run, statuses: READ },
  };
}

function failuresOf(kind: string): Record<string, Row> {
  const run = () => FAILURES[kind]!();
  const path = kind.replaceAll(' ', '-');
  return {
    [`hash/${path}`]: { decorators: [ETag()], run, fresh: '"3"', statuses: all(418) },
    [`version/${path}`]: { decorators: [Versioned()], run, fresh: '"3"', statuses: all(418) },
    // What `current` decides comes first; the handler is not asked then.
    [`current/${path}`]: {
      decorators: [Versioned({ current })],
      run,
      fresh: '"3"',
      statuses: [418, 304, 418, 304, 418, 412, 418, 400, 418, 418],
    },
  };
}

const put = (decorators: readonly MethodDecorator[], statuses: Statuses, more: Partial<Row> = {}): Row => ({
  verb: Put,
  method: 'PUT',
  decorators,
  run: () => THING,
  fresh: '"3"',
  statuses,
  ...more,
});

const text = () => new StreamableFile(Readable.from(['one ', 'two']), { type: 'text/plain' });

const OTHERS: Record<string, Row> = {
  'stream/hash': { decorators: [ETag()], run: text },
  'stream/function': { decorators: [ETag(() => 's1')], run: text, statuses: READ },
  'stream/later': { decorators: [ETag(async () => 's1')], run: text, statuses: READ },
  'stream/promised': { decorators: [ETag(() => 's1')], run: async () => text(), statuses: READ },
  'stream/current': { decorators: [Versioned({ current })], run: text, fresh: '"3"' },
  'stream/bytes': {
    decorators: [ETag()],
    run: () => new StreamableFile(Buffer.from('some bytes')),
    statuses: READ,
  },
  'iterated/function': {
    decorators: [ETag(() => 's1')],
    run: async function* () {
      yield 'one ';
      yield 'two';
    },
  },
  'plain/text': { decorators: [ETag()], run: () => 'some text', statuses: READ },
  'plain/empty': { decorators: [ETag()], run: () => '', statuses: READ },
  'plain/null': { decorators: [ETag()], run: () => null },
  'plain/nothing': { decorators: [ETag()], run: () => undefined },
  'plain/number': { decorators: [ETag()], run: () => 42 },
  'plain/list': { decorators: [Versioned()], run: () => [THING, THING], statuses: READ },
  'plain/untagged': { decorators: [NoETag()], run: () => THING, statuses: all(200), fresh: '"3"' },
  'plain/dated': { decorators: [LastModified('at')], run: () => THING, fresh: '"3"' },
  'plain/cached': {
    decorators: [ETag(), CacheControl({ private: true, maxAge: 60 })],
    run: () => THING,
    statuses: READ,
  },
  'response/sent': {
    decorators: [ETag()],
    parameters: [Res()],
    run: (response: AnyResponse) => void response.header('Content-Type', 'text/plain').send('sent'),
    statuses: READ,
  },
  'response/sent-later': {
    decorators: [ETag()],
    parameters: [Res()],
    run: async (response: AnyResponse) => {
      await Promise.resolve();
      response.send({ sent: 'later' });
    },
    statuses: READ,
  },
  'response/sent-versioned': {
    decorators: [Versioned({ current })],
    parameters: [Res()],
    run: (response: AnyResponse) => void response.send(THING),
    fresh: '"3"',
  },
  'response/passed-through': {
    decorators: [ETag()],
    parameters: [Res({ passthrough: true })],
    run: (response: AnyResponse) => {
      response.header('X-Mine', 'yes').header('Cache-Control', 'public');
      return THING;
    },
    statuses: READ,
  },
  'response/own-tag': {
    decorators: [ETag()],
    parameters: [Res({ passthrough: true })],
    run: (response: AnyResponse) => {
      response.header('ETag', '"mine"');
      return THING;
    },
    statuses: READ,
  },
  'rendered/hash': { decorators: [ETag(), Render('page.hbs')], run: () => ({ name: 'Ada' }), statuses: READ },
  'rendered/version': {
    decorators: [Versioned(), Render('page.hbs')],
    run: () => ({ name: 'Ada', version: 3 }),
    statuses: READ,
  },
  'redirected/read': {
    decorators: [ETag(), Redirect('/elsewhere', 302)],
    run: () => undefined,
    fresh: '"3"',
    statuses: all(302),
  },
  'redirected/write': put(
    [Versioned({ current }), Redirect('/elsewhere', 303)],
    [303, 412, 303, 412, 303, 412, 303, 400, 303, 303],
  ),
  'headed/read': {
    decorators: [ETag(), Header('Cache-Control', 'max-age=5'), Header('Content-Location', '/here')],
    run: () => THING,
    statuses: READ,
  },
  'coded/created': { decorators: [ETag(), HttpCode(201)], run: () => THING, fresh: '"3"' },
  'coded/empty': { decorators: [Versioned(), HttpCode(204)], run: () => THING, fresh: '"3"' },
  'written/checked': put([Versioned({ current })], WRITE),
  'written/required': put([Versioned({ current }), RequirePrecondition()], REQUIRED),
  'written/asserted': put([Versioned()], WRITE, {
    parameters: [IfMatch()],
    run: async (expected: ExpectedVersion) => {
      await expected.assert(THING);
      return THING;
    },
  }),
  'written/asserted-at-once': put([Versioned()], WRITE, {
    parameters: [IfMatch()],
    run: (expected: ExpectedVersion) => {
      void expected.assert(THING);
      return KINDS['promise of an observable']!('asserted');
    },
  }),
  'written/patched': put([Versioned({ current })], WRITE, { verb: Patch, method: 'PATCH' }),
  'written/deleted': put(
    [Versioned({ current }), HttpCode(204)],
    [204, 412, 204, 412, 204, 412, 204, 400, 204, 204],
    {
      verb: Delete,
      method: 'DELETE',
      run: () => undefined,
    },
  ),
  'written/posted': put([ETag(() => 'v3')], all(201), { verb: Post, method: 'POST', statuses: [] }),
  'written/failing': put([Versioned({ current })], [418, 412, 418, 412, 418, 412, 418, 400, 418, 418], {
    run: () => Promise.reject(new HttpException('no', 418)),
  }),
};

const ROWS: Record<string, Row> = {
  ...Object.assign({}, ...Object.keys(KINDS).map(readsOf)),
  ...Object.assign({}, ...Object.keys(FAILURES).map(failuresOf)),
  ...OTHERS,
};

/** Where an interceptor can stand. */
const PLACES: Record<string, (rows: typeof ROWS) => [ReturnType<typeof controllerFrom>, boolean]> = {
  'on the methods': (rows) => [controllerFrom('rows', withEach(rows, UseInterceptors(LOOKS_ON))), false],
  'on the class': (rows) => [controllerFrom('rows', rows, [UseInterceptors(LOOKS_ON)]), false],
  'around everything': (rows) => [controllerFrom('rows', rows), true],
};

function withEach(rows: typeof ROWS, decorator: MethodDecorator): Record<string, TableRoute> {
  const decorated = ([path, row]: [string, Row]) => [
    path,
    { ...row, decorators: [...(row.decorators ?? []), decorator] },
  ];
  return Object.fromEntries(Object.entries(rows).map(decorated)) as Record<string, TableRoute>;
}

const VIEWS = fileURLToPath(new URL('../../fixtures/views', import.meta.url));

async function start(
  adapter: Adapter,
  controller: ReturnType<typeof controllerFrom>,
  isGlobal: boolean,
): Promise<RunningApp> {
  const providers = [{ provide: 'THINGS', useValue: THING }];
  return startApp({ imports: [EtagModule.forRoot()], controllers: [controller], providers }, adapter, {
    configure: async (app) => {
      if (isGlobal) app.useGlobalInterceptors(LOOKS_ON);
      await adapter.views(app, VIEWS);
    },
  });
}

/** All of a response, apart from the clock. */
function bytesOf({ status, rawHeaders, body }: WireResponse): object {
  const fields: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (!/^date$/i.test(rawHeaders[at]!)) fields.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  }
  return { status, fields, body: body.toString('latin1') };
}

describe.each(ADAPTERS)('answers on $name', (adapter) => {
  let alone: RunningApp;
  const around = new Map<string, RunningApp>();
  beforeAll(async () => {
    alone = await start(adapter, controllerFrom('rows', ROWS), false);
    for (const [place, build] of Object.entries(PLACES))
      around.set(place, await start(adapter, ...build(ROWS)));
  });
  afterAll(async () => {
    await alone.close();
    for (const app of around.values()) await app.close();
  });

  /** By condition, what comes of each. */
  async function answers(app: RunningApp, path: string, row: Row): Promise<Record<string, WireResponse>> {
    const target = `${row.method ?? 'GET'} /rows/${path}`;
    const fresh = row.fresh ?? (await send(app, target)).headers['etag'] ?? '"none"';
    const given: Record<string, WireResponse> = {};
    for (const [name, headers] of Object.entries(CONDITIONS))
      given[name] = await send(app, target, headers(fresh));
    return given;
  }

  it.each(Object.entries(ROWS))(
    '/%s: are right, and the same bytes with an interceptor around',
    async (path, row) => {
      const plain = await answers(alone, path, row);
      const names = Object.keys(CONDITIONS);
      if (row.statuses && row.statuses.length > 0) {
        const statuses = names.map((name) => [name, plain[name]!.status]);
        expect(statuses).toEqual(names.map((name, at) => [name, row.statuses![at]]));
      }
      for (const [place, app] of around) {
        const within = await answers(app, path, row);
        for (const name of names) {
          expect({ place, name, ...bytesOf(within[name]!) }).toEqual({
            place,
            name,
            ...bytesOf(plain[name]!),
          });
        }
      }
    },
  );
});
