import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { decoded } from '../../http/variants/coded-app.js';
import { ADAPTERS, type RunningApp } from '../../support/adapters.js';
import { Nginx } from '../../support/nginx.js';
import { runs } from '../../support/runs.js';
import { request } from '../../support/wire.js';
import { Pages, startCached } from '../../http/caches/cached-app.js';

const reason = Nginx.missing();

/** All at once, since nginx takes its time. */
const PAGES = [
  ['versioned', 'identity'],
  ['versioned', 'gzip'],
  ['versioned', 'br'],
  ['hashed', 'identity'],
  ['hashed', 'gzip'],
  ['hashed', 'br'],
] as const;

(runs('behind an nginx that caches', reason && `, since ${reason}`) ? describe.each : describe.skip.each)(
  ADAPTERS,
)('behind an nginx that caches, $name', (adapter) => {
  let app: RunningApp;
  let nginx: Nginx;
  let pages: Pages;
  beforeAll(async () => {
    app = await startCached(adapter);
    pages = app.app.get(Pages);
    nginx = await Nginx.inFrontOf(app.port, 'cache');
  });
  afterAll(async () => {
    await nginx?.stop();
    await app?.close();
  });

  const get = async (path: string, coding: string) => {
    const headers = { 'accept-encoding': coding, 'x-counted': 'yes' };
    const answer = await request(nginx.port, { path, headers });
    const { etag, 'x-cache': cache, 'content-encoding': coded = 'identity' } = answer.headers;
    expect([answer.status, coded]).toEqual([200, coding]);
    return { page: JSON.parse(decoded(answer)) as unknown, etag, cache };
  };

  it.each(PAGES)('pages are hit: %s, %s', async (tagged, coding) => {
    const id = `hit-${tagged}-${coding}`;
    const path = `/hour/${tagged}/${id}`;
    const first = await get(path, coding);
    expect(first).toEqual({ page: pages.of(id), etag: expect.any(String), cache: 'MISS' });
    expect(await get(path, coding)).toEqual({ ...first, cache: 'HIT' });
    expect(pages.answered(path)).toEqual([200]);
  });

  const steps = async ([tagged, coding]: (typeof PAGES)[number]) => {
    const id = `${tagged}-${coding}`;
    const path = `/second/${tagged}/${id}`;
    const answered = pages.answered(path);
    const getWhenStale = async () => {
      for (;;) {
        const answer = await get(path, coding);
        if (answer.cache !== 'HIT') return answer;
        await sleep(100);
      }
    };
    const put = async (etag: string) => {
      const body = { text: `${path} `.repeat(500) };
      return (await request(nginx.port, { method: 'PUT', path, headers: { 'if-match': etag }, body })).status;
    };

    const first = await get(path, coding);
    expect(first).toEqual({ page: pages.of(id), etag: expect.any(String), cache: 'MISS' });
    expect(await getWhenStale()).toEqual({ ...first, cache: 'REVALIDATED' });
    expect(answered).toEqual([200, 304]);

    expect([await put(first.etag!), await put(first.etag!)]).toEqual([200, 412]);
    const updated = await getWhenStale();
    expect(updated).toEqual({ page: pages.of(id), etag: expect.any(String), cache: 'EXPIRED' });
    expect(updated.etag).not.toBe(first.etag);

    expect(await getWhenStale()).toEqual({ ...updated, cache: 'REVALIDATED' });
    expect(answered).toEqual([200, 304, 200, 304]);
  };

  it('pages are revalidated, updated and revalidated', () => Promise.all(PAGES.map(steps)));
});
