/** Ranges of what the handler has coded itself: each is a range of the representation whose tag it carries. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Header, Res, StreamableFile } from '@nestjs/common';
import { AcceptRanges, ETag, Versioned } from 'nestjs-etag';
import { mkdtempSync, rmSync, utimesSync, writeFileSync, createReadStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { RunningApp } from '../../support/adapters.js';

import { send, STAGES, type AnyResponse } from '../../support/stages.js';

const BYTES = gzipSync('content '.repeat(500));
const folder = mkdtempSync(join(tmpdir(), 'coded-ranges-'));
const path = join(folder, 'file.gz');
writeFileSync(path, BYTES);
utimesSync(path, new Date(0), new Date(0));

const type = 'text/plain';

@Controller()
@AcceptRanges()
@ETag()
class CodedController {
  @Get('raw') @Header('Content-Encoding', 'gzip') @Header('Content-Type', type) raw(): Buffer {
    return BYTES;
  }

  @Get('buffer') @Header('Content-Encoding', 'gzip') buffer(): StreamableFile {
    return new StreamableFile(BYTES, { type });
  }

  @Get('file') @Header('Content-Encoding', 'gzip') file(): StreamableFile {
    return new StreamableFile(createReadStream(path), { type });
  }

  @Get('handler') handler(@Res({ passthrough: true }) response: AnyResponse): StreamableFile {
    response.header('Content-Encoding', 'gzip');
    return new StreamableFile(BYTES, { type });
  }

  @Get('own') @Header('Content-Encoding', 'gzip') @Header('ETag', '"own"') own(): StreamableFile {
    return new StreamableFile(BYTES, { type });
  }

  @Get('version') @Header('Content-Encoding', 'gzip') @Versioned() version(): StreamableFile {
    return Object.assign(new StreamableFile(BYTES, { type }), { version: 1 });
  }
}

const COMPRESSED = [false, true];

describe.each(STAGES)('coded content in ranges, on $name', (stage) => {
  describe.each(COMPRESSED)('behind a compressor: %s', (compressed) => {
    let app: RunningApp;
    beforeAll(async () => {
      app = await stage.start({
        controllers: [CodedController],
        configure: (nest) => (compressed ? stage.adapter.compress(nest) : undefined),
      });
    });
    afterAll(() => app.close());

    it.each(['raw', 'buffer', 'file', 'handler', 'own', 'version'])(
      'has the tag of the whole, which If-Range takes: GET /%s',
      async (name) => {
        const get = (headers = {}) => send(app, `GET /${name}`, { 'accept-encoding': 'gzip', ...headers });
        const whole = await get();
        const { etag } = whole.headers;
        expect([whole.status, whole.headers['content-encoding'], whole.body.equals(BYTES)]).toEqual([
          200,
          'gzip',
          true,
        ]);
        expect(etag).toMatch(/^"[^"]+"$/);
        for (const headers of [{}, { 'if-range': etag }, { 'if-match': etag }]) {
          const part = await get({ range: 'bytes=10-19', ...headers });
          expect([headers, part.status, part.headers['etag'], part.headers['content-encoding']]).toEqual([
            headers,
            206,
            etag,
            'gzip',
          ]);
          expect(part.body.equals(BYTES.subarray(10, 20))).toBe(true);
        }
        expect((await get({ range: 'bytes=10-19', 'if-range': '"other"' })).status).toBe(200);
        expect((await get({ range: 'bytes=10-19', 'if-none-match': etag })).status).toBe(304);
        expect((await get({ range: 'bytes=10-19', 'if-match': '"other"' })).status).toBe(412);
        const unsatisfied = await get({ range: `bytes=${BYTES.length}-` });
        expect([unsatisfied.status, unsatisfied.headers['content-encoding']]).toEqual([416, undefined]);
      },
    );
  });
});

afterAll(() => rmSync(folder, { recursive: true }));
