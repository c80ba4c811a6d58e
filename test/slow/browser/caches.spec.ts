/** What the ledger of the desk says of 304s, and what the server has sent. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Browser, BrowserContext } from 'playwright-core';
import { buildPage } from '../../sample/desk/page.js';
import { ADAPTERS, Sample } from '../../sample/sample.js';
import { runs } from '../../support/runs.js';
import { launchBrowser, missingBrowser } from './chromium.js';
import { DRIVERS } from './drivers.js';
import { DeskWindow } from './window.js';

const describeWithBrowser = runs('the caches of a browser, since ', missingBrowser)
  ? describe
  : describe.skip;

describeWithBrowser.each(ADAPTERS)('what was read, on %s', (adapter) => {
  let browser: Browser;
  let context: BrowserContext;
  let sample: Sample;
  let page: Awaited<ReturnType<typeof buildPage>>;
  let window: DeskWindow;
  /** As the server saw them: the path, the status, and whether the request was conditional. */
  const seen: { path: string; status: number; conditional: boolean }[] = [];

  beforeAll(async () => {
    page = await buildPage();
    sample = await Sample.start({ adapter, pageDir: page.folder });
    const server = sample.app.getHttpServer() as Server;
    server.on('request', ({ url = '', headers }: IncomingMessage, response: ServerResponse) => {
      const conditional = headers['if-none-match'] !== undefined;
      response.on('finish', () => seen.push({ path: url, status: response.statusCode, conditional }));
    });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await sample.close();
    await page.remove();
  });
  beforeEach(async () => {
    context = await browser.newContext();
    window = await DeskWindow.open(context, sample.url, DRIVERS[0]!);
    seen.length = 0;
  });
  afterEach(() => context.close());

  const reads = () =>
    seen
      .filter(({ path }) => path === '/api/products')
      .map(({ status, conditional }) => ({ status, conditional }));
  const list = async () => Buffer.byteLength((await sample.send('')).text);
  const exchanges = (count: number) =>
    window.page.locator('#total-exchanges').getByText(String(count), { exact: true }).waitFor();

  it('is kept by the page, which sends If-None-Match and sees the 304', async () => {
    await window.press('Refresh');
    await exchanges(2);
    const length = await list();
    const [request, ...answer] = await window.entry('GET');
    expect(request).toMatch(/^GET \/api\/products If-None-Match: "[\w-]+"$/);
    expect(answer).toEqual(['304 Not Modified', expect.any(String), '0 B', `${length} B`]);
    expect(reads()[0]).toEqual({ status: 304, conditional: true });
    expect(await window.page.locator('#total-sent').innerText()).toBe(`${length} B`);
    expect(await window.page.locator('#total-saved').innerText()).toBe(`${length} B`);
    const chart = window.page.getByRole('img', {
      name: `The last 2 exchanges: ${length} B sent, ${length} B saved`,
    });
    expect(await chart.locator('rect').count()).toBe(2);
  });

  it('is kept by the cache of the browser, which revalidates, and the ledger tells', async () => {
    await window.choose('the browser’s cache');
    await window.press('Refresh');
    await exchanges(2);
    expect((await window.entry('GET')).slice(0, 2)).toEqual(['GET /api/products', '200 OK']);
    await window.press('Refresh');
    await exchanges(3);
    expect(await window.entry('GET')).toEqual([
      'GET /api/products by the browser’s cache',
      '304 Not Modified',
      expect.any(String),
      '0 B',
      `${await list()} B`,
    ]);
    expect(reads().slice(0, 2)).toEqual([
      { status: 200, conditional: false },
      { status: 304, conditional: true },
    ]);
  });

  it('is read again where it has changed, by way of the cache of the browser as well', async () => {
    await window.choose('the browser’s cache');
    await window.press('Refresh');
    await exchanges(2);
    const { path } = await sample.create();
    await window.press('Refresh');
    await window.shows('Lamp', '30.00', '5', '1');
    await exchanges(3);
    expect((await window.entry('GET'))[1]).toBe('200 OK');
    await sample.send(path, { method: 'DELETE', headers: { 'If-Match': '"1"' } });
  });

  it('are the files of the page as well, which the browser revalidates', async () => {
    await window.page.reload();
    await window.button('Edit Wireless Headphones').waitFor();
    const files = seen.filter(({ path }) => path === '/' || path.startsWith('/desk/'));
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/', '/desk/main.js', '/desk/theme.css']),
    );
    const main = files.find(({ path }) => path === '/desk/main.js');
    expect(main).toEqual({ path: '/desk/main.js', status: 304, conditional: true });
  });

  it('is read every 5 seconds, when asked', async () => {
    await window.page.clock.install();
    await window.page.reload();
    await exchanges(1);
    await window.page.clock.runFor(5_000);
    await window.toggle('Read the list every 5 seconds');
    expect(await window.page.locator('#total-exchanges').innerText()).toBe('1');
    await window.page.clock.runFor(5_000);
    await exchanges(2);
    expect((await window.entry('GET'))[1]).toBe('304 Not Modified');
  });
});
