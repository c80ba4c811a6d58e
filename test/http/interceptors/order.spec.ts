import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Controller,
  ForbiddenException,
  Get,
  Injectable,
  NotFoundException,
  Param,
  ParseIntPipe,
  Put,
  ServiceUnavailableException,
  UnauthorizedException,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
  type PipeTransform,
} from '@nestjs/common';
import { currentFrom, EtagModule, IfMatch, Versioned, type ExpectedVersion } from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { request } from '../../support/wire.js';

@Injectable()
class Things {
  calls = 0;
  created = false;

  find(id: string): { version: number } | null | undefined {
    if (id === 'throws-404') throw new NotFoundException('thing is gone');
    if (id === 'throws-503') throw new ServiceUnavailableException('try later');
    if (id === 'throws') throw new Error('the database is down');
    if (id === 'unknown') return undefined;
    return id === '1' ? { version: 1 } : null;
  }
}

@Injectable()
class Refusing implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { url } = context.switchToHttp().getRequest<{ url: string }>();
    if (url.endsWith('401')) throw new UnauthorizedException();
    if (url.endsWith('403')) throw new ForbiddenException();
    return true;
  }
}

/** A pipe that looks its entity up, as an application may. */
@Injectable()
class ExistingPipe implements PipeTransform<string, string> {
  transform(id: string): string {
    if (id === '2') throw new NotFoundException('the pipe finds nothing');
    return id;
  }
}

const current = currentFrom(Things, (things, { params }) => things.find(params['id']!));
const always = currentFrom(Things, () => ({ version: 1 }));

@Controller('things')
@UseGuards(Refusing)
class ThingsController {
  constructor(private readonly things: Things) {}

  @Get('guarded/:id')
  @Versioned({ current: always })
  guarded(): void {}

  @Get('number/:id')
  @Versioned({ current: always })
  number(@Param('id', ParseIntPipe) _: number): void {}

  @Put('number/:id')
  @Versioned({ current: always })
  putNumber(@Param('id', ParseIntPipe) _: number): void {}

  @Put('existing/:id')
  @Versioned({ current: always })
  putExisting(@Param('id', ExistingPipe) _: string): void {}

  @Get('throwing/:id')
  @Versioned({ current })
  findOne(): object {
    this.things.calls += 1;
    return { version: 9 };
  }

  @Put('throwing/:id')
  @Versioned({ current })
  update(): object {
    this.things.calls += 1;
    return { version: 9 };
  }

  @Put('number-throwing/:id')
  @Versioned({ current })
  putThrowing(@Param('id', ParseIntPipe) _: number): void {}

  @Put('upsert/:id')
  @Versioned({ current, creates: true })
  upsert(): object {
    this.things.calls += 1;
    return { version: 1 };
  }

  @Put('own/:id')
  @Versioned({ current })
  own(@Param('id') id: string, @IfMatch() expected: ExpectedVersion): object {
    this.things.calls += 1;
    const thing = this.things.find(id);
    if (thing === null) throw new NotFoundException('the handler finds nothing');
    void expected.assert({ version: 2 });
    return { version: 3 };
  }
}

describe.each(ADAPTERS)('what wins over what, on $name', (adapter) => {
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

  const MATCHING = { 'if-none-match': '"1"' };
  const STALE = { 'if-match': '"0"' };
  const FRESH = { 'if-match': '"1"' };

  it.each<[string, string, string, Record<string, string>, number, object?]>([
    ['a guard: 401 over 304', 'GET', 'guarded/401', MATCHING, 401],
    ['a guard: 403 over 304', 'GET', 'guarded/403', MATCHING, 403],
    ['a guard: 401 over a malformed If-Match', 'GET', 'guarded/401', { 'if-match': 'x' }, 401],
    ['a pipe: 400 over 304', 'GET', 'number/x', MATCHING, 400],
    ['a pipe: 400 over 412', 'PUT', 'number/x', STALE, 400],
    ['a pipe: 404 over 412', 'PUT', 'existing/2', STALE, 404, { message: 'the pipe finds nothing' }],
    ['412 where the pipes pass', 'PUT', 'existing/1', STALE, 412],
    ['a 404 thrown by current', 'GET', 'throwing/throws-404', MATCHING, 404, { message: 'thing is gone' }],
    [
      'a 404 thrown by current, on a write',
      'PUT',
      'throwing/throws-404',
      FRESH,
      404,
      { message: 'thing is gone' },
    ],
    ['a 503 thrown by current', 'PUT', 'throwing/throws-503', FRESH, 503, { message: 'try later' }],
    ['an error thrown by current', 'PUT', 'throwing/throws', FRESH, 500],
    ['a pipe: 400 over an error thrown by current', 'PUT', 'number-throwing/throws', FRESH, 400],
    ['a write whose current state is unknown: refused', 'PUT', 'throwing/unknown', FRESH, 412],
    ['a write with If-None-Match, current state unknown: refused', 'PUT', 'throwing/unknown', MATCHING, 412],
    ['a write to what is absent: 404', 'PUT', 'throwing/2', FRESH, 404],
    ['an upsert with If-Match of what is absent: 412', 'PUT', 'upsert/2', FRESH, 412],
    ['an upsert of what current reports as 404: 412', 'PUT', 'upsert/throws-404', FRESH, 412],
    ['an upsert, create only, of what exists: 412', 'PUT', 'upsert/1', { 'if-none-match': '*' }, 412],
  ])('%s, the handler does not run', async (_, method, path, headers, status, json = {}) => {
    const before = things.calls;
    const response = await request(running.port, { method, path: `/things/${path}`, headers });
    expect({ status: response.status, json: response.json }).toMatchObject({ status, json });
    if (status !== 412) expect(response.headers).not.toHaveProperty('etag');
    expect(things.calls).toBe(before);
  });

  it.each<[string, string, string, Record<string, string>, number, object?]>([
    ['a read whose current state is unknown', 'GET', 'throwing/unknown', MATCHING, 200],
    ['a read of what current calls absent', 'GET', 'throwing/2', MATCHING, 200],
    ['an upsert, create only, of what is absent', 'PUT', 'upsert/2', { 'if-none-match': '*' }, 200],
    [
      'an upsert, create only, of what current reports as 404',
      'PUT',
      'upsert/throws-404',
      { 'if-none-match': '*' },
      200,
    ],
    ['a write that holds', 'PUT', 'throwing/1', FRESH, 200],
    ['a write without preconditions', 'PUT', 'throwing/throws', {}, 200],
    ['an assertion that fails', 'PUT', 'own/1', FRESH, 412],
    [
      'its own 404, where it takes the condition',
      'PUT',
      'own/2',
      FRESH,
      404,
      { message: 'the handler finds nothing' },
    ],
    [
      'a write of unknown state, where it takes the condition',
      'PUT',
      'own/unknown',
      { 'if-match': '"2"' },
      200,
    ],
  ])('%s is answered by the handler', async (_, method, path, headers, status, json = {}) => {
    const before = things.calls;
    const response = await request(running.port, { method, path: `/things/${path}`, headers });
    expect({ status: response.status, json: response.json }).toMatchObject({ status, json });
    expect(things.calls).toBe(before + 1);
  });

  it('sends the current tag with a 412, before the handler and of an assertion', async () => {
    const stale = await request(running.port, { method: 'PUT', path: '/things/throwing/1', headers: STALE });
    const asserted = await request(running.port, { method: 'PUT', path: '/things/own/1', headers: FRESH });
    expect([stale.headers['etag'], asserted.headers['etag']]).toEqual(['"1"', '"2"']);
  });
});
