/** A middleware with a `write` and an `end` of its own is no compressor: nothing varies by what it does. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, StreamableFile } from '@nestjs/common';
import { currentFrom, ETag, Versioned } from 'nestjs-etag';
import { Readable } from 'node:stream';
import type { RunningApp } from '../../support/adapters.js';
import { send, STAGES } from '../../support/stages.js';
import { bodyLogger } from './middleware.js';

class Store {
  read(): object {
    return { version: 1 };
  }
}

@Controller()
class PagesController {
  @Get('hashed') @ETag() hashed(): object {
    return { page: 1 };
  }

  @Get('versioned') @Versioned({ current: currentFrom(Store, (store) => store.read()) }) versioned(): object {
    return { version: 1 };
  }

  @Get('streamed') @ETag(() => 's') streamed(): StreamableFile {
    return new StreamableFile(Readable.from(['one ', 'two']));
  }
}

describe.each(STAGES)('behind a body logger, on $name', (stage) => {
  let app: RunningApp;
  const bodies: string[] = [];
  beforeAll(async () => {
    app = await stage.start({
      controllers: [PagesController],
      providers: [Store],
      configure: (nest) => nest.use(bodyLogger(bodies)),
    });
  });
  afterAll(() => app.close());

  it.each(['hashed', 'versioned', 'streamed'])('HEAD is as GET, from the first on: /%s', async (path) => {
    const headers = { 'accept-encoding': `gzip;q=0.${path.length}` };
    const head = await send(app, `HEAD /${path}`, headers);
    const get = await send(app, `GET /${path}`, headers);
    expect(get.headers['etag']).toMatch(/^"[^"]+"$/);
    expect([head.status, head.headers['etag']]).toEqual([200, get.headers['etag']]);
    for (const answer of [head, get]) expect(answer.headers['vary'] ?? '').not.toMatch(/accept-encoding/i);
  });

  it.each(['hashed', 'versioned', 'streamed'])(
    'a 304 is one from the second request on: /%s',
    async (path) => {
      const headers = { 'accept-encoding': `br;q=0.${path.length}` };
      const { etag } = (await send(app, `GET /${path}`, headers)).headers;
      bodies.length = 0;
      for (const method of ['GET', 'HEAD']) {
        const again = await send(app, `${method} /${path}`, { ...headers, 'if-none-match': etag });
        expect([method, again.status, again.headers['etag'], again.body.length]).toEqual([
          method,
          304,
          etag,
          0,
        ]);
        expect(again.headers['vary'] ?? '').not.toMatch(/accept-encoding/i);
      }
      expect(bodies).toEqual(['', '']);
    },
  );

  it('a 412 has its body', async () => {
    for (const path of ['hashed', 'versioned', 'streamed']) {
      const answer = await send(app, `GET /${path}`, { 'if-match': '"0"' });
      expect([path, answer.status, answer.json]).toEqual([
        path,
        412,
        expect.objectContaining({ statusCode: 412 }),
      ]);
    }
  });
});
