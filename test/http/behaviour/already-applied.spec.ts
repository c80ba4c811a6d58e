import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Delete, Get, Injectable, Param, ParseIntPipe, Patch, Put } from '@nestjs/common';
import { currentFrom, ETag, EtagModule, Versioned } from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { request } from '../../support/wire.js';

class Thing {
  constructor(
    readonly version: number,
    readonly name: string,
    readonly tags: readonly string[],
    readonly at: Date,
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

  @Put(':id')
  @Versioned({ current, alreadyApplied: true })
  replace(@Param('id', ParseIntPipe) _: number, @Body() body: object): object {
    this.things.calls += 1;
    return body;
  }

  @Patch(':id')
  @Versioned<Thing>({
    current,
    alreadyApplied: async (thing, { body }) => thing.name === (body as Thing).name.toUpperCase(),
  })
  change(@Body() body: object): object {
    return body;
  }

  @Delete(':id') @Versioned({ current, alreadyApplied: true }) remove(): void {
    this.things.calls += 1;
  }

  @Put('strict/:id') @Versioned({ current }) strict(): void {}

  @Get(':id') @ETag({ tag: () => '3', current, alreadyApplied: true }) findOne(): void {}
}

describe.each(ADAPTERS)('a stale change that is the current state already, on $name', (adapter) => {
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
    ['the same members', 'PUT', '1', { name: 'new', tags: ['a'], at: '1970-01-01T00:00:00.000Z' }, 204],
    ['some of them', 'PUT', '1', { name: 'new' }, 204],
    ['another value', 'PUT', '1', { name: 'newer' }, 412],
    ['another member', 'PUT', '1', { name: 'new', colour: 'red' }, 412],
    ['a member every object inherits', 'PUT', '1', { constructor: {} }, 412],
    ['no object', 'PUT', '1', ['new'], 412],
    ['no body', 'PUT', '1', undefined, 412],
    ['what its function says is the same', 'PATCH', '1', { name: 'new' }, 412],
    ['what a pipe refuses', 'PUT', 'x', { name: 'new' }, 400],
    ['a route that did not opt in', 'PUT', 'strict/1', { name: 'new' }, 412],
    ['a deletion of what is there', 'DELETE', '1', undefined, 412],
    ['a read', 'GET', '1', undefined, 412],
  ])('%s', async (_, method, path, body, status) => {
    const response = await send(method, path, body);
    expect(response.status).toBe(status);
    if (status === 204) expect([response.headers['etag'], response.body.length]).toEqual(['"3"', 0]);
    expect(things.calls).toBe(0);
  });

  it('is decided by a function, where there is one', async () => {
    things.thing = new Thing(3, 'NEW', [], new Date(0));
    expect((await send('PATCH', '1', { name: 'new' })).status).toBe(204);
  });

  it('includes a deletion of what is gone', async () => {
    things.thing = null;
    expect((await send('DELETE', '1')).status).toBe(204);
    expect((await send('PUT', '1', { name: 'new' })).status).toBe(404);
    expect(things.calls).toBe(0);
  });

  it('says nothing of a creation that fails', async () => {
    const response = await send('PUT', '1', { name: 'new' }, { 'if-none-match': '*' } as never);
    expect(response.status).toBe(412);
  });

  it('is performed, not passed over, where the precondition holds', async () => {
    expect((await send('PUT', '1', { name: 'new' }, { 'if-match': '"3"' })).status).toBe(200);
    expect(things.calls).toBe(1);
  });
});
