import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, HttpCode, Injectable, NotFoundException, Param, Post, Put } from '@nestjs/common';
import { EMPTY, type Observable } from 'rxjs';
import {
  currentFrom,
  entityTag,
  ETag,
  EtagModule,
  IfMatch,
  LastModified,
  Versioned,
  type ExpectedVersion,
  type TagValue,
} from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { request } from '../../support/wire.js';
import { withinASecond } from '../../support/within-a-second.js';

const VALUES: Record<string, TagValue> = {
  text: 'v1',
  quoted: '"v1"',
  weak: 'W/"v1"',
  object: entityTag('v1'),
  injected: 'v1"\r\nSet-Cookie: stolen=1\r\n\r\n<script>',
  unicode: '☂\u0000',
  none: undefined,
};

class ETagError extends Error {}

@Injectable()
class Entities {
  version = 1;
}

const later = currentFrom(Entities, async ({ version }) => ({ rev: version }));
const revision = async ({ rev }: { rev: number }): Promise<string> => `r${rev}`;

@Controller('tags')
class TagsController {
  constructor(private readonly entities: Entities) {}

  @Get('value/:name')
  @ETag(({ name }: { name: string }) => VALUES[name])
  value(@Param('name') name: string): object {
    return { name };
  }

  @Get('later')
  @ETag({ tag: revision, current: later })
  asynchronous(): object {
    return { rev: this.entities.version };
  }

  @Put('later')
  @ETag({ tag: revision, current: later })
  update(): object {
    this.entities.version += 1;
    return { rev: this.entities.version };
  }

  @Put('asserted')
  @ETag({ tag: revision })
  async asserted(@IfMatch() expected: ExpectedVersion): Promise<object> {
    await expected.assert({ rev: this.entities.version });
    return { rev: this.entities.version };
  }

  @Put('asserted-absent')
  @Versioned()
  async assertedAbsent(@IfMatch() expected: ExpectedVersion): Promise<object> {
    await expected.assert(null);
    return { version: 1 };
  }

  @Put('asserted-upsert')
  @Versioned({ creates: true })
  async assertedUpsert(@IfMatch() expected: ExpectedVersion): Promise<object> {
    await expected.assert(undefined);
    return { version: 1 };
  }

  @Get('failing')
  @ETag(() => {
    throw new ETagError('no tag today');
  })
  failing(): object {
    return { ok: true };
  }

  @Get('rejecting')
  @ETag(() => Promise.reject(new ETagError('no tag today')))
  rejecting(): object {
    return { ok: true };
  }

  @Get('failing-current')
  @ETag({
    tag: () => {
      throw new ETagError('no tag today');
    },
    current: later,
  })
  failingCurrent(): object {
    return { ok: true };
  }

  @Get('unversioned')
  @Versioned({ column: ['a', 'b'] })
  unversioned(): object {
    return { a: 1 };
  }

  @Get('nothing')
  @Versioned()
  nothing(): void {}

  @Get('empty')
  @Versioned()
  empty(): Observable<never> {
    return EMPTY;
  }

  @Get('dated')
  @LastModified('updatedAt')
  dated(): object {
    return { updatedAt: new Date('2024-05-06T07:08:09.700Z') };
  }

  @Get('future')
  @ETag({ lastModified: () => Date.now() + 3_600_000 })
  future(): object {
    return {};
  }

  @Post()
  @Versioned({ lastModified: 'updatedAt' })
  create(): object {
    return { version: 1, updatedAt: new Date('2024-05-06T07:08:09Z') };
  }

  @Post('missing')
  @Versioned()
  @HttpCode(200)
  createMissing(): never {
    throw new NotFoundException();
  }
}

describe.each(ADAPTERS)('tags, on $name', (adapter) => {
  let running: RunningApp;

  beforeAll(async () => {
    const metadata = {
      imports: [EtagModule.forRoot()],
      controllers: [TagsController],
      providers: [Entities],
    };
    running = await startApp(metadata, adapter);
  });
  afterAll(() => running.close());
  beforeEach(() => {
    running.app.get(Entities).version = 1;
  });

  const ask = (path: string, headers = {}, method = 'GET') =>
    request(running.port, { path: `/tags${path}`, headers, method });

  it.each([
    ['text', '"v1"'],
    ['quoted', '"v1"'],
    ['weak', 'W/"v1"'],
    ['object', '"v1"'],
    ['unicode', '"%u2602%00"'],
    ['injected', '"v1%22%0D%0ASet-Cookie:%20stolen=1%0D%0A%0D%0A<script>"'],
    ['none', undefined],
  ])('a tag function that returns %s', async (name, etag) => {
    const { status, headers } = await ask(`/value/${name}`);
    expect({ status, etag: headers['etag'] }).toEqual({ status: 200, etag });
    expect(headers).not.toHaveProperty('set-cookie');
    if (etag) expect((await ask(`/value/${name}`, { 'if-none-match': etag })).status).toBe(304);
  });

  it('may be made later, before the handler and after it', async () => {
    expect((await ask('/later')).headers['etag']).toBe('"r1"');
    expect((await ask('/later', { 'if-none-match': '"r1"' })).status).toBe(304);
    expect((await ask('/later', { 'if-match': '"r0"' }, 'PUT')).status).toBe(412);
    const updated = await ask('/later', { 'if-match': '"r1"' }, 'PUT');
    expect([updated.status, updated.headers['etag']]).toEqual([200, '"r2"']);
    expect((await ask('/asserted', { 'if-match': '"r1"' }, 'PUT')).headers['etag']).toBe('"r2"');
    expect((await ask('/asserted', { 'if-match': '"r2"' }, 'PUT')).status).toBe(200);
  });

  it('asserted against nothing: 404, or 412 where the route creates', async () => {
    expect((await ask('/asserted-absent', { 'if-match': '"1"' }, 'PUT')).status).toBe(404);
    expect((await ask('/asserted-upsert', { 'if-match': '*' }, 'PUT')).status).toBe(412);
    expect((await ask('/asserted-upsert', { 'if-none-match': '*' }, 'PUT')).status).toBe(200);
    expect((await ask('/asserted-absent', {}, 'PUT')).status).toBe(200);
  });

  it.each([
    ['/failing', 'TagsController.failing sends no ETag: making its tag failed: Error: no tag today'],
    ['/rejecting', 'TagsController.rejecting sends no ETag: making its tag failed: Error: no tag today'],
    ['/unversioned', 'TagsController.unversioned sends no ETag: what it returned has no property a, b'],
  ])('that cannot be made cost %s its ETag, and a line in the log, once', async (path, line) => {
    running.logger.clear();
    for (const headers of [{}, {}, { 'if-none-match': '"x"' }]) {
      const response = await ask(path, headers);
      expect([response.status, response.headers['etag']]).toEqual([200, undefined]);
    }
    expect(running.logger.warnings.filter((warning) => warning.includes(line))).toHaveLength(1);
  });

  it('that cannot be made of the current state fail the request, as the handler would', async () => {
    expect((await ask('/failing-current', { 'if-none-match': '"x"' })).status).toBe(500);
  });

  it('are not expected of nothing', async () => {
    running.logger.clear();
    expect((await ask('/nothing')).status).toBe(200);
    expect(running.logger.warnings).toEqual([]);
  });

  it('leave an empty stream of the application what it is without us', async () => {
    expect((await ask('/empty')).status).toBe(500);
    expect(running.logger.errors.join()).toContain('EmptyError');
    running.logger.clear();
  });

  it('go with a modification date, or without', async () => {
    const { headers } = await ask('/dated');
    expect(headers).toMatchObject({ 'last-modified': 'Mon, 06 May 2024 07:08:09 GMT' });
    expect(headers).not.toHaveProperty('etag');
    const again = await ask('/dated', { 'if-modified-since': headers['last-modified'] });
    expect([again.status, again.headers['last-modified']]).toEqual([304, headers['last-modified']]);
    const earlier = await ask('/dated', { 'if-modified-since': 'Mon, 06 May 2024 07:08:08 GMT' });
    expect(earlier.status).toBe(200);
  });

  it('never say a resource was modified after the response was made', async () => {
    const { headers } = await withinASecond(() => ask('/future'));
    expect(Date.parse(headers['last-modified']!)).toBeLessThanOrEqual(Date.parse(headers['date']!));
  });

  it('come with what was created', async () => {
    const created = await ask('', {}, 'POST');
    expect(created).toMatchObject({
      status: 201,
      headers: { etag: '"1"', 'last-modified': 'Mon, 06 May 2024 07:08:09 GMT' },
    });
    expect((await ask('/missing', {}, 'POST')).headers).not.toHaveProperty('etag');
  });
});
