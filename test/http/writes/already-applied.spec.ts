import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  All,
  Body,
  Controller,
  Delete,
  Get,
  Injectable,
  Param,
  ParseIntPipe,
  Patch,
  Put,
} from '@nestjs/common';
import { currentFrom, ETag, EtagModule, Versioned, type AlreadyApplied } from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { STAGES } from '../../support/stages.js';
import { controllerWith } from '../../support/wrong-controller.js';
import { request } from '../../support/wire.js';

class Thing {
  constructor(
    readonly version: number,
    readonly name: string,
    readonly tags: readonly string[],
    readonly at: Date,
    readonly pin = '1234',
    readonly size = 10n,
  ) {}
}

@Injectable()
class Things {
  calls = 0;
  thing: Thing | null = null;
}

const current = currentFrom(Things, (things) => things.thing);

@Controller('things')
class ThingsController {
  constructor(private readonly things: Things) {}

  @Patch(':id')
  @Versioned<Thing>({ current, alreadyApplied: ['name', 'tags', 'at', 'size'] })
  change(@Param('id', ParseIntPipe) _: number, @Body() body: object): object {
    this.things.calls += 1;
    return body;
  }

  @Put(':id')
  @Versioned<Thing>({
    current,
    alreadyApplied: async (thing, { body }) => thing.name === (body as Thing).name.toUpperCase(),
  })
  replace(@Body() body: object): object {
    return body;
  }

  @All('all/:id') @Versioned<Thing>({ current, alreadyApplied: ['name'] }) all(): void {
    this.things.calls += 1;
  }

  @All('any/:id') @Versioned({ current, alreadyApplied: true }) any(): void {
    this.things.calls += 1;
  }

  @Delete(':id') @Versioned({ current, alreadyApplied: true }) remove(): void {
    this.things.calls += 1;
  }

  @Patch('strict/:id') @Versioned({ current }) strict(): void {}

  @Get(':id') @ETag({ tag: () => '3', current, alreadyApplied: true }) findOne(): void {}
}

describe.each(STAGES)('a stale change that is the current state already, on $name', ({ adapter }) => {
  let running: RunningApp;
  let things: Things;

  beforeAll(async () => {
    const metadata = {
      imports: [EtagModule.forRoot()],
      controllers: [ThingsController],
      providers: [Things],
    };
    running = await startApp(metadata, adapter);
    things = running.app.get(Things);
  });
  afterAll(() => running.close());
  beforeEach(() => {
    things.calls = 0;
    things.thing = new Thing(3, 'new', ['a'], new Date(0));
  });

  const send = (method: string, path: string, body?: object | string, headers = { 'if-match': '"2"' }) =>
    request(running.port, { method, path: `/things/${path}`, headers, body });

  it.each<[string, string, string, object | string | undefined, number]>([
    ['the same members', 'PATCH', '1', { name: 'new', tags: ['a'], at: '1970-01-01T00:00:00.000Z' }, 204],
    ['some of them', 'PATCH', '1', { name: 'new' }, 204],
    ['none of them', 'PATCH', '1', {}, 204],
    ['the text of a bigint', 'PATCH', '1', { size: '10' }, 204],
    ['another value', 'PATCH', '1', { name: 'newer' }, 412],
    ['another member', 'PATCH', '1', { name: 'new', colour: 'red' }, 412],
    ['a member that is never shown, guessed', 'PATCH', '1', { name: 'new', pin: '1234' }, 412],
    ['the same, guessed wrong', 'PATCH', '1', { name: 'new', pin: '1235' }, 412],
    ['a member every object inherits', 'PATCH', '1', { constructor: {} }, 412],
    ['no object', 'PATCH', '1', ['new'], 412],
    ['no body', 'PATCH', '1', undefined, 412],
    ['a route that names no members', 'PATCH', 'any/1', { name: 'new' }, 412],
    ['what its function says is another', 'PUT', '1', { name: 'new' }, 412],
    ['what a pipe refuses', 'PATCH', 'x', { name: 'new' }, 400],
    ['a route that did not opt in', 'PATCH', 'strict/1', { name: 'new' }, 412],
    ['a PUT, which would remove the rest', 'PUT', 'all/1', { name: 'new' }, 412],
    ['a PATCH of the same route', 'PATCH', 'all/1', { name: 'new' }, 204],
    ['a deletion of what is there', 'DELETE', '1', undefined, 412],
    ['a read', 'GET', '1', undefined, 412],
  ])('%s', async (_, method, path, body, status) => {
    const response = await send(method, path, body);
    expect(response.status).toBe(status);
    if (status === 204) expect([response.headers['etag'], response.body.length]).toEqual(['"3"', 0]);
    expect(things.calls).toBe(0);
  });

  it('needs content, also where an empty one has a type', async () => {
    const headers = { 'if-match': '"2"', 'content-type': 'application/json', 'content-length': '0' };
    const { status } = await send('PATCH', '1', undefined, headers);
    // Fastify refuses it itself.
    expect(status).toBe(adapter.name === 'fastify' ? 400 : 412);
    expect(things.calls).toBe(0);
  });

  it('is decided by a function, where there is one', async () => {
    things.thing = new Thing(3, 'NEW', [], new Date(0));
    expect((await send('PUT', '1', { name: 'new' })).status).toBe(204);
  });

  it('includes a deletion of what is gone', async () => {
    things.thing = null;
    expect((await send('DELETE', '1')).status).toBe(204);
    expect((await send('PATCH', '1', { name: 'new' })).status).toBe(404);
    // There is nothing that a function could be asked about.
    expect((await send('PUT', '1', { name: 'new' })).status).toBe(404);
    expect(things.calls).toBe(0);
  });

  it('says nothing of a creation that fails', async () => {
    const response = await send('PATCH', '1', { name: 'new' }, { 'if-none-match': '*' } as never);
    expect(response.status).toBe(412);
  });

  it('is no body of null', async () => {
    const headers = { 'if-match': '"2"', 'content-type': 'application/json' };
    // Express takes no such body in the first place.
    expect([400, 412]).toContain((await send('PATCH', '1', 'null', headers)).status);
    expect(things.calls).toBe(0);
  });

  it('is performed, not passed over, where the precondition holds', async () => {
    expect((await send('PATCH', '1', { name: 'new' }, { 'if-match': '"3"' })).status).toBe(200);
    expect(things.calls).toBe(1);
  });
});

describe.each(ADAPTERS)('alreadyApplied, on $name', (adapter) => {
  const start = (...decorators: MethodDecorator[]) =>
    startApp(
      {
        imports: [EtagModule.forRoot()],
        controllers: [controllerWith(...decorators)],
        providers: [Things],
      },
      adapter,
    );

  it.each<[string, MethodDecorator, AlreadyApplied, RegExp]>([
    [
      'true on a PUT',
      Put(),
      true,
      /WrongController\.route: "alreadyApplied" stands on a PUT.*of a PATCH or DELETE/,
    ],
    ['a list on a PUT', Put(), ['name'], /stands on a PUT, which removes what its body does not name/],
    [
      'true on a PATCH',
      Patch(),
      true,
      /WrongController\.route: .*could find out any property by trial.*\["name"\]/,
    ],
  ])('is refused at start-up: %s', async (_, method, alreadyApplied, message) => {
    await expect(start(method, Versioned({ current, alreadyApplied }))).rejects.toThrow(message);
  });
});
