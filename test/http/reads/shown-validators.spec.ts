/** The validators that a response shows are those that its preconditions are compared with, whoever has set them. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Header, Injectable, Res, StreamableFile } from '@nestjs/common';
import { currentFrom, ETag, LastModified, Versioned } from 'nestjs-etag';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { RunningApp } from '../../support/adapters.js';
import { send, STAGES, type AnyResponse } from '../../support/stages.js';

const APRIL = 'Tue, 30 Apr 2024 12:00:00 GMT';
const MAY = 'Wed, 01 May 2024 12:00:00 GMT';
const JUNE = 'Sat, 01 Jun 2024 12:00:00 GMT';

@Injectable()
class Store {
  calls = 0;

  read(): object {
    this.calls += 1;
    return { version: 1, at: APRIL };
  }
}

const CURRENT = {
  current: currentFrom(Store, () => ({ version: 1, at: APRIL })),
  lastModified: 'at',
} as const;

@Controller('dated')
class DatedController {
  constructor(private readonly store: Store) {}

  @Get('entity') @LastModified('at') @Header('Last-Modified', MAY) entity(): object {
    return this.store.read();
  }

  @Get('version') @Versioned({ lastModified: 'at' }) @Header('Last-Modified', MAY) version(): object {
    return this.store.read();
  }

  @Get('hash') @ETag() @Header('Last-Modified', MAY) hash(): object {
    return this.store.read();
  }

  @Get('handler') @LastModified('at') handler(@Res({ passthrough: true }) response: AnyResponse): object {
    response.header('Last-Modified', MAY);
    return this.store.read();
  }

  @Get('current') @Versioned(CURRENT) @Header('Last-Modified', MAY) current(): object {
    return this.store.read();
  }

  @Get('stream') @LastModified(() => APRIL) @Header('Last-Modified', MAY) stream(): StreamableFile {
    return new StreamableFile(Readable.from(['content']));
  }
}

@Controller('undated')
class UndatedController {
  @Get() @LastModified('at') @Header('Last-Modified', 'yesterday') read(): object {
    return { at: APRIL };
  }
}

const CODED = { gzip: gzipSync('{"coded":true}') };

@Controller('tagged')
class TaggedController {
  constructor(private readonly store: Store) {}

  @Get('current') @Versioned(CURRENT) @Header('ETag', '"own"') current(): object {
    return this.store.read();
  }

  @Get('coded') @ETag() @Header('Content-Encoding', 'gzip') coded(
    @Res({ passthrough: true }) response: AnyResponse,
  ): StreamableFile {
    response.header('ETag', '"own"');
    return new StreamableFile(CODED.gzip);
  }

  @Get('version')
  @Versioned()
  @Header('Content-Encoding', 'x-own')
  @Header('ETag', '"own"')
  version(): object {
    return this.store.read();
  }
}

@Controller('auto')
class AutoController {
  @Get('coded') @Header('Content-Encoding', 'gzip') @Header('Content-Type', 'application/json') coded(
    @Res() response: AnyResponse,
  ): void {
    response.header('ETag', '"own"').send(CODED.gzip);
  }
}

describe.each(STAGES)('the validators that are shown, on $name', (stage) => {
  let app: RunningApp;
  let store: Store;
  beforeEach(async () => {
    app = await stage.start({
      options: { auto: true },
      controllers: [DatedController, UndatedController, TaggedController, AutoController],
      providers: [Store],
    });
    store = app.app.get(Store);
  });
  afterEach(() => app.close());

  describe.each(['entity', 'version', 'hash', 'handler', 'current', 'stream'])(
    'a Last-Modified of the application: GET /dated/%s',
    (path) => {
      it.each([
        [200, APRIL],
        [304, MAY],
        [304, JUNE],
      ])('is %i to an If-Modified-Since of %s', async (status, since) => {
        const plain = await send(app, `GET /dated/${path}`);
        expect([plain.status, plain.headers['last-modified']]).toEqual([200, MAY]);
        for (const method of ['GET', 'HEAD']) {
          const answer = await send(app, `${method} /dated/${path}`, { 'if-modified-since': since });
          expect([method, answer.status]).toEqual([method, status]);
        }
      });

      it.each([
        [412, APRIL],
        [200, MAY],
      ])('is %i to an If-Unmodified-Since of %s', async (status, since) => {
        expect((await send(app, `GET /dated/${path}`, { 'if-unmodified-since': since })).status).toBe(status);
      });
    },
  );

  it('are not looked for in a Last-Modified that is no date', async () => {
    const answer = await send(app, 'GET /undated', { 'if-modified-since': JUNE });
    expect([answer.status, answer.headers['last-modified']]).toEqual([200, 'yesterday']);
  });

  it('are those of a decorator, where current could answer', async () => {
    for (const [tag, status] of [
      ['"1"', 200],
      ['"own"', 304],
    ] as const) {
      const answer = await send(app, 'GET /tagged/current', { 'if-none-match': tag });
      expect([tag, answer.status, answer.headers['etag']]).toEqual([tag, status, '"own"']);
    }
    expect(store.calls).toBe(1);
    const refused = await send(app, 'GET /tagged/current', { 'if-match': '"1"' });
    expect([refused.status, refused.headers['etag']]).toEqual([412, '"own"']);
  });

  it.each(['tagged/coded', 'tagged/version', 'auto/coded'])(
    'are as the handler set them beside a coding of its own: GET /%s',
    async (path) => {
      expect((await send(app, `GET /${path}`)).headers).toMatchObject({ etag: '"own"' });
      const again = await send(app, `GET /${path}`, { 'if-none-match': '"own"' });
      expect([again.status, again.headers['etag']]).toEqual([304, '"own"']);
    },
  );
});
