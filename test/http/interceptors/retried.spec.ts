/** An interceptor that calls the handler once more, and what becomes of the error of the first time. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConflictException, Controller, Get, Param, Put, type NestInterceptor } from '@nestjs/common';
import {
  ETag,
  EtagModule,
  IfMatch,
  PreconditionRequiredException,
  RangeNotSatisfiableException,
  Versioned,
  VersionConflictException,
  type ExpectedVersion,
} from 'nestjs-etag';
import { catchError, of, retry, throwError } from 'rxjs';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { send } from '../../support/stages.js';

let calls = 0;

@Controller()
class ThingsController {
  @Put('asserted') @Versioned() asserted(@IfMatch() expected: ExpectedVersion): object {
    calls += 1;
    expected.assert({ version: calls });
    return { version: calls + 1 };
  }

  @Put('conflicting') @Versioned() conflicting(@IfMatch() expected: ExpectedVersion): object {
    expected.consume();
    calls += 1;
    if (calls === 1) throw new VersionConflictException();
    return { version: calls };
  }

  @Get('refused/:status') @ETag() refused(@Param('status') status: string): object {
    calls += 1;
    if (calls > 1) return { version: calls };
    throw status === '416' ? new RangeNotSatisfiableException(10) : new PreconditionRequiredException();
  }

  @Get('failing') @ETag() failing(): object {
    calls += 1;
    if (calls === 1) throw new Error('failed once');
    return { calls };
  }
}

const TRIES_AGAIN: NestInterceptor = { intercept: (_, next) => next.handle().pipe(retry(1)) };

describe.each(ADAPTERS)('on $name', (adapter) => {
  let app: RunningApp;
  const start = async (interceptor: NestInterceptor) => {
    app = await startApp({ imports: [EtagModule.forRoot()], controllers: [ThingsController] }, adapter, {
      configure: (nest) => nest.useGlobalInterceptors(interceptor),
    });
  };
  beforeEach(() => {
    calls = 0;
  });
  afterEach(() => app.close());

  it('a second attempt that succeeds has nothing of the error of the first', async () => {
    await start(TRIES_AGAIN);
    const asserted = await send(app, 'PUT /asserted', { 'if-match': '"2"' });
    expect([asserted.status, asserted.headers['etag'], asserted.json]).toEqual([200, '"3"', { version: 3 }]);
    calls = 0;
    const conflicting = await send(app, 'PUT /conflicting');
    expect([conflicting.status, conflicting.headers['etag']]).toEqual([200, '"2"']);
    calls = 0;
    expect((await send(app, 'GET /failing')).json).toEqual({ calls: 2 });
  });

  it.each([
    ['416', 'content-range', 'bytes */10'],
    ['428', 'cache-control', 'no-store'],
  ])('a success in the place of a %s has none of its fields: %s', async (status, name, value) => {
    const pass: NestInterceptor = { intercept: (_, next) => next.handle() };
    const replace: NestInterceptor = {
      intercept: (_, next) => next.handle().pipe(catchError(() => of({ version: 9 }))),
    };
    for (const [interceptor, sent] of [
      [pass, [Number(status), value]],
      [TRIES_AGAIN, [200, undefined]],
      [replace, [200, undefined]],
    ] as const) {
      calls = 0;
      await start(interceptor);
      const answer = await send(app, `GET /refused/${status}`);
      expect([answer.status, answer.headers[name]]).toEqual(sent);
      await app.close();
    }
    await start(pass);
  });

  it('a second attempt that fails is 412', async () => {
    await start(TRIES_AGAIN);
    const { status, headers } = await send(app, 'PUT /asserted', { 'if-match': '"0"' });
    expect([status, headers['etag'], calls]).toEqual([412, '"2"', 2]);
  });

  it('another error in the place of a 412 is sent, and a success in the place of a 409', async () => {
    await start({
      intercept: (_, next) => next.handle().pipe(catchError(() => throwError(() => new ConflictException()))),
    });
    expect((await send(app, 'PUT /asserted', { 'if-match': '"0"' })).status).toBe(409);
    await app.close();
    await start({ intercept: (_, next) => next.handle().pipe(catchError(() => of({ version: 9 }))) });
    calls = 0;
    const caught = await send(app, 'PUT /conflicting');
    expect([caught.status, caught.headers['etag']]).toEqual([200, undefined]);
    calls = 0;
    // Only a 412 says that the write was not made.
    expect((await send(app, 'PUT /conflicting', { 'if-match': '"1"' })).status).toBe(200);
    const stands = await send(app, 'PUT /asserted', { 'if-match': '"0"' });
    expect([stands.status, stands.json]).toEqual([412, expect.objectContaining({ statusCode: 412 })]);
  });
});
