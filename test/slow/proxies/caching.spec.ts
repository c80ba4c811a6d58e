/** Caches on the way: a hit, a revalidation, an update with the tag that came from the cache, and a revalidation again. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EtagModuleOptions } from 'nestjs-etag';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pages, startCached } from '../../http/caches/cached-app.js';
import { decoded } from '../../http/variants/coded-app.js';
import { ADAPTERS, type Adapter, type RunningApp } from '../../support/adapters.js';
import { APACHE_CACHE } from '../../support/proxies/apache.js';
import { NGINX_CACHE } from '../../support/proxies/nginx.js';
import { Proxy, type ProxySetUp } from '../../support/proxies/proxy.js';
import { SQUID } from '../../support/proxies/squid.js';
import { VARNISH } from '../../support/proxies/varnish.js';
import { runs } from '../../support/runs.js';
import { request } from '../../support/wire.js';

interface Caching {
  readonly setUp: ProxySetUp;
  readonly options?: EtagModuleOptions;
  /** What a client gets that accepts brotli alone. */
  readonly brotli: 'br' | 'identity';
  /** Whether a 304 of its own says which tag it is of. Default: true. */
  readonly tagged?: boolean;
}

const CACHES: readonly Caching[] = [
  { setUp: NGINX_CACHE, brotli: 'br' },
  { setUp: APACHE_CACHE, brotli: 'br' },
  // It keeps gzip for everybody, and takes it off, and then the tag is weak.
  { setUp: VARNISH, brotli: 'identity', options: { weakIfMatch: true } },
  { setUp: SQUID, brotli: 'br', tagged: false },
];

/** All at once, since what is fresh takes its time to become stale. */
const PAGES = ['versioned', 'hashed'].flatMap((tagged) =>
  ['identity', 'gzip', 'br'].map((coding) => ({ tagged, coding })),
);

function describeCache({ setUp, options, brotli, tagged: saysTag = true }: Caching, adapter: Adapter): void {
  let app: RunningApp;
  let proxy: Proxy;
  let pages: Pages;
  beforeAll(async () => {
    app = await startCached(adapter, options);
    pages = app.app.get(Pages);
    proxy = await Proxy.inFrontOf(app.port, setUp);
  });
  afterAll(async () => {
    await proxy?.stop();
    await app?.close();
  });

  const ask = (path: string, coding: string, condition = {}) =>
    request(proxy.port, { path, headers: { 'accept-encoding': coding, 'x-counted': 'yes', ...condition } });

  const get = async (path: string, coding: string) => {
    const answer = await ask(path, coding);
    const { etag, 'content-encoding': coded = 'identity' } = answer.headers;
    expect([answer.status, coded]).toEqual([200, coding === 'br' ? brotli : coding]);
    return { page: JSON.parse(decoded(answer)) as unknown, etag };
  };

  it.each(PAGES)(
    '$tagged, $coding: a hit is what the miss was, and so is its 304',
    async ({ tagged, coding }) => {
      const id = `hit-${tagged}-${coding}`;
      const path = `/hour/${tagged}/${id}`;
      const first = await get(path, coding);
      expect(first).toEqual({ page: pages.of(id), etag: expect.any(String) });
      expect(await get(path, coding)).toEqual(first);
      const again = await ask(path, coding, { 'if-none-match': first.etag });
      expect([again.status, again.headers['etag'], again.body.length]).toEqual([
        304,
        saysTag ? first.etag : undefined,
        0,
      ]);
      expect(pages.answered(path)).toEqual([200]);
      // Some ask us for what is not the tag they have.
      const other = await ask(path, coding, { 'if-none-match': '"other"' });
      expect([other.status, other.headers['etag']]).toEqual([200, first.etag]);
    },
  );

  const steps = async ({ tagged, coding }: (typeof PAGES)[number]) => {
    const id = `${tagged}-${coding}`;
    const path = `/second/${tagged}/${id}`;
    const answered = pages.answered(path);
    /** What there is once the cache has asked again. */
    const getWhenStale = async () => {
      for (const before = answered.length; ; await sleep(100)) {
        const answer = await get(path, coding);
        if (answered.length > before) return answer;
      }
    };
    const put = async (etag: string) => {
      const body = { text: `${path} `.repeat(500) };
      return (await request(proxy.port, { method: 'PUT', path, headers: { 'if-match': etag }, body })).status;
    };

    const first = await getWhenStale();
    expect(first).toEqual({ page: pages.of(id), etag: expect.any(String) });
    expect(await getWhenStale()).toEqual(first);
    expect(answered).toEqual([200, 304]);

    expect([await put(first.etag!), await put(first.etag!)]).toEqual([200, 412]);
    const updated = await getWhenStale();
    expect(updated).toEqual({ page: pages.of(id), etag: expect.any(String) });
    expect(updated.page).toMatchObject({ version: 2 });
    expect(updated.etag).not.toBe(first.etag);

    expect(await getWhenStale()).toEqual(updated);
    expect(answered).toEqual([200, 304, 200, 304]);
    expect([await put(updated.etag!), await put(first.etag!)]).toEqual([200, 412]);
  };

  it('pages are revalidated, updated and revalidated', () => Promise.all(PAGES.map(steps)));
}

for (const caching of CACHES) {
  const reason = Proxy.missing(caching.setUp);
  const what = `behind ${caching.setUp.name}`;
  const each = runs(what, reason && `, since ${reason}`) ? describe.each : describe.skip.each;
  each(ADAPTERS)(`${what}, $name`, (adapter) => describeCache(caching, adapter));
}
