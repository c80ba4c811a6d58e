import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { Agent, interceptors, request, type Dispatcher } from 'undici';
import { ADAPTERS, type RunningApp } from '../../support/adapters.js';
import { Pages, startCached } from './cached-app.js';

/** What may be kept for a second is stale after this. */
const untilStale = () => sleep(1_100);

/** All at once, since caches take their time. */
const PAGES = [
  ['versioned', 'identity'],
  ['versioned', 'gzip'],
  ['hashed', 'identity'],
  ['hashed', 'gzip'],
] as const;

describe.each(ADAPTERS)('a client that caches, $name', (adapter) => {
  let app: RunningApp;
  let pages: Pages;
  let dispatcher: Dispatcher;
  beforeAll(async () => {
    app = await startCached(adapter);
    pages = app.app.get(Pages);
    dispatcher = new Agent().compose(interceptors.cache());
  });
  afterAll(async () => {
    await dispatcher.close();
    await app.close();
  });

  const steps = async ([tagged, coding]: (typeof PAGES)[number]) => {
    const id = `${tagged}-${coding}`;
    const path = `/${tagged}/${id}`;
    const answered = pages.answered(path);
    const get = async () => {
      const headers = { 'accept-encoding': coding, 'x-counted': 'yes' };
      const answer = await request(app.url + path, { dispatcher, headers });
      const bytes = Buffer.from(await answer.body.arrayBuffer());
      const text = answer.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
      expect([answer.statusCode, JSON.parse(text.toString())]).toEqual([200, pages.of(id)]);
      return String(answer.headers['etag']);
    };
    const put = async (etag: string) => {
      const headers = { 'if-match': etag, 'content-type': 'application/json' };
      const text = `${path} `.repeat(500);
      const answer = await request(app.url + path, {
        method: 'PUT',
        headers,
        body: JSON.stringify({ text }),
      });
      await answer.body.dump();
      return answer.statusCode;
    };

    const first = await get();
    expect(await get()).toBe(first);
    expect(answered).toEqual([200]);

    await untilStale();
    expect(await get()).toBe(first);
    expect(answered).toEqual([200, 304]);

    expect([await put(first), await put(first)]).toEqual([200, 412]);
    await untilStale();
    const updated = await get();
    expect(updated).not.toBe(first);
    expect(answered.at(-1)).toBe(200);

    // On a busy machine the cache may have dropped what it had, and fetch it anew.
    for (let tries = 0; tries < 3 && answered.at(-1) !== 304; tries += 1) {
      // oxlint-disable-next-line no-await-in-loop
      await untilStale();
      // oxlint-disable-next-line no-await-in-loop
      expect(await get()).toBe(updated);
    }
    expect(answered.at(-1)).toBe(304);
  };

  it('hits, revalidates, updates and revalidates', () => Promise.all(PAGES.map(steps)));
});
