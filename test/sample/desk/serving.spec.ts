import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EtagModule } from 'nestjs-etag';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DESK_ROUTES } from '../../../sample-app/desk/desk.controller.js';
import { DeskModule } from '../../../sample-app/desk/desk.module.js';
import { ADAPTERS, startApp, type Adapter, type RunningApp } from '../../support/adapters.js';
import { Sample, ADAPTERS as SAMPLE_ADAPTERS } from '../sample.js';
import { buildPage } from './page.js';

const start = (folder: string, adapter: Adapter) =>
  startApp({ imports: [EtagModule.forRoot(), DeskModule.register(folder)] }, adapter, {
    configure: (app) => app.setGlobalPrefix('api', { exclude: DESK_ROUTES }),
  });

let page: Awaited<ReturnType<typeof buildPage>>;

beforeAll(async () => {
  page = await buildPage();
});
afterAll(() => page.remove());

describe.each(ADAPTERS)('the page on $name', (adapter) => {
  let running: RunningApp;
  const get = (path: string, headers = {}) => fetch(`${running.url}${path}`, { headers });

  beforeAll(async () => {
    running = await start(page.folder, adapter);
  });
  afterAll(() => running.close());

  it('stands at the root, beside the prefix of the API', async () => {
    const response = await get('/');
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect(await response.text()).toContain('<title>Product desk</title>');
    expect((await get('/api')).status).toBe(404);
  });

  it('has every file that it names, and that these import, each of its type', async () => {
    const html = await (await get('/')).text();
    const files = [...html.matchAll(/(?:href|src)="(\/desk\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(files.length).toBeGreaterThan(4);
    for (const path of files) {
      const response = await get(path);
      expect([path, response.status]).toEqual([path, 200]);
      expect([path, response.headers.get('content-type')]).toEqual([path, typeOf(path)]);
      const imports = path.endsWith('.js') ? importsIn(await response.text()) : [];
      files.push(...imports.filter((each) => !files.includes(each)));
    }
    expect(files).toContain('/desk/merge.js');
  });

  it('answers 304 to whoever has a file', async () => {
    for (const path of ['/', '/desk/main.js', '/desk/theme.css']) {
      const etag = (await get(path)).headers.get('etag')!;
      const again = await get(path, { 'If-None-Match': etag });
      expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, etag, '']);
    }
  });

  it('forbids inline scripts and markup made of text, and has none', async () => {
    const response = await get('/');
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const html = await response.text();
    expect(html.match(/<script(?![^>]* src=)|<style|\sstyle=|\son\w+=|javascript:/g)).toBeNull();
  });

  it.each([
    'main.ts',
    'tsconfig.json',
    '..%2Fpackage.json',
    '..%2f..%2fmain.js',
    '.html',
    'none.js',
    'a%00.js',
  ])('has no file %s', async (name) => {
    expect([400, 404]).toContain((await get(`/desk/${name}`)).status);
  });
});

describe.each(SAMPLE_ADAPTERS)('the sample on %s', (adapter) => {
  it('has the page at its root, and products below /api', async () => {
    const sample = await Sample.start({ adapter, pageDir: page.folder });
    try {
      const statuses = ['/', '/desk/main.js', '/api/products', '/products', '/api/desk/main.js'].map(
        async (path) => [path, (await fetch(`${sample.url}${path}`)).status],
      );
      expect(await Promise.all(statuses)).toEqual([
        ['/', 200],
        ['/desk/main.js', 200],
        ['/api/products', 200],
        ['/products', 404],
        ['/api/desk/main.js', 404],
      ]);
    } finally {
      await sample.close();
    }
  });
});

it('says how the page is built where it is not', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'nestjs-etag-no-page-'));
  const running = await start(empty, ADAPTERS[0]!);
  try {
    const response = await fetch(running.url);
    expect([response.status, await response.json()]).toEqual([
      404,
      expect.objectContaining({ message: 'The page is not built: npm run build:sample' }),
    ]);
  } finally {
    await running.close();
    await rm(empty, { recursive: true });
  }
});

function typeOf(path: string): string {
  if (path.endsWith('.css')) return 'text/css; charset=utf-8';
  return path.endsWith('.svg') ? 'image/svg+xml' : 'text/javascript; charset=utf-8';
}

function importsIn(script: string): string[] {
  return [...script.matchAll(/from ["']\.\/([^"']+)["']/g)].map(([, file]) => `/desk/${file}`);
}
