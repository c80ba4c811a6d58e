/** The hash of a body is not known before there is one: a write cannot be guarded by it, and is refused at start-up. */
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Controller,
  Delete,
  Get,
  Injectable,
  Patch,
  Post,
  Put,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  type Type,
} from '@nestjs/common';
import * as api from 'nestjs-etag';
import { currentFrom, ETag, IfMatch, NoETag, RequirePrecondition, Versioned } from 'nestjs-etag';
import type { RunningApp } from '../../support/adapters.js';
import { controllerWith } from '../../support/wrong-controller.js';
import { failureOf, send, STAGES } from '../../support/stages.js';

const withIfMatch: MethodDecorator = (target, key) => IfMatch()(target, key, 0);

@Controller('wrong')
@ETag()
class WrongByItsClass {
  @Get() list(): void {}
  @Put(':id') route(): void {}
}

@Controller('beside')
class BesideAGet {
  @Get(':id') @ETag() findOne(): void {}
  @Put(':id') @ETag() route(): void {}
}

const REFUSED: readonly [string, Type, string][] = [
  ['a PUT', controllerWith(Put(), ETag()), 'WrongController.route'],
  ['a PATCH', controllerWith(Patch(), ETag()), 'WrongController.route'],
  ['a DELETE', controllerWith(Delete(), ETag()), 'WrongController.route'],
  ['a PUT with options', controllerWith(Put(), ETag({ hash: 'sha1' })), 'WrongController.route'],
  [
    'a PUT that requires a precondition',
    controllerWith(Put(), ETag(), RequirePrecondition()),
    'WrongController.route',
  ],
  ['a PUT with @IfMatch()', controllerWith(Put(), ETag(), withIfMatch), 'WrongController.route'],
  ['a PUT whose class has it', WrongByItsClass, 'WrongByItsClass.route'],
  ['a PUT beside a GET of the same URL', BesideAGet, 'BesideAGet.route'],
];

@Injectable()
class Things {
  reads = 0;
  writes = 0;
  state: object | null | undefined = { version: 1 };
}

const current = currentFrom(Things, ({ state }) => state as { version: number } | null | undefined);

@Injectable()
class Watches implements NestInterceptor {
  constructor(private readonly things: Things) {}

  intercept(context: ExecutionContext, next: CallHandler) {
    if (context.switchToHttp().getRequest<{ method: string }>().method === 'GET') this.things.reads += 1;
    return next.handle();
  }
}

@Controller('things')
class ThingsController {
  constructor(private readonly things: Things) {}

  @Get(':id') @Versioned() findOne(): unknown {
    this.things.reads += 1;
    return this.things.state;
  }

  @Put(':id') @Versioned({ current }) put(): object {
    return this.write();
  }

  @Put(':id/upsert') @Versioned({ current, creates: true }) upsert(): object {
    return this.write();
  }

  @Patch(':id') @Versioned({ current }) @RequirePrecondition() patch(): object {
    return this.write();
  }

  @Post() @ETag() create(): object {
    return this.write();
  }

  @Put(':id/image') @NoETag() putImage(): object {
    return this.write();
  }

  @Put(':id/conflict') @Versioned({ current }) conflict(): never {
    throw new api.VersionConflictException();
  }

  private write(): object {
    this.things.writes += 1;
    return { version: 2 };
  }
}

/** What tells a client to try again without what protects it. */
const HARMFUL = [
  /\bwithout\b[^.]*\b(pre)?conditions?\b/i,
  /\bwithout\b[^.]*\b(If-[A-Z]\w+|headers?|ETag)\b/i,
  /\b(omit|drop|remove|leave out|leave off|skip)\b[^.]*\b((pre)?conditions?|If-[A-Z]\w+|headers?)\b/i,
  /\bunconditional(ly)?\b/i,
];

describe.each(STAGES)('a write that only a hash of its body could tag, on $name', (stage) => {
  it.each(REFUSED)('%s: is refused at start-up, with both ways out', async (_, controller, route) => {
    const failure = await failureOf(stage.start({ controllers: [controller] }));
    expect(failure).toContain(`${route}: `);
    const line = failure.split('\n').find((each) => each.includes(`${route}: `))!;
    expect(line).toMatch(/@Versioned\b/);
    expect(line).toMatch(/entityHash/);
    expect(line).toMatch(/"?current"?/);
  });

  it('may be a POST, or opt out', async () => {
    const app = await stage.start({ controllers: [ThingsController], providers: [Things] });
    const created = await send(app, 'POST /things');
    const put = await send(app, 'PUT /things/1/image', { 'if-match': '"any"' });
    await app.close();
    expect([created.status, put.status]).toEqual([201, 200]);
  });
});

describe.each(STAGES)('what a refused client is told, on $name', (stage) => {
  let app: RunningApp;
  afterEach(() => app.close());

  const start = async (state: object | null | undefined) => {
    app = await stage.start({
      controllers: [ThingsController],
      providers: [Things],
      configure: (started) => started.useGlobalInterceptors(new Watches(started.get(Things))),
    });
    app.app.get(Things).state = state;
    return app.app.get(Things);
  };

  it.each<[string, object | null | undefined, string, Record<string, string>, number]>([
    ['stale', { version: 1 }, 'PUT /things/1', { 'if-match': '"0"' }, 412],
    ['weak', { version: 1 }, 'PUT /things/1', { 'if-match': 'W/"1"' }, 412],
    ['there already', { version: 1 }, 'PUT /things/1', { 'if-none-match': '*' }, 412],
    ['not there', null, 'PUT /things/1/upsert', { 'if-match': '"1"' }, 412],
    ['not known', undefined, 'PUT /things/1', { 'if-match': '"1"' }, 412],
    ['not known, to be created', undefined, 'PUT /things/1', { 'if-none-match': '*' }, 412],
    ['without a tag', {}, 'PUT /things/1', { 'if-match': '"1"' }, 412],
    ['malformed', { version: 1 }, 'PUT /things/1', { 'if-match': '1' }, 400],
    ['missing', { version: 1 }, 'PATCH /things/1', {}, 428],
    ['in conflict', { version: 1 }, 'PUT /things/1/conflict', {}, 409],
  ])('%s: never to send it without its preconditions', async (_, state, target, headers, status) => {
    const things = await start(state);
    const response = await send(app, target, headers);
    expect([response.status, things.reads, things.writes]).toEqual([status, 0, 0]);
    for (const harmful of HARMFUL) expect(response.text).not.toMatch(harmful);
  });
});

describe('the exceptions of the package', () => {
  const exceptions = Object.entries(api).filter(([name]) => name.endsWith('Exception')) as [
    string,
    new () => Error,
  ][];

  it('are all here', () => {
    expect(exceptions.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        'MalformedPreconditionException',
        'PreconditionFailedException',
        'PreconditionRequiredException',
        'VersionConflictException',
      ]),
    );
  });

  it.each(exceptions)('%s: advises nobody to drop a precondition', (_, Exception) => {
    const { message } = new Exception();
    expect(message.length).toBeGreaterThan(0);
    for (const harmful of HARMFUL) expect(message).not.toMatch(harmful);
  });
});
