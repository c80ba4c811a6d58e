/** `@fastify/etag` beside the module: a decorated route has one tag, and it is the module's. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fastifyEtag from '@fastify/etag';
import { Controller, Get, Put, Res, StreamableFile } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { currentFrom, ETag, NoETag, Versioned } from 'nestjs-etag';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { RunningApp } from '../../support/adapters.js';
import { send, STAGES, type AnyResponse } from '../../support/stages.js';

class Store {
  read(): object {
    return { version: 1 };
  }
}

const current = currentFrom(Store, (store) => store.read());
const sha256 = (body: Buffer) => createHash('sha256').update(body).digest('base64url');

@Controller()
class ThingsController {
  @Get('version') @Versioned({ current }) version(): object {
    return { version: 1 };
  }

  @Put('version') @Versioned({ current }) write(): object {
    return { version: 2 };
  }

  @Get('hash') @ETag() hash(): object {
    return { version: 1 };
  }

  @Get('none') @ETag(() => undefined) none(): object {
    return { version: 1 };
  }

  @Get('own') @ETag() own(@Res({ passthrough: true }) response: AnyResponse): object {
    response.header('ETag', '"own"');
    return { version: 1 };
  }

  @Get('stream') @ETag(() => 's') stream(): StreamableFile {
    return new StreamableFile(Readable.from(['content']));
  }

  @Get('untagged') @NoETag() untagged(): object {
    return { version: 1 };
  }

  @Get('plain') plain(): object {
    return { version: 1 };
  }
}

describe.each(STAGES.filter(({ adapter }) => adapter.name === 'fastify'))(
  'beside @fastify/etag, on $name',
  (stage) => {
    let app: RunningApp;
    beforeAll(async () => {
      app = await stage.start({
        controllers: [ThingsController],
        providers: [Store],
        configure: (nest) => (nest as NestFastifyApplication).register(fastifyEtag as never) as unknown,
      });
    });
    afterAll(() => app.close());

    it('the tag is that of the decorator, which a write accepts', async () => {
      const { headers } = await send(app, 'GET /version');
      expect(headers['etag']).toBe('"1"');
      expect((await send(app, 'GET /version', { 'if-none-match': '"1"' })).status).toBe(304);
      const written = await send(app, 'PUT /version', { 'if-match': '"1"' });
      expect([written.status, written.headers['etag']]).toEqual([200, '"2"']);
      const refused = await send(app, 'PUT /version', { 'if-match': '"0"' });
      expect([refused.status, refused.headers['etag']]).toEqual([412, '"1"']);
    });

    it.each([
      ['hash', undefined],
      ['none', 'none'],
      ['own', '"own"'],
      ['stream', '"s"'],
      ['untagged', 'none'],
    ])('GET /%s has no tag of the plugin', async (path, expected) => {
      const { headers, body } = await send(app, `GET /${path}`);
      const etag = expected === 'none' ? undefined : (expected ?? `"${sha256(body)}"`);
      expect(headers['etag']).toBe(etag);
    });

    it('a route without a decorator has the tag of the plugin', async () => {
      const { headers } = await send(app, 'GET /plain');
      expect((await send(app, 'GET /plain', { 'if-none-match': headers['etag'] })).status).toBe(304);
    });
  },
);
