/** Proxies that compress put a suffix on tags, and hand back what clients make of them: `tagSuffixes` takes it off. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Header, Put, StreamableFile } from '@nestjs/common';
import { AcceptRanges, currentFrom, ETag, IfMatch, Versioned, type ExpectedVersion } from 'nestjs-etag';
import type { RunningApp } from '../../support/adapters.js';
import { failureOf, send, STAGES } from '../../support/stages.js';

class Store {
  version = 1;

  read(): { version: number } {
    return { version: this.version };
  }
}

const current = currentFrom(Store, (store) => store.read());

@Controller()
class ThingsController {
  constructor(private readonly store: Store) {}

  @Get('versioned') @Versioned({ current, vary: ['Accept-Language'] }) read(): object {
    return this.store.read();
  }

  @Put('versioned') @Versioned({ current }) write(@Body() body: object): object {
    this.store.version += 1;
    return { ...body, ...this.store.read() };
  }

  @Put('asserted') @Versioned() asserted(@IfMatch() expected: ExpectedVersion): object {
    expected.assert(this.store.read());
    return { version: 2, versions: expected.versions };
  }

  @Get('hashed') @ETag() hashed(): object {
    return { id: 1 };
  }

  @Get('ranged')
  @ETag(() => 'r')
  @AcceptRanges()
  @Header('Content-Type', 'text/plain')
  ranged(): StreamableFile {
    return new StreamableFile(Buffer.from('content'));
  }
}

/** `"1"` as the proxy has it. */
const through = (etag: string, suffix: string, weak = false) =>
  `${weak ? 'W/' : ''}${etag.replace(/"$/, `${suffix}"`)}`;

/** mod_deflate, mod_brotli, Traffic Server, Jetty. */
const SUFFIXES = ['-gzip', '-br', '-df', '--gzip'];

describe.each(STAGES)('tags with a suffix, on $name', (stage) => {
  let app: RunningApp;
  afterEach(() => app.close());
  const start = async (options: object) => {
    app = await stage.start({ options, controllers: [ThingsController], providers: [Store] });
  };

  it.each(SUFFIXES)('are no tag of ours, by default: %s', async (suffix) => {
    await start({});
    const tag = through('"1"', suffix);
    expect((await send(app, 'GET /versioned', { 'if-none-match': tag })).status).toBe(200);
    expect((await send(app, 'PUT /versioned', { 'if-match': tag })).status).toBe(412);
  });

  it.each(SUFFIXES)('are the tag before it, with the option: %s', async (suffix) => {
    await start({ tagSuffixes: SUFFIXES });
    for (const [path, headers] of [
      ['versioned', {}],
      ['versioned', { 'accept-language': 'de' }],
      ['hashed', {}],
    ] as const) {
      const etag = (await send(app, `GET /${path}`, headers)).headers['etag']!;
      const listed = `"other${suffix}", ${through(etag, suffix)}`;
      const again = await send(app, `GET /${path}`, { ...headers, 'if-none-match': listed });
      expect([path, again.status, again.headers['etag']]).toEqual([path, 304, etag]);
      if (path === 'hashed') continue;
      expect((await send(app, 'PUT /asserted', { 'if-match': through(etag, suffix) })).json).toEqual({
        version: 2,
        versions: ['1'],
      });
    }
    const german = (await send(app, 'GET /versioned', { 'accept-language': 'de' })).headers['etag']!;
    const written = await send(app, 'PUT /versioned', { 'if-match': through(german, suffix) });
    expect([written.status, written.headers['etag']]).toEqual([200, '"2"']);
    const stale = await send(app, 'PUT /versioned', { 'if-match': through(german, suffix) });
    expect([stale.status, stale.headers['etag']]).toEqual([412, '"2"']);
  });

  it('are weak as well, with weakIfMatch', async () => {
    await start({ tagSuffixes: ['-gzip'] });
    expect((await send(app, 'PUT /versioned', { 'if-match': 'W/"1-gzip"' })).status).toBe(412);
    await app.close();
    await start({ tagSuffixes: ['-gzip'], weakIfMatch: true });
    expect((await send(app, 'PUT /versioned', { 'if-match': 'W/"1-gzip"' })).status).toBe(200);
  });

  it('are left alone in If-Range: what the client has of it is coded', async () => {
    await start({ tagSuffixes: ['-gzip'] });
    const range = (ifRange: string) => send(app, 'GET /ranged', { range: 'bytes=0-1', 'if-range': ifRange });
    expect([(await range('"r"')).status, (await range('"r-gzip"')).status]).toEqual([206, 200]);
  });

  it('are texts that may stand in a tag', async () => {
    for (const tagSuffixes of ['-gzip', [''], ['"'], [1]] as never[]) {
      const starting = stage.start({ options: { tagSuffixes }, controllers: [], providers: [] });
      expect([tagSuffixes, await failureOf(starting)]).toEqual([
        tagSuffixes,
        expect.stringContaining('tagSuffixes'),
      ]);
    }
    await start({ tagSuffixes: [] });
  });
});
