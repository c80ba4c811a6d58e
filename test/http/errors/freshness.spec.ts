/** What a success says of how long it is fresh does not hold for the error in its place. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Header, Put, applyDecorators, StreamableFile } from '@nestjs/common';
import {
  AcceptRanges,
  currentFrom,
  ETag,
  IfMatch,
  PreconditionFailedException,
  RequirePrecondition,
  Versioned,
  type ExpectedVersion,
} from 'nestjs-etag';
import type { RunningApp } from '../../support/adapters.js';
import { CatchAll } from '../../support/catch-all.filter.js';
import { send, STAGES } from '../../support/stages.js';

const FRESH: Readonly<Record<string, string>> = {
  expires: 'Wed, 01 Jan 2037 00:00:00 GMT',
  'cache-control': 'public, max-age=3600',
  'cdn-cache-control': 'max-age=3600',
  'cloudflare-cdn-cache-control': 'max-age=3600',
  'surrogate-control': 'max-age=3600',
  'x-accel-expires': '3600',
};

const Fresh = () => applyDecorators(...Object.entries(FRESH).map(([name, value]) => Header(name, value)));

class Store {
  read(): object {
    return { version: 1 };
  }
}

const current = currentFrom(Store, (store) => store.read());

@Controller()
class FreshController {
  @Get('hash') @ETag() @Fresh() hash(): object {
    return { version: 1 };
  }

  @Get('current') @Versioned({ current }) @Fresh() current(): object {
    return { version: 1 };
  }

  @Get('stream') @ETag(() => 's') @Fresh() @AcceptRanges() stream(): StreamableFile {
    return new StreamableFile(Buffer.from('content'));
  }

  @Put('current') @Versioned({ current }) @Fresh() write(@Body() body: object): object {
    return { version: 2, ...body };
  }

  @Put('asserted') @Versioned() @Fresh() asserted(@IfMatch() expected: ExpectedVersion): object {
    expected.assert({ version: 1 });
    return { version: 2 };
  }

  @Put('thrown') @Versioned({ current }) @Fresh() thrown(): never {
    throw new PreconditionFailedException();
  }

  @Put('required') @Versioned({ current }) @RequirePrecondition() @Fresh() required(): object {
    return { version: 2 };
  }
}

const ERRORS = [
  [412, 'GET /hash', { 'if-match': '"z"' }],
  [412, 'GET /current', { 'if-match': '"z"' }],
  [412, 'GET /stream', { 'if-match': '"z"' }],
  [416, 'GET /stream', { range: 'bytes=100-' }],
  [400, 'GET /hash', { 'if-match': 'z' }],
  [412, 'PUT /current', { 'if-match': '"z"' }],
  [400, 'PUT /current', { 'if-match': 'z' }],
  [412, 'PUT /asserted', { 'if-match': '"z"' }],
  [412, 'PUT /thrown', {}],
  [428, 'PUT /required', {}],
] as const;

describe.each(STAGES)('explicit freshness, on $name', (stage) => {
  describe.each([false, true])('with a filter of the application: %s', (filtered) => {
    let app: RunningApp;
    beforeAll(async () => {
      app = await stage.start({
        controllers: [FreshController],
        providers: [Store],
        configure: (nest) => (filtered ? nest.useGlobalFilters(new CatchAll()) : undefined),
      });
    });
    afterAll(() => app.close());

    it.each(ERRORS)('is none of a %i: %s %j', async (status, target, headers) => {
      const answer = await send(app, target, headers);
      expect(answer.status).toBe(status);
      for (const name of Object.keys(FRESH).filter((each) => each !== 'cache-control'))
        expect(answer.headers).not.toHaveProperty(name);
      expect(answer.headers['cache-control']).toBe(status === 428 ? 'no-store' : undefined);
    });

    it.each(['hash', 'current', 'stream'])('stays with a 200 and a 304: GET /%s', async (path) => {
      const first = await send(app, `GET /${path}`);
      const again = await send(app, `GET /${path}`, { 'if-none-match': first.headers['etag'] });
      expect([first.status, again.status]).toEqual([200, 304]);
      for (const answer of [first, again]) expect(answer.headers).toMatchObject(FRESH);
    });
  });
});
