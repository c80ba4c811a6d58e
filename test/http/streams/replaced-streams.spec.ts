/** An interceptor sends something else than the stream that the handler returned: the tag is that of what is sent. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Header, Param, StreamableFile, type NestInterceptor } from '@nestjs/common';
import { AcceptRanges, ETag, EtagModule, LastModified } from 'nestjs-etag';
import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { map } from 'rxjs';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { send } from '../../support/stages.js';

const PATH = 'package.json';
const OWN_DATE = 'Wed, 01 May 2024 12:00:00 GMT';

const STREAMS: Readonly<Record<string, () => StreamableFile>> = {
  file: () => new StreamableFile(createReadStream(PATH)),
  buffer: () => new StreamableFile(Buffer.from('the bytes of the file')),
  stream: () => new StreamableFile((source = Readable.from(['the bytes of the file']))),
};

/** The stream that was made last. */
let source: Readable;

const INSTEAD: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  object: () => ({ something: 'else' }),
  text: () => 'something else',
};

@Controller()
class FilesController {
  @Get('hashed/:kind') @ETag() hashed(@Param('kind') kind: string): StreamableFile {
    return STREAMS[kind]!();
  }

  @Get('ranged/:kind') @ETag() @AcceptRanges() ranged(@Param('kind') kind: string): StreamableFile {
    return STREAMS[kind]!();
  }

  @Get('made/:kind') @ETag({ tag: () => 'of-the-file', lastModified: () => 0 }) made(
    @Param('kind') kind: string,
  ): StreamableFile {
    return STREAMS[kind]!();
  }

  @Get('own/:kind')
  @ETag({ tag: () => 'of-the-file', lastModified: () => 0 })
  @Header('ETag', '"own"')
  @Header('Last-Modified', OWN_DATE)
  own(@Param('kind') kind: string): StreamableFile {
    return STREAMS[kind]!();
  }

  @Get('odd/:kind') @ETag() @Header('ETag', 'odd') odd(@Param('kind') kind: string): StreamableFile {
    return STREAMS[kind]!();
  }

  @Get('dated/:kind') @LastModified(() => 0) dated(@Param('kind') kind: string): StreamableFile {
    return STREAMS[kind]!();
  }
}

describe.each(ADAPTERS)('in the place of a stream, on $name', (adapter) => {
  let app: RunningApp;
  afterEach(() => app.close());

  const start = async (instead: (file: unknown) => unknown) => {
    const around: NestInterceptor = { intercept: (_, next) => next.handle().pipe(map(instead)) };
    app = await startApp({ imports: [EtagModule.forRoot()], controllers: [FilesController] }, adapter, {
      configure: (nest) => nest.useGlobalInterceptors(around),
    });
  };

  it.each(Object.keys(INSTEAD))('%s has the tag of what is sent', async (name) => {
    await start(INSTEAD[name]!);
    for (const route of ['hashed', 'ranged'])
      for (const kind of Object.keys(STREAMS)) {
        const { status, headers, body } = await send(app, `GET /${route}/${kind}`);
        const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
        expect([route, kind, status, headers['etag']]).toEqual([route, kind, 200, etag]);
        expect(headers).not.toHaveProperty('last-modified');
        expect((await send(app, `GET /${route}/${kind}`, { 'if-none-match': etag })).status).toBe(304);
      }
  });

  it.each(Object.keys(INSTEAD))('%s has none of the validators made of the stream', async (name) => {
    await start(INSTEAD[name]!);
    for (const route of ['made', 'dated'])
      for (const kind of Object.keys(STREAMS)) {
        const { status, headers } = await send(app, `GET /${route}/${kind}`);
        expect([route, kind, status, headers['etag'], headers['last-modified']]).toEqual([
          route,
          kind,
          200,
          undefined,
          undefined,
        ]);
      }
  });

  it.each(['object', 'text'])('%s leaves what the application set itself', async (name) => {
    await start(INSTEAD[name]!);
    for (const kind of Object.keys(STREAMS)) {
      const { headers } = await send(app, `GET /own/${kind}`);
      expect([kind, headers['etag'], headers['last-modified']]).toEqual([kind, '"own"', OWN_DATE]);
      // It is no entity-tag, and so not ours to judge.
      expect((await send(app, `GET /odd/${kind}`)).headers['etag']).toBe('odd');
    }
  });

  it('is not left open, unless another stream reads from it', async () => {
    await start(() => 'something else');
    await send(app, 'GET /made/stream');
    expect(source.destroyed).toBe(true);
    await app.close();
    await start((file) => new StreamableFile((file as StreamableFile).getStream().pipe(new PassThrough())));
    expect((await send(app, 'GET /made/stream')).text).toBe('the bytes of the file');
  });

  it.each(['file', 'buffer', 'stream'])('keeps its tag for HEAD as well: %s', async (kind) => {
    await start((file) => file);
    expect((await send(app, `HEAD /made/${kind}`)).headers['etag']).toBe('"of-the-file"');
    await app.close();
    await start(() => new StreamableFile(Readable.from(['another'])));
    expect((await send(app, `HEAD /made/${kind}`)).headers['etag']).toBeUndefined();
  });

  it('another stream has none of them either', async () => {
    await start(() => new StreamableFile(Readable.from(['another'])));
    for (const route of ['hashed', 'ranged', 'made', 'dated'])
      for (const kind of Object.keys(STREAMS)) {
        const { status, headers, text } = await send(app, `GET /${route}/${kind}`);
        expect([route, kind, status, text]).toEqual([route, kind, 200, 'another']);
        expect([headers['etag'], headers['last-modified'], headers['accept-ranges']]).toEqual([
          undefined,
          undefined,
          undefined,
        ]);
      }
  });

  // Of a HEAD that Nest answers on Fastify, nobody can tell who has destroyed the first.
  const methods = adapter.name === 'fastify' ? ['GET'] : ['GET', 'HEAD'];
  it.each(methods)('%s: another one has none of them where the first was destroyed', async (method) => {
    await start((file) => {
      (file as StreamableFile).getStream().destroy();
      return new StreamableFile(Readable.from(['another']));
    });
    for (const kind of Object.keys(STREAMS)) {
      const { status, headers } = await send(app, `${method} /made/${kind}`);
      expect([kind, status, headers['etag']]).toEqual([kind, 200, undefined]);
    }
  });

  it('keeps the tag of a stream that is passed on', async () => {
    await start((file) => file);
    const { size, mtimeMs } = statSync(PATH);
    const ofFile = `"${size.toString(16)}-${Math.floor(mtimeMs).toString(16)}"`;
    expect((await send(app, 'GET /hashed/file')).headers['etag']).toBe(ofFile);
    expect((await send(app, 'GET /made/stream')).headers['etag']).toBe('"of-the-file"');
    const partial = await send(app, 'GET /ranged/file', { range: 'bytes=0-1' });
    expect([partial.status, partial.headers['etag'], partial.text]).toEqual([206, ofFile, '{\n']);
  });
});
