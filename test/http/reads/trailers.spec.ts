/** Trailers belong to a body: where there is none, there are no trailers either. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Put, Res, StreamableFile } from '@nestjs/common';
import { currentFrom, ETag, Versioned } from 'nestjs-etag';
import { Readable } from 'node:stream';
import type { RunningApp } from '../../support/adapters.js';
import { send, STAGES } from '../../support/stages.js';

interface Reply {
  trailer(
    name: string,
    make: (reply: unknown, payload: unknown, done: (error: null, value: string) => void) => void,
  ): Reply;
}

const withTrailer = (reply: Reply): Reply =>
  reply.trailer('server-timing', (_, __, done) => done(null, 'app;dur=1'));

class Store {
  read(): object {
    return { version: 1 };
  }
}

@Controller()
class TrailersController {
  @Get('hash') @ETag() hash(@Res({ passthrough: true }) reply: Reply): object {
    withTrailer(reply);
    return { version: 1 };
  }

  @Get('version') @Versioned() version(@Res({ passthrough: true }) reply: Reply): object {
    withTrailer(reply);
    return { version: 1 };
  }

  @Get('stream') @ETag(() => 's') stream(@Res({ passthrough: true }) reply: Reply): StreamableFile {
    withTrailer(reply);
    return new StreamableFile(Readable.from(['content']));
  }

  @Put('written') @Versioned({ current: currentFrom(Store, (store) => store.read()) }) written(
    @Res({ passthrough: true }) reply: Reply,
  ): object {
    withTrailer(reply);
    return { version: 2 };
  }
}

const ON_FASTIFY = STAGES.filter(({ adapter }) => adapter.name === 'fastify');

describe.each(ON_FASTIFY)('a reply with trailers, on $name', (stage) => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await stage.start({ controllers: [TrailersController], providers: [Store] });
  });
  afterAll(() => app.close());

  it.each(['hash', 'version', 'stream'])('is a 304 without them: GET /%s', async (path) => {
    const first = await send(app, `GET /${path}`);
    expect([first.status, first.headers['trailer']]).toEqual([200, 'server-timing']);
    const { etag } = first.headers;
    for (const method of ['GET', 'HEAD']) {
      const again = await send(app, `${method} /${path}`, { 'if-none-match': etag });
      expect([method, again.status, again.body.length, again.headers['etag']]).toEqual([
        method,
        304,
        0,
        etag,
      ]);
      expect(again.headers).not.toHaveProperty('trailer');
      expect(again.headers).not.toHaveProperty('transfer-encoding');
    }
    expect((await send(app, `GET /${path}`)).status).toBe(200);
    expect(app.logger.errors).toEqual([]);
  });

  it('is a 412 with its body', async () => {
    for (const path of ['hash', 'version', 'stream']) {
      const answer = await send(app, `GET /${path}`, { 'if-match': '"0"' });
      expect([path, answer.status, answer.text]).toEqual([path, 412, expect.stringContaining('412')]);
    }
    expect((await send(app, 'PUT /written', { 'if-match': '"0"' })).status).toBe(412);
    expect((await send(app, 'PUT /written', { 'if-match': '"1"' })).status).toBe(200);
  });
});
