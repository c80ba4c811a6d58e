/** Streams and ranges behind a compressor, whose decision comes after ours: what it will be is unknown, or was once seen. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Header,
  Injectable,
  Module,
  StreamableFile,
  type DynamicModule,
  type INestApplication,
} from '@nestjs/common';
import {
  createReadStream,
  mkdtempSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import {
  AcceptRanges,
  currentFrom,
  ETag,
  EtagModule,
  fileTag,
  type EtagModuleOptions,
} from '../../../src/index.js';
import { startApp, type RunningApp } from '../../support/adapters.js';
import { STAGES } from '../../support/stages.js';
import { request, type WireResponse } from '../../support/wire.js';

const folder = mkdtempSync(join(tmpdir(), 'coded-'));
const path = join(folder, 'file');
const MODIFIED = 'Wed, 01 May 2024 12:00:00 GMT';
const BEFORE = 'Wed, 01 May 2024 11:59:59 GMT';
const CONTENT = 'content '.repeat(500);
/** Each file has its own options: Nest 11 writes the length of a file into the object it is given. */
const type = () => ({ type: 'text/plain' });

@Injectable()
class Disk {
  stat(): Stats {
    return statSync(path);
  }
}

@Controller()
@AcceptRanges()
class FilesController {
  @Get('file') @ETag() file(): StreamableFile {
    return new StreamableFile(createReadStream(path), type());
  }

  @Get('current')
  @ETag({ tag: fileTag, current: currentFrom(Disk, (disk) => disk.stat()) })
  current(): StreamableFile {
    return new StreamableFile(createReadStream(path), type());
  }

  @Get('buffer') @ETag() buffer(): StreamableFile {
    return new StreamableFile(Buffer.from(CONTENT), type());
  }

  @Get('stream') @ETag(() => 's') stream(): StreamableFile {
    return new StreamableFile(Readable.from([CONTENT]), { ...type(), length: CONTENT.length });
  }

  @Get('unsized') @ETag(() => 'u') @Header('Content-Type', 'text/plain') unsized(): StreamableFile {
    return new StreamableFile(Readable.from([CONTENT]));
  }

  @Get('weak') @ETag(() => 'W/"w"') weak(): StreamableFile {
    return new StreamableFile(Buffer.from(CONTENT), type());
  }

  @Get('precoded') @ETag() @Header('Content-Encoding', 'gzip') precoded(): StreamableFile {
    return new StreamableFile(gzipSync(CONTENT), type());
  }
}

@Module({})
class FilesModule {
  static with(options: EtagModuleOptions): DynamicModule {
    return {
      module: FilesModule,
      imports: [EtagModule.forRoot(options)],
      controllers: [FilesController],
      providers: [Disk],
    };
  }
}

beforeEach(() => {
  writeFileSync(path, CONTENT);
  utimesSync(path, new Date(MODIFIED), new Date(MODIFIED));
});
afterEach(() => rmSync(path));

const OPTIONS: readonly EtagModuleOptions[] = [
  {},
  { coding: 'weaken' },
  { secret: 'correct horse battery staple', weakIfMatch: true },
];

describe.each(STAGES)('on $name', ({ adapter }) => {
  describe.each(OPTIONS)('with options %j', (options) => {
    let app: RunningApp;
    const start = async (compressed = true) => {
      const configure = (nest: INestApplication) => (compressed ? adapter.compress(nest) : undefined);
      app = await startApp(FilesModule.with(options), adapter, { configure });
    };
    afterEach(() => app.close());

    const send = (
      name: string,
      headers: Record<string, string> = {},
      method = 'GET',
    ): Promise<WireResponse> =>
      request(app.port, { method, path: `/${name}`, headers: { 'accept-encoding': 'gzip', ...headers } });
    const range = (name: string, headers: Record<string, string> = {}) =>
      send(name, { range: 'bytes=0-6', ...headers });

    it.each(['file', 'current', 'buffer', 'stream', 'unsized', 'weak', 'precoded'])(
      'HEAD of /%s has the tag of the GET, or none as long as nobody knows it',
      async (name) => {
        await start();
        const before = await send(name, {}, 'HEAD');
        const { headers, body } = await send(name);
        expect([headers['content-encoding'], body.length < CONTENT.length]).toEqual(['gzip', true]);
        if (before.headers['etag'] !== undefined) expect(before.headers['etag']).toBe(headers['etag']);
        const after = await send(name, {}, 'HEAD');
        expect([after.status, after.headers['etag'], after.body.length]).toEqual([200, headers['etag'], 0]);
        // Weak tags do not match in If-Match, and the others do.
        const conditional = await send(name, { 'if-match': headers['etag']! }, 'HEAD');
        const isAccepted = !headers['etag']!.startsWith('W/') || (options.weakIfMatch && name !== 'weak');
        expect(conditional.status).toBe(isAccepted ? 200 : 412);
      },
    );

    describe.each([true, false])('whether the coding is known or not: %s', (isKnown) => {
      beforeEach(async () => {
        await start();
        if (isKnown)
          for (const name of ['file', 'current', 'buffer', 'stream', 'weak', 'unsized']) await send(name);
      });

      it.each(['file', 'current', 'buffer', 'stream'])(
        'preconditions of /%s come before its ranges',
        async (name) => {
          const partial = await range(name);
          expect([partial.status, partial.text]).toEqual([206, 'content']);
          const { etag } = partial.headers;
          const answers = await Promise.all(
            [
              { 'if-match': '"stale"' },
              { 'if-match': `W/${etag}` },
              { 'if-match': '"stale", W/"other"' },
              { 'if-match': 'junk' },
              { 'if-match': etag! },
              { 'if-match': `"stale", ${etag}` },
              { 'if-match': '*' },
              { 'if-match': '"stale"', 'if-range': etag! },
              { 'if-match': '"stale"', range: 'bytes=9999-' },
              { 'if-match': '"stale"', range: 'items=1' },
            ].map((headers) => range(name, headers as Record<string, string>)),
          );
          const weak = options.weakIfMatch ? 206 : 412;
          expect(answers.map(({ status }) => status)).toEqual([
            412,
            weak,
            412,
            400,
            206,
            206,
            206,
            412,
            412,
            412,
          ]);
          for (const { status, headers, text } of answers) {
            if (status === 206) expect([text, headers['etag']]).toEqual(['content', etag]);
            else expect(headers).not.toHaveProperty('content-range');
          }
        },
      );

      it('so do dates', async () => {
        expect((await range('file', { 'if-unmodified-since': BEFORE })).status).toBe(412);
        expect((await range('file', { 'if-unmodified-since': MODIFIED })).status).toBe(206);
        // Ignored beside If-Match (13.1.4).
        const { etag } = (await range('file')).headers;
        expect((await range('file', { 'if-unmodified-since': BEFORE, 'if-match': etag! })).status).toBe(206);
        // No date is known of a Buffer (13.1.4).
        expect((await range('buffer', { 'if-unmodified-since': BEFORE })).status).toBe(206);
      });

      it('a weak tag is no match', async () => {
        expect((await range('weak', { 'if-match': (await send('weak')).headers['etag']! })).status).toBe(412);
        expect((await range('weak', { 'if-match': '*' })).status).toBe(206);
      });

      it('without a Range, a stale If-Match is 412 as well, and a current one in whatever coding is not', async () => {
        for (const name of ['file', 'buffer', 'stream', 'unsized']) {
          expect((await send(name, { 'if-match': '"stale"' })).status).toBe(412);
          const plain = (await send(name, { 'accept-encoding': 'identity' })).headers['etag']!;
          const again = await send(name, { 'if-match': plain });
          expect([name, again.status, again.headers['content-encoding']]).toEqual([name, 200, 'gzip']);
          const isStrong = !again.headers['etag']!.startsWith('W/');
          const coded = await send(name, { 'if-match': again.headers['etag']! });
          expect([name, coded.status]).toEqual([name, isStrong || options.weakIfMatch ? 200 : 412]);
        }
      });

      it('a file that changed is not continued', async () => {
        const { etag } = (await range('file')).headers;
        writeFileSync(path, CONTENT.toUpperCase());
        const answer = await range('file', { 'if-match': etag! });
        expect(answer.status).toBe(412);
        expect((await range('file', { 'if-range': etag! })).status).toBe(200);
      });
    });

    it.each([true, false])(
      'a range of what the handler coded is of its tag: compressor %s',
      async (compressed) => {
        await start(compressed);
        const whole = await send('precoded');
        expect(whole.headers['content-encoding']).toBe('gzip');
        const { etag } = whole.headers;
        const partial = await range('precoded', { 'if-match': '*' });
        expect([partial.status, partial.headers['etag'], partial.headers['content-encoding']]).toEqual([
          206,
          etag,
          'gzip',
        ]);
        expect(partial.body.equals(whole.body.subarray(0, 7))).toBe(true);
        const rest = await range('precoded', { range: 'bytes=7-', 'if-range': etag! });
        const isStrong = !etag!.startsWith('W/');
        expect(rest.status).toBe(isStrong ? 206 : 200);
        if (isStrong) expect(Buffer.concat([partial.body, rest.body]).equals(whole.body)).toBe(true);
        expect((await range('precoded', { 'if-none-match': etag! })).status).toBe(304);
        expect((await range('precoded', { 'if-match': '"stale"' })).status).toBe(412);
      },
    );

    it('is as without a compressor', async () => {
      await start(false);
      const { etag } = (await range('file')).headers;
      expect((await range('file', { 'if-match': '"stale"' })).status).toBe(412);
      expect((await range('file', { 'if-match': etag! })).status).toBe(206);
      expect((await range('file', { 'if-unmodified-since': BEFORE })).status).toBe(412);
    });
  });
});
