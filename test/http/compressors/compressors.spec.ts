/** Compressors that are middleware, in front of every adapter: they decide when the head is written, and see the one that is. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Header, Injectable, Patch, Put, StreamableFile } from '@nestjs/common';
import { AcceptRanges, CacheControl, currentFrom, ETag, Versioned } from 'nestjs-etag';
import { Readable } from 'node:stream';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { RunningApp } from '../../support/adapters.js';
import { send, STAGES } from '../../support/stages.js';
import type { WireResponse } from '../../support/wire.js';
import { COMPRESSORS, headCounter } from './middleware.js';

const TEXT = 'text '.repeat(1_000);
const type = 'text/plain';

@Injectable()
class Store {
  version = 1;
  calls = 0;

  read(): object {
    this.calls += 1;
    return { version: this.version, text: TEXT };
  }
}

const current = currentFrom(Store, ({ version }) => ({ version }));

@Controller()
class PagesController {
  constructor(private readonly store: Store) {}

  @Get('hashed') @ETag() hashed(): object {
    return this.store.read();
  }

  @Get('versioned') @Versioned({ current }) versioned(): object {
    return this.store.read();
  }

  @Put('versioned') @Versioned({ current }) write(@Body() _: object): object {
    this.store.version += 1;
    return this.store.read();
  }

  @Patch('versioned') @Versioned({ current, alreadyApplied: () => true }) applied(): void {}

  @Get('streamed') @ETag(() => 's') @Header('Content-Type', type) streamed(): StreamableFile {
    return new StreamableFile(Readable.from([TEXT, TEXT]));
  }

  @Get('ranged') @ETag() @AcceptRanges() ranged(): StreamableFile {
    return new StreamableFile(Buffer.from(TEXT), { type });
  }

  @Get('small') @ETag() small(): object {
    return { small: true };
  }

  @Get('transformed') @ETag() transformed(): string {
    return TEXT;
  }

  @Get('plain') @ETag() @CacheControl({ noTransform: true, maxAge: 5 }) plain(): object {
    return { text: TEXT };
  }

  @Get('plain-stream') @ETag(() => 'p') @CacheControl({ noTransform: true }) plainStream(): StreamableFile {
    return new StreamableFile(Readable.from([TEXT]), { type });
  }
}

function decoded({ body, headers }: WireResponse): string {
  const coding = headers['content-encoding'];
  if (coding === 'gzip') return gunzipSync(body).toString();
  return coding === 'br' ? brotliDecompressSync(body).toString() : body.toString();
}

describe.each(STAGES)('on $name', (stage) => {
  describe.each(Object.keys(COMPRESSORS))('%s', (name) => {
    let app: RunningApp;
    let store: Store;
    const statuses: number[] = [];
    afterEach(() => app.close());

    const start = async (threshold = 1024) => {
      app = await stage.start({
        controllers: [PagesController],
        providers: [Store],
        configure: (nest) => {
          nest.use(headCounter(statuses));
          nest.use(COMPRESSORS[name]!(threshold));
        },
      });
      store = app.app.get(Store);
    };

    /** A request, and the heads that are written for it: one, of the status that is sent. */
    const ask = async (target: string, headers: Record<string, string> = {}, body?: object) => {
      const answer = await send(app, target, { 'accept-encoding': 'gzip', ...headers }, body);
      expect(statuses.splice(0)).toEqual([answer.status]);
      return answer;
    };

    it.each(['hashed', 'versioned', 'streamed', 'transformed'])(
      'has a tag for each coding, and a 304 for each tag: GET /%s',
      async (path) => {
        await start();
        const gzip = await ask(`GET /${path}`);
        const plain = await ask(`GET /${path}`, { 'accept-encoding': 'identity' });
        const tags = [gzip, plain].map(({ headers }) => headers['etag']!);
        expect([gzip.status, gzip.headers['content-encoding'], plain.status]).toEqual([200, 'gzip', 200]);
        expect(gzip.headers['vary']).toMatch(/accept-encoding/i);
        expect(plain.headers).not.toHaveProperty('content-encoding');
        expect(decoded(gzip)).toBe(plain.text);
        expect(new Set(tags).size).toBe(2);
        for (const tag of tags) expect(tag).toMatch(/^"[^"]+"$/);
        for (const [coding, own, other] of [
          ['gzip', tags[0]!, tags[1]!],
          ['identity', tags[1]!, tags[0]!],
        ] as const) {
          const again = await ask(`GET /${path}`, { 'accept-encoding': coding, 'if-none-match': own });
          expect([coding, again.status, again.headers['etag'], again.body.length]).toEqual([
            coding,
            304,
            own,
            0,
          ]);
          expect(again.headers['vary']).toMatch(/accept-encoding/i);
          expect(again.headers).not.toHaveProperty('content-encoding');
          const whole = await ask(`GET /${path}`, { 'accept-encoding': coding, 'if-none-match': other });
          expect([coding, whole.status, decoded(whole)]).toEqual([coding, 200, plain.text]);
        }
      },
    );

    it('answers 304 where its decision is not known yet', async () => {
      await start();
      const { etag } = (await ask('GET /hashed')).headers;
      const headers = { 'accept-encoding': 'gzip;q=0.9', 'if-none-match': etag! };
      const first = await send(app, 'GET /hashed', headers);
      // The compressor decides about a 200.
      expect(statuses.splice(0)).toEqual([200]);
      // In front of Fastify it decides when nothing can be changed any more, and is known from then on.
      expect(first.status).toBe(stage.adapter.name === 'fastify' ? 200 : 304);
      expect(first.headers['etag']).toBe(etag);
      const again = await ask('GET /hashed', headers);
      expect([again.status, again.headers['etag'], again.body.length]).toEqual([304, etag, 0]);
    });

    it('needs no handler where its decision is known', async () => {
      await start();
      const { etag } = (await ask('GET /versioned')).headers;
      store.calls = 0;
      expect((await ask('GET /versioned', { 'if-none-match': etag! })).status).toBe(304);
      expect(store.calls).toBe(0);
    });

    it('leaves a 304 and a 204 without content, however small a body it codes', async () => {
      await start(0);
      const { etag } = (await ask('GET /hashed')).headers;
      const unchanged = await ask('GET /hashed', { 'if-none-match': etag! });
      const applied = await ask('PATCH /versioned', { 'if-match': '"0"' });
      for (const [answer, status] of [
        [unchanged, 304],
        [applied, 204],
      ] as const) {
        expect([answer.status, answer.body.length]).toEqual([status, 0]);
        if (stage.adapter.name !== 'fastify') expect(answer.headers).not.toHaveProperty('content-encoding');
      }
    });

    it('codes a 412 like any other error', async () => {
      await start(0);
      for (const target of ['GET /hashed', 'GET /versioned', 'GET /streamed', 'PUT /versioned']) {
        const answer = await ask(target, { 'if-match': '"0"' });
        expect([target, answer.status, JSON.parse(decoded(answer))]).toEqual([
          target,
          412,
          expect.objectContaining({ statusCode: 412 }),
        ]);
      }
    });

    it('lets whoever read any coding write', async () => {
      await start();
      const { etag } = (await ask('GET /versioned')).headers;
      const written = await ask('PUT /versioned', { 'if-match': etag! }, { a: 1 });
      expect([written.status, written.headers['content-encoding']]).toEqual([200, 'gzip']);
      expect((await ask('GET /versioned')).headers['etag']).toBe(written.headers['etag']);
      expect((await ask('PUT /versioned', { 'if-match': etag! }, { a: 1 })).status).toBe(412);
    });

    it('has the tag of GET for a HEAD', async () => {
      await start();
      const { etag } = (await ask('GET /versioned')).headers;
      const head = await ask('HEAD /versioned');
      expect([head.status, head.headers['etag'], head.body.length]).toEqual([200, etag, 0]);
      expect((await ask('HEAD /versioned', { 'if-none-match': etag! })).status).toBe(304);
    });

    it('leaves ranges alone', async () => {
      await start(0);
      const plain = (await ask('GET /ranged', { 'accept-encoding': 'identity' })).headers['etag'];
      const part = await ask('GET /ranged', { range: 'bytes=0-3' });
      expect([part.status, part.text, part.headers['etag']]).toEqual([206, 'text', plain]);
      expect(part.headers['content-encoding'] ?? 'identity').toBe('identity');
    });

    it('has one tag for what it does not code', async () => {
      await start();
      const [gzip, plain] = [
        await ask('GET /small'),
        await ask('GET /small', { 'accept-encoding': 'identity' }),
      ];
      expect(gzip.headers['etag']).toBe(plain.headers['etag']);
      expect((await ask('GET /small', { 'if-none-match': gzip.headers['etag']! })).status).toBe(304);
    });

    it('tags the first response of all as well', async () => {
      await start();
      const [gzip, plain] = [
        await ask('GET /versioned'),
        await ask('GET /versioned', { 'accept-encoding': 'identity' }),
      ];
      expect(gzip.headers['content-encoding']).toBe('gzip');
      expect([gzip.headers['etag'], plain.headers['etag']]).toEqual([expect.stringMatching(/^"1\../), '"1"']);
    });

    // The others do not look at Cache-Control.
    if (name === 'compression' || name === 'express-compression')
      it.each(['plain', 'plain-stream'])('sees no-transform in time: GET /%s', async (path) => {
        await start();
        const answer = await ask(`GET /${path}`);
        expect(answer.headers['cache-control']).toContain('no-transform');
        expect(answer.headers).not.toHaveProperty('content-encoding');
      });
  });
});
