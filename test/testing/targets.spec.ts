import 'reflect-metadata';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import supertest from 'supertest';
import { ETag, EtagModule } from 'nestjs-etag';
import { conditional, ConformanceError } from 'nestjs-etag/testing';
import { ADAPTERS } from '../support/adapters.js';
import { expressApp } from './servers/express-app.js';

@Controller()
class RootController {
  @Get()
  @ETag()
  root(): object {
    return { id: 1 };
  }
}

const MODULE = { module: class {}, imports: [EtagModule.forRoot()], controllers: [RootController] };

describe('conditional(target)', () => {
  const closing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  async function created(adapter: (typeof ADAPTERS)[number]): Promise<INestApplication> {
    const app = await NestFactory.create(MODULE, adapter.create(), {
      logger: false,
      forceCloseConnections: true,
    });
    closing.push(() => app.close());
    return app;
  }

  describe.each(ADAPTERS)('a Nest application on $name', (adapter) => {
    it('that does not listen yet', async () => {
      const app = await created(adapter);
      await conditional(app).cacheValidation('/');
      expect((app.getHttpServer() as Server).listening).toBe(true);
    });

    it('that listens already, and its server', async () => {
      const app = await created(adapter);
      await app.listen(0);
      await conditional(app).headerHandling('/');
      await conditional(app.getHttpServer() as Server).cacheValidation('/');
    });
  });

  const tagged = expressApp().get('/api/x', (_, response) => response.send('content'));

  it('a function that takes requests', async () => {
    await conditional(tagged).cacheValidation('/api/x');
  });

  it('a server that does not listen yet', async () => {
    const server = createServer(tagged);
    closing.push(() => server.close());
    await conditional(server).cacheValidation('/api/x');
  });

  it('what supertest makes of an application, an agent or not', async () => {
    await conditional(supertest(tagged)).cacheValidation('/api/x');
    await conditional(supertest.agent(tagged)).cacheValidation('/api/x');
  });

  it('what supertest makes of a base URL', async () => {
    const server = createServer(tagged).listen(0, '127.0.0.1');
    closing.push(() => server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const agent = supertest(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await conditional(agent).cacheValidation('/api/x');
  });

  it('no agent that hides its server', async () => {
    const hidden = conditional({ get: () => ({}) }).cacheValidation('/');
    await expect(hidden).rejects.toThrow('Give conditional() the server itself');
  });

  it('a base URL with a path', async () => {
    const server = createServer(tagged).listen(0, '127.0.0.1');
    closing.push(() => server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
    await conditional(url).cacheValidation('/x');
    await conditional(new URL(url)).cacheValidation('/x');
  });

  it.each(['nonsense', 'ftp://127.0.0.1/', {} as string])('%j is none', async (target) => {
    await expect(conditional(target).cacheValidation('/')).rejects.toThrow(TypeError);
  });

  it('and a rule to ignore that does not exist', () => {
    expect(() => conditional(tagged, { ignore: ['nonsense'] })).toThrow(/There is no rule "nonsense"/);
  });

  describe('throws a remark', () => {
    const plain = expressApp()
      .disable('etag')
      .get('/', (_, response) => response.send('content'));

    it('where a rule is broken', async () => {
      const thrown = await conditional(plain)
        .cacheValidation('/')
        .catch((error: unknown) => error);
      expect(thrown).toBeInstanceOf(ConformanceError);
      expect(String(thrown)).toContain('validator: RFC 9110, 8.8.3 (should)');
      expect((thrown as ConformanceError).report.failures).toHaveLength(1);
    });

    it('where nothing applies: such a test would show nothing', async () => {
      const ranges = conditional(plain).ranges('/');
      await expect(ranges).rejects.toThrow('there is nothing to check. A Range is answered 200');
      const codings = conditional(plain).codings('/');
      await expect(codings).rejects.toThrow('there is nothing to check. The response has one coding');
    });

    it('where the route does not answer 200, or not at all', async () => {
      await expect(conditional(plain).cacheValidation('/missing')).rejects.toThrow('a GET is answered 404');
      const nobody = conditional('http://127.0.0.1:1').cacheValidation('/');
      await expect(nobody).rejects.toThrow('nothing listens there');
    });

    it('where the write is none', async () => {
      const write = conditional(plain).concurrency('/', { body: (n: number) => ({ n }) });
      await expect(write).rejects.toThrow('PUT / is answered 404');
    });
  });

  it('measures what is saved', async () => {
    const big = expressApp().get('/', (_, response) => response.send('x'.repeat(10_000)));
    const savings = await conditional(big).savings(['/']);
    const [route] = savings.routes;
    expect(route!.fullBytes).toBeGreaterThan(10_000);
    expect(route!.conditionalBytes).toBeLessThan(500);
    expect(String(savings)).toMatch(
      /^route +200 bytes +304 bytes +saved +200 ms +304 ms\n\/ +\d+ +\d+ +9\d %/,
    );
  });
});
