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
import { VARNISH, VARNISH_WITHOUT_GZIP } from '../../support/proxies/varnish.js';
import { runs } from '../../support/runs.js';
import { request, type WireResponse } from '../../support/wire.js';

interface Caching {
  readonly setUp: ProxySetUp;
  readonly options?: EtagModuleOptions;
  /** What a client gets that accepts brotli alone. */
  readonly brotli: 'br' | 'identity';
  /** Whether a 304 of its own says which tag it is of. Default: true. */
  readonly tagged?: boolean;
  /** Whether it forgets what it has of a URL at a write to it (RFC 9111, 4.4). Default: false. */
  readonly forgets?: boolean;
  /** What a client gets that has the page, where a response says no-cache. Default: 304. */
  readonly unkept?: 200;
}

const CACHES: readonly Caching[] = [
  // It keeps no such response, and asks for it without the client's condition.
  { setUp: NGINX_CACHE, brotli: 'br', unkept: 200 },
  { setUp: APACHE_CACHE, brotli: 'br' },
  // It keeps gzip for everybody, and takes it off, and then the tag is weak.
  { setUp: VARNISH, brotli: 'identity', options: { weakIfMatch: true } },
  { setUp: VARNISH_WITHOUT_GZIP, brotli: 'br' },
  { setUp: SQUID, brotli: 'br', tagged: false, forgets: true, unkept: 200 },
];

const ROWS = ADAPTERS.flatMap(({ name: adapter }) =>
  ['versioned', 'hashed'].flatMap((tagged) =>
    ['identity', 'gzip', 'br'].map((coding) => ({ adapter, tagged, coding })),
  ),
);

/** An application on one adapter, with a cache before it. */
class Cached {
  private constructor(
    private readonly app: RunningApp,
    private readonly proxy: Proxy,
    private readonly brotli: Caching['brotli'],
  ) {}

  static async start({ setUp, options, brotli }: Caching, adapter: Adapter): Promise<Cached> {
    const app = await startCached(adapter, options);
    return new Cached(app, await Proxy.inFrontOf(app.port, setUp), brotli);
  }

  async stop(): Promise<void> {
    await this.proxy.stop();
    await this.app.close();
  }

  get pages(): Pages {
    return this.app.app.get(Pages);
  }

  ask(path: string, coding: string, condition = {}): Promise<WireResponse> {
    const headers = { 'accept-encoding': coding, 'x-counted': 'yes', ...condition };
    return request(this.proxy.port, { path, headers });
  }

  async get(path: string, coding: string) {
    const answer = await this.ask(path, coding);
    const { etag, 'content-encoding': coded = 'identity' } = answer.headers;
    expect([answer.status, coded]).toEqual([200, coding === 'br' ? this.brotli : coding]);
    return { page: JSON.parse(decoded(answer)) as unknown, etag };
  }

  /** What there is once the cache has asked again. */
  async getWhenStale(path: string, coding: string) {
    const answered = this.pages.answered(path);
    for (const before = answered.length; ; await sleep(100)) {
      const answer = await this.get(path, coding);
      if (answered.length > before) return answer;
    }
  }

  async put(path: string, etag: string | undefined): Promise<number> {
    const body = { text: `${path} `.repeat(500) };
    const headers = { 'if-match': etag };
    return (await request(this.proxy.port, { method: 'PUT', path, headers, body })).status;
  }
}

function describeCache(caching: Caching): void {
  const { tagged: saysTag = true, forgets = false, unkept = 304 } = caching;
  const started = new Map<string, Cached>();
  beforeAll(async () => {
    for (const adapter of ADAPTERS) started.set(adapter.name, await Cached.start(caching, adapter));
  });
  afterAll(() => Promise.all([...started.values()].map((cached) => cached.stop())));

  it.each(ROWS)('a hit is what the miss was, and so is its 304: $adapter, $tagged, $coding', async (row) => {
    const { adapter, tagged, coding } = row;
    const cached = started.get(adapter)!;
    const path = `/hour/${tagged}/hit-${coding}`;
    const first = await cached.get(path, coding);
    expect(first).toEqual({ page: cached.pages.of(`hit-${coding}`), etag: expect.any(String) });
    expect(await cached.get(path, coding)).toEqual(first);
    const again = await cached.ask(path, coding, { 'if-none-match': first.etag });
    const etag = saysTag ? first.etag : undefined;
    expect([again.status, again.headers['etag'], again.body.length]).toEqual([304, etag, 0]);
    expect(cached.pages.answered(path)).toEqual([200]);
    // Some ask us for what is not the tag they have.
    const other = await cached.ask(path, coding, { 'if-none-match': '"other"' });
    expect([other.status, other.headers['etag']]).toEqual([200, first.etag]);
  });

  it.each(ROWS)('what is old is never the ground of an update: $adapter, $tagged, $coding', async (row) => {
    const { adapter, tagged, coding } = row;
    const cached = started.get(adapter)!;
    const path = `/hour/${tagged}/old-${tagged}-${coding}`;
    const first = await cached.get(path, coding);
    expect(await cached.put(path, first.etag)).toBe(200);
    const after = await cached.get(path, coding);
    expect(after.page).toMatchObject({ version: forgets ? 2 : 1 });
    expect(after.etag === first.etag).toBe(!forgets);
    expect(await cached.put(path, first.etag)).toBe(412);
    expect(await cached.put(path, after.etag)).toBe(forgets ? 200 : 412);
  });

  it.each(ROWS)('with no-cache nothing old is sent: $adapter, $tagged, $coding', async (row) => {
    const { adapter, tagged, coding } = row;
    const cached = started.get(adapter)!;
    const path = `/checked/${tagged}/checked-${tagged}-${coding}`;
    const first = await cached.get(path, coding);
    expect(await cached.get(path, coding)).toEqual(first);
    expect(await cached.put(path, first.etag)).toBe(200);
    const after = await cached.get(path, coding);
    expect(after.page).toMatchObject({ version: 2 });
    expect((await cached.ask(path, coding, { 'if-none-match': after.etag })).status).toBe(unkept);
    expect(await cached.put(path, after.etag)).toBe(200);
  });

  const steps = async ({ adapter, tagged, coding }: (typeof ROWS)[number]) => {
    const cached = started.get(adapter)!;
    const id = `${tagged}-${coding}`;
    const path = `/second/${tagged}/${id}`;
    const answered = cached.pages.answered(path);
    const first = await cached.getWhenStale(path, coding);
    expect(first).toEqual({ page: cached.pages.of(id), etag: expect.any(String) });
    expect(await cached.getWhenStale(path, coding)).toEqual(first);
    expect(answered).toEqual([200, 304]);

    expect([await cached.put(path, first.etag), await cached.put(path, first.etag)]).toEqual([200, 412]);
    const updated = await cached.getWhenStale(path, coding);
    expect(updated).toEqual({ page: cached.pages.of(id), etag: expect.any(String) });
    expect(updated.page).toMatchObject({ version: 2 });
    expect(updated.etag).not.toBe(first.etag);

    expect(await cached.getWhenStale(path, coding)).toEqual(updated);
    expect(answered).toEqual([200, 304, 200, 304]);
    expect([await cached.put(path, updated.etag), await cached.put(path, first.etag)]).toEqual([200, 412]);
  };

  // All at once, since what is fresh takes its time to become stale.
  it('pages are revalidated, updated and revalidated', () => Promise.all(ROWS.map(steps)));
}

for (const caching of CACHES) {
  const reason = Proxy.missing(caching.setUp);
  const what = `behind ${caching.setUp.name}`;
  const described = runs(what, reason && `, since ${reason}`) ? describe : describe.skip;
  described(what, () => describeCache(caching));
}
