/** What a handler is told by its `@IfMatch()`, and what becomes of the error its assert throws. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Put, type ExecutionContext } from '@nestjs/common';
import { ETag, IfMatch, Versioned, type ExpectedVersion } from 'nestjs-etag';
import { catchError, of } from 'rxjs';
import type { RunningApp } from '../../support/adapters.js';
import { send, STAGES } from '../../support/stages.js';

@Controller('things')
class ThingsController {
  @Put('consumed') @Versioned() consumed(@IfMatch() expected: ExpectedVersion): object {
    const before = expected.consumed;
    expected.assert({ version: 1 });
    return { version: 2, consumed: [before, expected.consumed] };
  }

  @Get('hashed') @ETag() hashed(@IfMatch() expected: ExpectedVersion): object {
    expected.assert({ id: 1 });
    return { id: 1 };
  }
}

/** Has a request forget which route it has come to, as an adapter would that nobody knows. */
const FORGETS_ROUTE = {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Record<symbol, unknown>>();
    for (const key of Object.getOwnPropertySymbols(request))
      if (key.description === 'nestjs-etag:route') request[key] = undefined;
    return true;
  },
};

describe.each(STAGES)('@IfMatch() on $name', (stage) => {
  let app: RunningApp;
  afterEach(() => app.close());

  it('tells whether it was asserted', async () => {
    app = await stage.start({ controllers: [ThingsController] });
    const { status, json } = await send(app, 'PUT /things/consumed', { 'if-match': '"1"' });
    expect([status, json]).toEqual([200, { version: 2, consumed: [false, true] }]);
  });

  it('does not guess a tag that only the bytes sent would tell', async () => {
    app = await stage.start({ controllers: [ThingsController] });
    expect((await send(app, 'GET /things/hashed', { 'if-none-match': '"other"' })).status).toBe(500);
    expect(app.logger.errors.join()).toContain('ThingsController.hashed: assert(entity) cannot tell the tag');
    expect((await send(app, 'GET /things/hashed')).status).toBe(200);
  });

  it('is 412 for its client, though an interceptor makes a success of the error', async () => {
    app = await stage.start({
      controllers: [ThingsController],
      configure: (started) =>
        started.useGlobalInterceptors({
          intercept: (_, next) => next.handle().pipe(catchError(() => of({ instead: true }))),
        }),
    });
    const { status, headers, json } = await send(app, 'PUT /things/consumed', { 'if-match': '"0"' });
    expect([status, headers['etag'], json]).toEqual([
      412,
      '"1"',
      expect.objectContaining({ statusCode: 412 }),
    ]);
  });

  it('runs no handler for a request whose route nobody knows', async () => {
    app = await stage.start({
      controllers: [ThingsController],
      configure: (started) => started.useGlobalGuards(FORGETS_ROUTE),
    });
    expect((await send(app, 'PUT /things/consumed', { 'if-match': '"0"' })).status).toBe(500);
    expect(app.logger.errors.join()).toContain(
      'ThingsController.consumed: @IfMatch() finds no preconditions',
    );
  });
});
