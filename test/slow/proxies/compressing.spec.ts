/** Proxies that compress change the tag: what clients receive and send back, and the option that undoes it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Put } from '@nestjs/common';
import {
  currentFrom,
  EtagModule,
  ExpectedVersion,
  IfMatch,
  Versioned,
  type EtagModuleOptions,
} from 'nestjs-etag';
import { ADAPTERS, startApp, type Adapter, type RunningApp } from '../../support/adapters.js';
import { APACHE_BROTLI, APACHE_DEFLATE, APACHE_DEFLATE_NO_CHANGE } from '../../support/proxies/apache.js';
import { NGINX_GZIP } from '../../support/proxies/nginx.js';
import { Proxy, type ProxySetUp } from '../../support/proxies/proxy.js';
import { VARNISH_GZIP } from '../../support/proxies/varnish.js';
import { runs } from '../../support/runs.js';
import { request } from '../../support/wire.js';

interface Compressing {
  readonly setUp: ProxySetUp;
  readonly coding: 'gzip' | 'br';
  /** What becomes of the tag "7". */
  readonly received: string;
  /** Of a read and of a write with that tag, where no option is set. */
  readonly byDefault: readonly [read: number, write: number];
  readonly option: EtagModuleOptions;
}

const COMPRESSORS: readonly Compressing[] = [
  {
    setUp: NGINX_GZIP,
    coding: 'gzip',
    received: 'W/"7"',
    byDefault: [304, 412],
    option: { weakIfMatch: true },
  },
  {
    setUp: VARNISH_GZIP,
    coding: 'gzip',
    received: 'W/"7"',
    byDefault: [304, 412],
    option: { weakIfMatch: true },
  },
  {
    setUp: APACHE_DEFLATE,
    coding: 'gzip',
    received: '"7-gzip"',
    byDefault: [200, 412],
    option: { tagSuffixes: ['-gzip'] },
  },
  {
    setUp: APACHE_BROTLI,
    coding: 'br',
    received: '"7-br"',
    byDefault: [200, 412],
    option: { tagSuffixes: ['-br'] },
  },
  {
    setUp: APACHE_DEFLATE_NO_CHANGE,
    coding: 'gzip',
    received: '"7"',
    byDefault: [304, 200],
    option: {},
  },
];

@Injectable()
class Pages {
  // Long enough for a proxy to think it worth compressing.
  readonly page = { id: '1', version: 7, text: 'conditional '.repeat(200) };
}

const current = currentFrom(Pages, (pages) => pages.page);

@Controller('page')
class PageController {
  constructor(private readonly pages: Pages) {}

  @Get() @Versioned({ current }) read(): object {
    return this.pages.page;
  }

  @Put() @Versioned({ current }) async write(@IfMatch() expected: ExpectedVersion): Promise<object> {
    await expected.assert(this.pages.page);
    this.pages.page.version += 1;
    return this.pages.page;
  }
}

function describeCompressing(compressing: Compressing, adapter: Adapter): void {
  const { setUp, coding, received, byDefault, option } = compressing;
  let app: RunningApp;
  let proxy: Proxy;
  const start = async (options: EtagModuleOptions) => {
    app = await startApp(
      { imports: [EtagModule.forRoot(options)], controllers: [PageController], providers: [Pages] },
      adapter,
    );
    proxy = await Proxy.inFrontOf(app.port, setUp);
  };
  const stop = async () => {
    await proxy?.stop();
    await app?.close();
  };
  const get = (headers = {}) =>
    request(proxy.port, { path: '/page', headers: { 'accept-encoding': coding, ...headers } });
  const put = async (tag: string) =>
    (await request(proxy.port, { method: 'PUT', path: '/page', headers: { 'if-match': tag }, body: {} }))
      .status;

  describe('by default', () => {
    beforeAll(() => start({}));
    afterAll(stop);

    it(`the tag "7" arrives as ${received}`, async () => {
      const { status, headers } = await get();
      expect([status, headers['content-encoding'], headers['etag']]).toEqual([200, coding, received]);
    });

    it(`a read with it is ${byDefault[0]}, and a write ${byDefault[1]}`, async () => {
      const read = await get({ 'if-none-match': received });
      expect([read.status, await put(received)]).toEqual(byDefault);
    });
  });

  describe(`with ${JSON.stringify(option)}`, () => {
    beforeAll(() => start(option));
    afterAll(stop);

    it('a read with it is 304, and a write 200, once', async () => {
      const { etag } = (await get()).headers;
      expect(etag).toBe(received);
      const again = await get({ 'if-none-match': etag });
      expect([again.status, again.body.length]).toEqual([304, 0]);
      expect([await put(etag!), await put(etag!)]).toEqual([200, 412]);
      const { headers } = await get({ 'if-none-match': etag });
      expect(headers['etag']).toBe(received.replace('7', '8'));
      expect((await get({ 'if-none-match': headers['etag'] })).status).toBe(304);
    });
  });
}

for (const compressing of COMPRESSORS) {
  const reason = Proxy.missing(compressing.setUp);
  const what = `behind ${compressing.setUp.name}`;
  const each = runs(what, reason && `, since ${reason}`) ? describe.each : describe.skip.each;
  each(ADAPTERS)(`${what}, $name`, (adapter) => describeCompressing(compressing, adapter));
}
