import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, HttpCode, Injectable, Post } from '@nestjs/common';
import { Keyv } from 'keyv';
import { ETag, EtagModule, ForgetsTags, Versioned, type EtagModuleOptions } from '../../../src/index.js';
import { ADAPTERS, startApp, type Adapter, type RunningApp } from '../../support/adapters.js';
import { request } from '../../support/wire.js';
import { CODINGS, decoded, get } from './coded-app.js';

@Injectable()
class Lists {
  calls = 0;
  version = 1;

  read() {
    this.calls += 1;
    return { id: 1, version: this.version, text: `${this.version} `.repeat(1_000) };
  }
}

const remember = { groups: ['lists'] };

@Controller()
class ListsController {
  constructor(private readonly lists: Lists) {}

  @Get('hashed') @ETag({ remember }) hashed() {
    return this.lists.read();
  }

  @Get('versioned') @Versioned({ remember }) versioned() {
    return this.lists.read();
  }

  @Post('versioned') @HttpCode(200) @Versioned() @ForgetsTags('lists') write(
    @Body() { version }: { version: number },
  ) {
    this.lists.version = version;
    return this.lists.read();
  }

  /** A read that forgets: there is no need for one, and it must not break either. */
  @Get('refreshed') @ETag() @ForgetsTags('lists') refreshed() {
    return this.lists.read();
  }
}

const start = (adapter: Adapter, options?: EtagModuleOptions) =>
  startApp(
    { imports: [EtagModule.forRoot(options)], controllers: [ListsController], providers: [Lists] },
    adapter,
    { configure: (app) => adapter.compress(app) },
  );

describe.each(ADAPTERS)('remembered tags behind a compressor, on $name', (adapter) => {
  let app: RunningApp;
  let lists: Lists;
  beforeAll(async () => {
    app = await start(adapter, { preconditions: 'optional' });
    lists = app.app.get(Lists);
  });
  afterAll(() => app.close());

  it.each(['/hashed', '/versioned'])('are those of each coding: %s', async (path) => {
    const tags = new Map<string, string>();
    for (const coding of CODINGS) tags.set(coding, (await get(app, path, coding)).headers['etag']!);
    expect(new Set(tags.values()).size).toBe(3);
    lists.calls = 0;
    for (const coding of CODINGS) {
      const again = await get(app, path, coding, { 'if-none-match': tags.get(coding)! });
      expect([again.status, again.headers['etag'], lists.calls]).toEqual([304, tags.get(coding), 0]);
      expect(again.headers['vary']).toMatch(/accept-encoding/i);
    }
    const [gzip, br] = [tags.get('gzip')!, tags.get('br')!];
    expect((await get(app, path, 'br', { 'if-none-match': gzip })).status).toBe(200);
    expect((await get(app, path, 'br', { 'if-none-match': `${gzip}, ${br}` })).status).toBe(304);
  });

  it.each(CODINGS)('end with a write, whose own answer has the tag of its coding: %s', async (coding) => {
    const { etag } = (await get(app, '/versioned', coding)).headers;
    const written = await request(app.port, {
      method: 'POST',
      path: '/versioned',
      headers: { 'accept-encoding': coding },
      body: { version: lists.version + 1 },
    });
    expect([written.status, written.headers['content-encoding'] ?? 'identity']).toEqual([200, coding]);
    const read = await get(app, '/versioned', coding, { 'if-none-match': etag! });
    expect([read.status, read.headers['etag']]).toEqual([200, written.headers['etag']]);
    expect(decoded(read)).toBe(decoded(written));
  });

  it('survive a read that forgets', async () => {
    for (const coding of CODINGS) {
      const first = await get(app, '/refreshed', coding);
      expect([first.status, JSON.parse(decoded(first))]).toEqual([200, expect.objectContaining({ id: 1 })]);
      const again = await get(app, '/refreshed', coding, { 'if-none-match': '"other"' });
      expect([again.status, decoded(again), again.headers['etag']]).toEqual([
        200,
        decoded(first),
        first.headers['etag'],
      ]);
    }
  });
});

describe.each(ADAPTERS)('remembered tags of two releases with one store, on $name', (adapter) => {
  it('are not taken for one another', async () => {
    const options = { store: new Keyv(), rememberedTags: { recoveryDelay: 0 } };
    const before = await start(adapter, { ...options, namespace: 'release 1' });
    const after = await start(adapter, { ...options, namespace: 'release 2' });
    const { etag } = (await get(before, '/hashed', 'identity')).headers;
    const calls = async (app: RunningApp) => {
      app.app.get(Lists).calls = 0;
      const answer = await get(app, '/hashed', 'identity', { 'if-none-match': etag! });
      return [answer.status, app.app.get(Lists).calls];
    };
    expect(await calls(before)).toEqual([304, 0]);
    // The other release has to say for itself that its bytes are the same.
    expect(await calls(after)).toEqual([304, 1]);
    await Promise.all([before.close(), after.close()]);
  });
});
