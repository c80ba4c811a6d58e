import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { gunzipSync } from 'node:zlib';
import { Agent, interceptors, request, type Dispatcher } from 'undici';
import { ADAPTERS, type RunningApp } from '../../support/adapters.js';
import { Pages, startCached } from './cached-app.js';

/** The clock of client and server is put forward rather than waited for. */
const now = Date.now;
let ahead = 0;
const untilStale = () => (ahead += 2 * 3_600_000);
beforeAll(() => void jest.spyOn(Date, 'now').mockImplementation(() => now() + ahead));
afterAll(() => void jest.restoreAllMocks());

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

  it.each([
    ['versioned', 'identity'],
    ['versioned', 'gzip'],
    ['hashed', 'identity'],
    ['hashed', 'gzip'],
  ])('hits, revalidates, updates and revalidates: %s, %s', async (tagged, coding) => {
    const id = `${tagged}-${coding}`;
    const path = `/hour/${tagged}/${id}`;
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
      const body = JSON.stringify({ text: `${path} `.repeat(500) });
      const answer = await request(app.url + path, { method: 'PUT', headers, body });
      await answer.body.dump();
      return answer.statusCode;
    };

    const first = await get();
    expect(await get()).toBe(first);
    expect(answered).toEqual([200]);

    untilStale();
    expect(await get()).toBe(first);
    expect(answered).toEqual([200, 304]);

    expect([await put(first), await put(first)]).toEqual([200, 412]);
    untilStale();
    const updated = await get();
    expect(updated).not.toBe(first);
    expect(answered).toEqual([200, 304, 200]);

    untilStale();
    expect(await get()).toBe(updated);
    expect(answered).toEqual([200, 304, 200, 304]);
  });
});
