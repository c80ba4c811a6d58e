import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { decoded } from '../../http/variants/coded-app.js';
import { ADAPTERS, type RunningApp } from '../../support/adapters.js';
import { Nginx } from '../../support/nginx.js';
import { runs } from '../../support/runs.js';
import { request } from '../../support/wire.js';
import { Pages, startCached } from './cached-app.js';

const reason = Nginx.missing();

/** What may be kept for a second is stale after this: nginx counts in whole seconds. */
const untilStale = () => sleep(2_100);

/** All at once, since caches take their time. */
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

  const steps = async ([tagged, coding]: (typeof PAGES)[number]) => {
    const id = `${tagged}-${coding}`;
    const path = `/${tagged}/${id}`;
    const answered = pages.answered(path);
    const get = async () => {
      const headers = { 'accept-encoding': coding, 'x-counted': 'yes' };
      const answer = await request(nginx.port, { path, headers });
      const { etag, 'x-cache': cache, 'content-encoding': coded = 'identity' } = answer.headers;
      expect([answer.status, coded]).toEqual([200, coding]);
      expect(JSON.parse(decoded(answer))).toEqual(pages.of(id));
      return { etag, cache };
    };
    const put = async (etag: string) => {
      const body = { text: `${path} `.repeat(500) };
      return (await request(nginx.port, { method: 'PUT', path, headers: { 'if-match': etag }, body })).status;
    };

    const first = await get();
    expect(first.cache).toBe('MISS');
    expect(await get()).toEqual({ etag: first.etag, cache: 'HIT' });
    expect(answered).toEqual([200]);

    await untilStale();
    expect(await get()).toEqual({ etag: first.etag, cache: 'REVALIDATED' });
    expect(answered).toEqual([200, 304]);

    expect([await put(first.etag!), await put(first.etag!)]).toEqual([200, 412]);
    await untilStale();
    const updated = await get();
    expect(updated).toEqual({ etag: expect.any(String), cache: 'EXPIRED' });
    expect(updated.etag).not.toBe(first.etag);

    await untilStale();
    expect(await get()).toEqual({ etag: updated.etag, cache: 'REVALIDATED' });
    expect(answered).toEqual([200, 304, 200, 304]);
  };

  it('pages are hit, revalidated, updated and revalidated', () => Promise.all(PAGES.map(steps)));
});
