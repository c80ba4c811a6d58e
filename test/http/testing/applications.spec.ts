/** Whichever way an application is made: the adapter whose routes are prepared is the one that registers them. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ETag, EtagModule, NoETag } from '../../../src/index.js';
import { ADAPTERS, type Adapter } from '../../support/adapters.js';
import { request } from '../../support/wire.js';

@Controller('things')
class ThingsController {
  @Get() @ETag() read(): object {
    return { name: 'thing' };
  }

  @Get('automatic') automatic(): object {
    return { name: 'thing' };
  }

  @Get('untagged') @NoETag() untagged(): object {
    return { name: 'thing' };
  }
}

@Module({ imports: [EtagModule.forRoot({ auto: true })], controllers: [ThingsController] })
class AppModule {}

const TAG = /^"[\w-]{43}"$/;
const apps: INestApplication[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

function noted(app: INestApplication): INestApplication {
  apps.push(app);
  return app;
}

/** Serves what `init()` alone has made ready, as test tools and serverless functions do. */
async function serve(app: INestApplication): Promise<number> {
  await app.init();
  await (app.getHttpAdapter().getInstance() as { ready?: () => Promise<void> }).ready?.();
  const server = app.getHttpServer() as Server;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

interface Fastify {
  readonly routing: RequestListener;
  ready(): Promise<unknown>;
}

const elsewhere: Server[] = [];
afterEach(() => {
  for (const server of elsewhere.splice(0)) server.close();
});

async function serveElsewhere(app: INestApplication): Promise<number> {
  await app.init();
  const instance = app.getHttpAdapter().getInstance() as RequestListener | Fastify;
  if ('routing' in instance) await instance.ready();
  const server = createServer('routing' in instance ? instance.routing : instance);
  elsewhere.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

async function expectTagged(port: number): Promise<void> {
  for (const path of ['/things', '/things/automatic']) {
    const { headers } = await request(port, { path });
    expect(headers['etag']).toMatch(TAG);
    const again = await request(port, { path, headers: { 'if-none-match': headers['etag'] } });
    expect(again.status).toBe(304);
  }
  expect((await request(port, { path: '/things/untagged' })).headers['etag'] ?? '').not.toMatch(TAG);
}

const compile = () => Test.createTestingModule({ imports: [AppModule] }).compile();

describe.each(ADAPTERS)('an application on $name', (adapter) => {
  it('is initialised, and listens by itself', async () => {
    const testing = await compile();
    await expectTagged(
      await serve(noted(testing.createNestApplication(adapter.create(), { logger: false }))),
    );
  });

  it('is made anew of the same classes when another is closed', async () => {
    for (const _ of [1, 2]) {
      const app = noted(await NestFactory.create(AppModule, adapter.create(), { logger: false }));
      await expectTagged(await serve(app));
      await apps.pop()!.close();
    }
  });

  it('is served by another server than its own, as a serverless function is', async () => {
    const app = noted(await NestFactory.create(AppModule, adapter.create(), { logger: false }));
    await adapter.compress(app, { threshold: 0 });
    const port = await serveElsewhere(app);
    await expectTagged(port);
    const headers = { 'accept-encoding': 'gzip' };
    const coded = await request(port, { path: '/things', headers });
    expect([coded.headers['content-encoding'], coded.headers['etag']]).toEqual([
      'gzip',
      expect.stringMatching(/./),
    ]);
    const known = { ...headers, 'if-none-match': coded.headers['etag'] };
    expect((await request(port, { path: '/things', headers: known })).status).toBe(304);
  });

  it.each(ADAPTERS)('is made of classes that are those of one on $name, too', async (other: Adapter) => {
    const ports: number[] = [];
    for (const each of [other, adapter]) {
      ports.push(await serve(noted(await NestFactory.create(AppModule, each.create(), { logger: false }))));
    }
    for (const port of ports) await expectTagged(port);
  });
});

// Nest gives all of them the not-found handler of the one made last. Where that one comes first, it is after its routes; Fastify
// refuses a second one.
describe.each(ADAPTERS.filter(({ name }) => name !== 'fastify'))('two applications on $name', (adapter) => {
  it('may both be made of one testing module before either is initialised', async () => {
    const testing = await compile();
    const create = () => noted(testing.createNestApplication(adapter.create(), { logger: false }));
    const [first, last] = [create(), create()];
    for (const app of [last, first]) await expectTagged(await serve(app));
  });
});
