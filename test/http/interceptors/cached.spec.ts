/** An interceptor that answers in the handler's place, as Nest's CacheInterceptor does: a hit is what a miss was. */
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Controller,
  ForbiddenException,
  Get,
  Header,
  Injectable,
  Put,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  type Type,
} from '@nestjs/common';
import {
  CacheControl,
  currentFrom,
  ETag,
  IfMatch,
  LastModified,
  Versioned,
  type EtagModuleOptions,
  type ExpectedVersion,
} from 'nestjs-etag';
import { createHash } from 'node:crypto';
import { map, of, tap, throwError, type Observable } from 'rxjs';
import type { RunningApp } from '../../support/adapters.js';
import type { WireResponse } from '../../support/wire.js';
import { send, STAGES, type AnyResponse } from '../../support/stages.js';

/** Nest's own is a package that is not installed here. This one answers a hit, and stores a miss, as it does. */
@Injectable()
class CacheInterceptor implements NestInterceptor {
  private readonly entries = new Map<string, unknown>();

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<{ method: string; url: string }>();
    if (request.method !== 'GET') return next.handle();
    const response = context.switchToHttp().getResponse<AnyResponse>();
    const cached = this.entries.get(request.url);
    response.header('X-Cache', cached === undefined ? 'MISS' : 'HIT');
    if (cached !== undefined && cached !== null) return of(cached);
    return next.handle().pipe(tap((value) => this.entries.set(request.url, value)));
  }
}

/** Never asks the handler. */
function answersWith(value: unknown): Type<NestInterceptor> {
  @Injectable()
  class Answers implements NestInterceptor {
    intercept(): Observable<unknown> {
      return of(value);
    }
  }
  return Answers;
}

@Injectable()
class Things {
  ran = 0;
  thing = { id: 1, version: 3, name: 'thing', at: new Date('2024-05-01T12:00:00Z') };
}

const current = currentFrom(Things, (things) => things.thing);
const PRIVATE = CacheControl({ private: true, maxAge: 60 });
const vary = ['Accept-Language'];

@Injectable()
abstract class Routes {
  constructor(protected readonly things: Things) {}

  @Get('hashed') @ETag({ vary }) @PRIVATE hashed() {
    return this.run();
  }

  @Get('weakly-hashed') @ETag({ vary, weak: true }) @PRIVATE weak() {
    return this.run();
  }

  @Get('made') @ETag({ tag: (thing: Things['thing']) => `v${thing.version}`, vary }) @PRIVATE made() {
    return this.run();
  }

  @Get('made-later')
  @ETag({ tag: async (thing: Things['thing']) => `v${thing.version}`, vary })
  @PRIVATE
  madeLater() {
    return this.run();
  }

  @Get('versioned') @Versioned({ vary, lastModified: 'at' }) @PRIVATE versioned() {
    return this.run();
  }

  @Get('listed') @Versioned({ vary }) @PRIVATE listed() {
    return [this.run()];
  }

  @Get('looked-up') @Versioned({ current, vary, lastModified: 'at' }) @PRIVATE lookedUp() {
    return this.run();
  }

  @Get('dated') @LastModified('at') @PRIVATE dated() {
    return this.run();
  }

  @Get('undecorated') @Header('Cache-Control', 'private, max-age=60') undecorated() {
    return this.run();
  }

  private run() {
    this.things.ran += 1;
    return this.things.thing;
  }
}

@Controller('cached')
@UseInterceptors(CacheInterceptor)
class CachedController extends Routes {}

const THING = { id: 1, version: 3, name: 'thing', at: new Date('2024-05-01T12:00:00Z') };

@Controller('answered')
@UseInterceptors(answersWith(THING))
class AnsweredController extends Routes {}

@Controller('plain')
class PlainController extends Routes {}

@Injectable()
class Denies implements NestInterceptor {
  intercept(): Observable<unknown> {
    return throwError(() => new ForbiddenException());
  }
}

@Controller('written')
class WrittenController {
  constructor(private readonly things: Things) {}

  @Put('answered')
  @UseInterceptors(answersWith({ id: 1, version: 4 }))
  @Versioned({ current })
  answered(): object {
    this.things.ran += 1;
    return this.things.thing;
  }

  @Put('answered-with-nothing')
  @UseInterceptors(answersWith(undefined))
  @Versioned({ current })
  nothing(): object {
    this.things.ran += 1;
    return this.things.thing;
  }

  @Put('answered-untested')
  @UseInterceptors(answersWith({ id: 1, version: 4 }))
  @Versioned()
  untested(@IfMatch() expected: ExpectedVersion): object {
    expected.consume();
    this.things.ran += 1;
    return this.things.thing;
  }

  @Put('denied')
  @UseInterceptors(Denies)
  @Versioned({ current })
  denied(): object {
    this.things.ran += 1;
    return this.things.thing;
  }
}

@Controller('mapped')
@UseInterceptors(CacheInterceptor, {
  intercept: (_, next) => next.handle().pipe(map((data) => ({ data }))),
} satisfies NestInterceptor)
class MappedController extends Routes {}

const ROUTES = [
  'hashed',
  'weakly-hashed',
  'made',
  'made-later',
  'versioned',
  'listed',
  'looked-up',
  'dated',
  'undecorated',
];
const DATED = ['versioned', 'looked-up', 'dated'];

/** All that a client or a cache on the way sees, apart from the clock and the cache's own word. */
function seen({ status, headers, text }: WireResponse): object {
  const { date: _, connection: __, 'keep-alive': ___, 'x-cache': ____, ...fields } = headers;
  return { status, fields, text };
}

describe.each(STAGES)('an interceptor that answers in the place of the handler, on $name', (stage) => {
  let app: RunningApp;
  let things: Things;
  afterEach(() => app.close());

  async function start(options: EtagModuleOptions = { auto: true }): Promise<void> {
    app = await stage.start({
      options,
      controllers: [
        CachedController,
        AnsweredController,
        PlainController,
        WrittenController,
        MappedController,
      ],
      providers: [Things],
    });
    things = app.app.get(Things);
  }

  it.each(ROUTES)('%s: a hit has every field of the miss, and of a route without a cache', async (route) => {
    await start();
    const plain = await send(app, `GET /plain/${route}`);
    const miss = await send(app, `GET /cached/${route}`);
    const hit = await send(app, `GET /cached/${route}`);
    expect([miss.headers['x-cache'], hit.headers['x-cache'], things.ran]).toEqual(['MISS', 'HIT', 2]);
    expect(seen(miss)).toEqual(seen(plain));
    expect(seen(hit)).toEqual(seen(miss));
    const { etag, 'cache-control': cacheControl, vary: varies } = hit.headers;
    expect(cacheControl?.split(', ').toSorted()).toEqual(['max-age=60', 'private']);
    if (route !== 'dated') expect(etag).toMatch(/^(W\/)?"[^"]+"$/);
    if (route !== 'dated' && route !== 'undecorated') expect(varies).toMatch(/accept-language/i);
  });

  it.each(ROUTES)('%s: HEAD is answered as GET', async (route) => {
    await start();
    const { headers } = await send(app, `GET /cached/${route}`);
    const head = await send(app, `HEAD /cached/${route}`);
    expect([head.status, head.headers['etag'], head.body.length]).toEqual([200, headers['etag'], 0]);
  });

  it.each(ROUTES.filter((route) => route !== 'dated'))('%s: a hit is 304 as a miss is', async (route) => {
    await start();
    const { etag } = (await send(app, `GET /plain/${route}`)).headers;
    const headers = { 'if-none-match': etag };
    const plain = await send(app, `GET /plain/${route}`, headers);
    await send(app, `GET /cached/${route}`);
    const hit = await send(app, `GET /cached/${route}`, headers);
    expect([hit.status, hit.headers['x-cache'], hit.body.length]).toEqual([304, 'HIT', 0]);
    expect(seen(hit)).toEqual(seen(plain));
    const other = await send(app, `GET /cached/${route}`, { 'if-none-match': '"other"' });
    expect([other.status, other.headers['etag']]).toEqual([200, etag]);
    expect((await send(app, `GET /cached/${route}`, { 'if-none-match': '*' })).status).toBe(304);
  });

  it.each(DATED)('%s: a hit is 304 by its date', async (route) => {
    await start();
    const headers = { 'if-modified-since': 'Wed, 01 May 2024 12:00:00 GMT' };
    const plain = await send(app, `GET /plain/${route}`, headers);
    await send(app, `GET /cached/${route}`);
    const hit = await send(app, `GET /cached/${route}`, headers);
    expect([hit.status, hit.headers['x-cache'], hit.body.length]).toEqual([304, 'HIT', 0]);
    expect(seen(hit)).toEqual(seen(plain));
  });

  it.each(ROUTES.filter((route) => route !== 'dated' && route !== 'weakly-hashed'))(
    '%s: a hit is 412 and 400 as a miss is',
    async (route) => {
      await start();
      const { etag } = (await send(app, `GET /cached/${route}`)).headers;
      const stale = await send(app, `GET /cached/${route}`, { 'if-match': '"other"' });
      expect([stale.status, stale.headers['etag']]).toEqual([412, etag]);
      expect((await send(app, `GET /cached/${route}`, { 'if-match': etag })).status).toBe(200);
      expect((await send(app, `GET /cached/${route}`, { 'if-match': 'other' })).status).toBe(400);
    },
  );

  it.each(ROUTES)('%s: a 304 leaves nothing in the cache that is no content', async (route) => {
    await start();
    const plain = await send(app, `GET /plain/${route}`);
    const { etag } = plain.headers;
    const first = await send(app, `GET /cached/${route}`, { 'if-none-match': etag ?? '*' });
    expect(first.status).toBe(304);
    for (const _ of [1, 2]) expect(seen(await send(app, `GET /cached/${route}`))).toEqual(seen(plain));
  });

  it.each(ROUTES)('%s: the tag is that of what the cache has, not of what there is by now', async (route) => {
    await start();
    const old = await send(app, `GET /cached/${route}`);
    things.thing = { ...things.thing, version: 4, name: 'changed', at: new Date('2024-05-02T12:00:00Z') };
    const plain = await send(app, `GET /plain/${route}`);
    expect(seen(plain)).not.toEqual(seen(old));
    expect(seen(await send(app, `GET /cached/${route}`))).toEqual(seen(old));
    // The content it has is not that of the new tag: a client that has the new one is sent the old.
    if (route === 'dated' || route === 'looked-up') return;
    const newer = await send(app, `GET /cached/${route}`, { 'if-none-match': plain.headers['etag'] });
    expect([newer.status, newer.headers['etag']]).toEqual([200, old.headers['etag']]);
  });

  it.each(ROUTES.filter((route) => route !== 'listed'))(
    '%s: a value of an interceptor is tagged as that of the handler',
    async (route) => {
      await start();
      const plain = await send(app, `GET /plain/${route}`);
      things.ran = 0;
      const answered = await send(app, `GET /answered/${route}`);
      expect(seen(answered)).toEqual(seen(plain));
      const { etag } = plain.headers;
      if (etag === undefined) return;
      const again = await send(app, `GET /answered/${route}`, { 'if-none-match': etag });
      expect([again.status, again.headers['etag'], things.ran]).toEqual([304, etag, 0]);
    },
  );

  it.each(ROUTES)('%s: a hit of what was made of the entity has no tag of other bytes', async (route) => {
    await start();
    const miss = await send(app, `GET /mapped/${route}`);
    const hit = await send(app, `GET /mapped/${route}`);
    expect([hit.status, hit.text]).toEqual([200, miss.text]);
    // The entity is not there to be looked at: the tag of the miss, or none.
    expect([miss.headers['etag'], undefined]).toContain(hit.headers['etag']);
    const hash = `"${createHash('sha256').update(hit.body).digest('base64url')}"`;
    if (route === 'hashed' || route === 'undecorated') expect(hit.headers['etag']).toBe(hash);
  });

  it.each(['answered', 'answered-with-nothing', 'answered-untested'])(
    'PUT %s: a conditional write that nobody tested is an error, and is not run',
    async (route) => {
      await start({ onUnguardedWrite: 'error' });
      for (const headers of [
        { 'if-match': '"3"' },
        { 'if-match': '"2"' },
        { 'if-none-match': '*' },
        { 'if-match': '*' },
      ]) {
        app.logger.clear();
        expect((await send(app, `PUT /written/${route}`, headers)).status).toBe(500);
        expect(app.logger.errors.join()).toMatch(
          /WrittenController\.\w+.*nothing evaluated the preconditions/,
        );
      }
      expect(things.ran).toBe(0);
    },
  );

  it('PUT: by default that is an error in development and test, and a word in the log in production', async () => {
    await start({});
    expect((await send(app, 'PUT /written/answered', { 'if-match': '"3"' })).status).toBe(500);
    await app.close();
    await start({ onUnguardedWrite: 'warn' });
    expect((await send(app, 'PUT /written/answered', { 'if-match': '"3"' })).status).toBe(200);
    expect(app.logger.errors.join()).toContain('nothing evaluated the preconditions');
    expect(things.ran).toBe(0);
  });

  it.each(['answered', 'answered-untested'])(
    'PUT %s: an unconditional write is let through',
    async (route) => {
      await start();
      expect((await send(app, `PUT /written/${route}`)).json).toEqual({ id: 1, version: 4 });
      expect([things.ran, app.logger.errors]).toEqual([0, []]);
    },
  );

  it('PUT: an error of an interceptor is its own', async () => {
    await start();
    const denied = await send(app, 'PUT /written/denied', { 'if-match': '"3"' });
    expect([denied.status, things.ran, app.logger.errors]).toEqual([403, 0, []]);
  });
});
