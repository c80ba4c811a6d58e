import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ClassSerializerInterceptor,
  Controller,
  Get,
  Header,
  Post,
  Put,
  UseInterceptors,
} from '@nestjs/common';
import { Exclude } from 'class-transformer';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { map } from 'rxjs';
import { CacheControl, ETag, EtagModule, NoETag } from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { request } from '../../support/wire.js';

class User {
  readonly name = 'Ada ☂';

  @Exclude()
  readonly password: string = Math.random().toString();
}

let serialised = 0;
const counted = {
  toJSON() {
    serialised += 1;
    return { items: Array.from({ length: 200 }, (_, id) => ({ id })) };
  },
};

const wrapping = {
  intercept: (_: unknown, next: { handle(): never }) => map((data) => ({ data }))(next.handle()),
};

@Controller('bodies')
@ETag()
class BodiesController {
  @Get('json') json(): object {
    return { name: 'Ada', tags: ['☂', 'é'] };
  }

  @Get('text') text(): string {
    return 'plain ☂';
  }

  @Get('html') @Header('Content-Type', 'text/html') html(): string {
    return '<p>☂</p>';
  }

  @Get('long') long(): string {
    return '☂'.repeat(5_000);
  }

  @Get('bytes') @Header('Content-Type', 'application/octet-stream') bytes(): Buffer {
    return Buffer.from([0, 1, 254, 255]);
  }

  @Get('empty') empty(): void {}

  @Get('number') number(): number {
    return 42;
  }

  @Get('serialised') @UseInterceptors(ClassSerializerInterceptor) user(): User {
    return new User();
  }

  @UseInterceptors(wrapping) @Get('wrapped') wrapped(): object {
    return { name: 'Ada' };
  }

  @Get('counted') counted(): object {
    return counted;
  }

  @Get('sha1') @ETag({ hash: 'sha1' }) sha1(): string {
    return 'x';
  }

  @Get('weak') @ETag({ weak: true, vary: ['Accept-Language'] }) weak(): string {
    return 'x';
  }

  @Get('no-store') @CacheControl({ noStore: true }) noStore(): string {
    return 'x';
  }

  @Get('none') @NoETag() none(): string {
    return 'x';
  }

  @Post('json') create(): object {
    return { name: 'Ada' };
  }

  @Put('json') @NoETag() update(): object {
    return { name: 'Ada' };
  }
}

const sha256 = (body: Buffer) => `"${createHash('sha256').update(body).digest('base64url')}"`;
const PATHS = [
  'json',
  'text',
  'html',
  'long',
  'bytes',
  'empty',
  'number',
  'serialised',
  'wrapped',
  'counted',
];
const tags: Record<string, Record<string, string | undefined>> = {};

describe.each(ADAPTERS)('the tag of the bytes sent, on $name', (adapter) => {
  let running: RunningApp;

  beforeAll(async () => {
    running = await startApp({ imports: [EtagModule.forRoot()], controllers: [BodiesController] }, adapter);
  });
  afterAll(() => running.close());

  const get = (path: string, headers = {}) => request(running.port, { path: `/bodies/${path}`, headers });

  it.each(PATHS)('is their SHA-256: %s', async (path) => {
    const { status, headers, body } = await get(path);
    expect({ status, etag: headers['etag'] }).toEqual({ status: 200, etag: sha256(body) });
    (tags[adapter.name] ??= {})[path] = headers['etag'];
  });

  it.each(PATHS)('is the same to HEAD, and answers it 304: %s', async (path) => {
    const { headers } = await get(path);
    const head = await request(running.port, { method: 'HEAD', path: `/bodies/${path}` });
    const again = await request(running.port, {
      method: 'HEAD',
      path: `/bodies/${path}`,
      headers: { 'if-none-match': headers['etag'] },
    });
    expect([head.status, head.headers['etag'], again.status]).toEqual([200, headers['etag'], 304]);
    // Express gives an empty answer to HEAD no Content-Length, tagged or not.
    if (path !== 'empty') expect(head.headers['content-length']).toBe(headers['content-length']);
  });

  it.each(PATHS)('answers 304 with no content and nothing about it: %s', async (path) => {
    const { headers } = await get(path);
    const again = await get(path, { 'if-none-match': headers['etag'] });
    expect({ status: again.status, length: again.body.length }).toEqual({ status: 304, length: 0 });
    expect(again.headers).toMatchObject({ etag: headers['etag'], date: expect.any(String) });
    expect(Object.keys(again.headers).filter((name) => name.startsWith('content-'))).toEqual([]);
    expect(again.headers).not.toHaveProperty('transfer-encoding');
  });

  it('hides what the serializer hides', async () => {
    const [one, two] = [await get('serialised'), await get('serialised')];
    expect(one.text).not.toContain('password');
    expect(one.headers['etag']).toBe(two.headers['etag']);
  });

  it('costs one serialisation, for 200 and for 304', async () => {
    serialised = 0;
    const { headers } = await get('counted');
    await get('counted', { 'if-none-match': headers['etag'] });
    expect(serialised).toBe(2);
  });

  it('takes another hash', async () => {
    const { headers } = await get('sha1');
    expect(headers['etag']).toBe(`"${createHash('sha1').update('x').digest('base64url')}"`);
  });

  it('is weak on request, and says what the representation varies by, in a 304 as well', async () => {
    const { headers } = await get('weak');
    const again = await get('weak', { 'if-none-match': headers['etag'] });
    expect(headers['etag']).toMatch(/^W\/"/);
    expect([again.status, headers['vary'], again.headers['vary']]).toEqual([
      304,
      'Accept-Language',
      'Accept-Language',
    ]);
  });

  it.each(['no-store', 'none'])('is not made for %s', async (path) => {
    const { status, headers } = await get(path);
    expect({ status, etag: headers['etag'] }).toEqual({ status: 200, etag: undefined });
  });

  it.each(['POST', 'PUT'])(
    'is not made for a %s, whose body need not be what a GET would show',
    async (method) => {
      const { headers } = await request(running.port, { method, path: '/bodies/json' });
      expect(headers['etag']).toBeUndefined();
    },
  );
});

describe('the tag of the bytes sent', () => {
  it('is the same on every adapter', () => {
    // Nest sends a Buffer as JSON on Express, and as its bytes elsewhere.
    expect({ ...tags['express'], bytes: '' }).toEqual({ ...tags['fastify'], bytes: '' });
    expect(tags['node']).toEqual(tags['fastify']);
    expect(Object.keys(tags['express']!)).toEqual(PATHS);
  });

  it('is the same in another process', async () => {
    const fixture = new URL('../../fixtures/tagged-app.mjs', import.meta.url);
    const child = spawn(process.execPath, [fixture.pathname], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [printed] = (await once(child.stdout!, 'data')) as [Buffer];
    expect(JSON.parse(printed.toString())).toEqual({
      express: tags['express']!['json'],
      fastify: tags['fastify']!['json'],
      node: tags['node']!['json'],
    });
  });
});
