import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Req, StreamableFile, UseInterceptors, type NestInterceptor } from '@nestjs/common';
import { Readable } from 'node:stream';
import { of } from 'rxjs';
import { ETag, EtagModule } from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { request } from '../../support/wire.js';

const handedOn: NestInterceptor = { intercept: (_, next) => next.handle() };

/** The same routes, with an interceptor around them and without. */
abstract class Streams {
  @Get('stream') @ETag(() => 's1') stream() {
    return new StreamableFile(Readable.from(['one', 'two']));
  }

  @Get('later') @ETag(async () => 's1') later() {
    return Promise.resolve(new StreamableFile(Readable.from(['one', 'two'])));
  }

  @Get('observed') @ETag(() => 's1') observed() {
    return of({ one: 'two' });
  }
}

@Controller('intercepted')
@UseInterceptors(handedOn)
class InterceptedController extends Streams {}

@Controller('direct')
class DirectController extends Streams {}

@Controller('lost')
class LostController {
  @Get() @ETag() read(@Req() _: unknown) {
    return 'never';
  }
}

describe.each(ADAPTERS)('with interceptors of the application and without, on $name', (adapter) => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp(
      {
        imports: [EtagModule.forRoot()],
        controllers: [InterceptedController, DirectController, LostController],
      },
      adapter,
    );
  });
  afterAll(() => app.close());

  it.each(
    ['intercepted', 'direct'].flatMap((path) =>
      ['stream', 'later', 'observed'].map((route) => [`/${path}/${route}`]),
    ),
  )('%s is tagged, and 304', async (path) => {
    const ok = await request(app.port, { path });
    expect([ok.status, ok.headers['etag'], ok.body.length > 0]).toEqual([200, '"s1"', true]);
    const again = await request(app.port, { path, headers: { 'if-none-match': '"s1"' } });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  });

  it('a request that no adapter has noted does not reach a handler whose preconditions nobody would evaluate', () => {
    const controller = app.app.get(LostController) as unknown as { read(...args: unknown[]): unknown };
    const lost = { method: 'GET', headers: {} };
    expect(() => controller.read(lost, lost)).toThrow(
      'LostController.read: its preconditions cannot be evaluated',
    );
    // A test of the controller by itself is no request.
    expect(controller.read(undefined)).toBe('never');
  });
});
