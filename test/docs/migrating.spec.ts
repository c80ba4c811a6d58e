/** What docs/migrating.md says of the tags of Express and of @fastify/etag. */
import fastifyEtag from '@fastify/etag';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, HttpCode, Put, type INestApplication } from '@nestjs/common';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { EtagModule, Versioned } from '../../src/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../support/adapters.js';
import { request } from '../support/wire.js';

@Controller('things')
class ThingsController {
  @Get() read() {
    return { name: 'thing' };
  }

  @Put() @HttpCode(204) write() {}
}

@Controller('versioned')
class VersionedController {
  @Get() @Versioned() read() {
    return { version: 3 };
  }
}

const registerEtag = (app: INestApplication) =>
  (app.getHttpAdapter() as unknown as FastifyAdapter).register(fastifyEtag as never);

const [express, fastify] = ADAPTERS;
let app: RunningApp;
afterEach(() => app.close());

async function statusesOf(tag: string): Promise<Record<string, number>> {
  const fields: Record<string, Record<string, string>> = {
    alone: { 'if-none-match': tag },
    listed: { 'if-none-match': `"other", ${tag}` },
    any: { 'if-none-match': '*' },
  };
  const statuses = Object.entries(fields).map(
    async ([name, headers]) =>
      [name, (await request(app.port, { path: '/things', headers })).status] as const,
  );
  return Object.fromEntries(await Promise.all(statuses));
}

async function staleWrite(): Promise<number> {
  return (await request(app.port, { method: 'PUT', path: '/things', headers: { 'if-match': '"0"' } })).status;
}

describe('without this package', () => {
  it('Express sends a weak tag, and performs a stale write', async () => {
    app = await startApp({ controllers: [ThingsController] }, express!);
    const { headers } = await request(app.port, { path: '/things' });
    expect(headers['etag']).toMatch(/^W\/"/);
    expect(await statusesOf(headers['etag']!)).toEqual({ alone: 304, listed: 304, any: 304 });
    expect(await staleWrite()).toBe(204);
  });

  it('@fastify/etag knows no list and no *, and performs a stale write', async () => {
    app = await startApp({ controllers: [ThingsController] }, fastify!, { configure: registerEtag });
    const { headers } = await request(app.port, { path: '/things' });
    expect(headers['etag']).toMatch(/^"/);
    expect(await statusesOf(headers['etag']!)).toEqual({ alone: 304, listed: 200, any: 200 });
    expect(await staleWrite()).toBe(204);
  });
});

it('@fastify/etag beside this package tags what has no decorator', async () => {
  const controllers = [ThingsController, VersionedController];
  app = await startApp({ imports: [EtagModule.forRoot()], controllers }, fastify!, {
    configure: registerEtag,
  });
  const tags = ['/things', '/versioned'].map(
    async (path) => (await request(app.port, { path })).headers['etag'],
  );
  expect(await Promise.all(tags)).toEqual([expect.stringMatching(/^".{28}"$/), '"3"']);
});
