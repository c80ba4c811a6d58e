/** Applications made by a testing module, as the Nest CLI generates their tests, with parts of ours replaced. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Put, type ArgumentsHost, type INestApplication } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import type { AddressInfo } from 'node:net';
import { map } from 'rxjs';
import {
  currentFrom,
  ETag,
  EtagInterceptor,
  EtagModule,
  PreconditionFilter,
  Versioned,
} from '../../../src/index.js';
import { ADAPTERS } from '../../support/adapters.js';
import { request } from '../../support/wire.js';

@Injectable()
class Things {
  calls = 0;
  readonly thing = { id: 1, version: 3 };
}

const current = currentFrom(Things, (things) => things.thing);

@Controller('things')
@Versioned({ current })
class ThingsController {
  constructor(private readonly things: Things) {}

  @Get(':id') findOne(): object {
    this.things.calls += 1;
    return this.things.thing;
  }

  @Put(':id') update(): object {
    this.things.calls += 1;
    return this.things.thing;
  }
}
Reflect.defineMetadata('design:paramtypes', [Things], ThingsController);

@Controller('lists')
class ListsController {
  @Get() @ETag() async list(): Promise<object> {
    return [1];
  }
}

const metadata = {
  imports: [EtagModule.forRoot()],
  controllers: [ThingsController, ListsController],
  providers: [Things],
};

describe.each(ADAPTERS)('an application of a testing module, on $name', (adapter) => {
  const apps: INestApplication[] = [];
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
  });

  async function start(
    replace: (builder: TestingModuleBuilder) => TestingModuleBuilder = (builder) => builder,
  ): Promise<{ app: INestApplication; port: number }> {
    const testing = await replace(Test.createTestingModule(metadata)).compile();
    return serve(testing.createNestApplication(adapter.create() as AbstractHttpAdapter, { logger: false }));
  }

  async function serve(app: INestApplication): Promise<{ app: INestApplication; port: number }> {
    apps.push(app);
    await app.listen(0, '127.0.0.1');
    return { app, port: (app.getHttpServer().address() as AddressInfo).port };
  }

  it('is served as any other', async () => {
    const { app, port } = await start();
    const full = await request(port, { path: '/things/1' });
    expect([full.status, full.headers['etag']]).toEqual([200, '"3"']);
    const again = await request(port, { path: '/things/1', headers: { 'if-none-match': '"3"' } });
    const stale = await request(port, { method: 'PUT', path: '/things/1', headers: { 'if-match': '"2"' } });
    expect([again.status, stale.status, stale.headers['etag']]).toEqual([304, 412, '"3"']);
    expect(app.get(Things).calls).toBe(1);
  });

  it('may be one of two of the same modules', async () => {
    const testing = await Test.createTestingModule(metadata).compile();
    for (const _ of [1, 2]) {
      const app = testing.createNestApplication(adapter.create() as AbstractHttpAdapter, { logger: false });
      const { port } = await serve(app);
      const { headers } = await request(port, { path: '/lists' });
      expect(headers['etag']).toMatch(/^"[\w-]{43}"$/);
      const again = await request(port, { path: '/lists', headers: { 'if-none-match': headers['etag'] } });
      expect(again.status).toBe(304);
      await apps.pop()!.close();
    }
  });

  it('may have the interceptor replaced: the handlers run, and nothing is decided', async () => {
    const { app, port } = await start((builder) =>
      builder.overrideInterceptor(EtagInterceptor).useValue({
        intercept: (_: unknown, next: { handle(): import('rxjs').Observable<object> }) =>
          next.handle().pipe(map((value) => ({ replaced: value }))),
      }),
    );
    const full = await request(port, { path: '/things/1', headers: { 'if-none-match': '"3"' } });
    expect([full.status, full.json]).toEqual([200, { replaced: { id: 1, version: 3 } }]);
    const written = await request(port, { method: 'PUT', path: '/things/1', headers: { 'if-match': '"2"' } });
    expect([written.status, app.get(Things).calls]).toEqual([200, 2]);
    const list = await request(port, { path: '/lists' });
    expect(list.json).toEqual({ replaced: [1] });
  });

  it('may have the filter replaced: it shapes what no other filter catches', async () => {
    const { port } = await start((builder) =>
      builder.overrideFilter(PreconditionFilter).useValue({
        catch: (error: Error, host: ArgumentsHost) =>
          host
            .switchToHttp()
            .getResponse<{ status(code: number): { send(body: unknown): void } }>()
            .status(418)
            .send({ replaced: error.name }),
      }),
    );
    const stale = await request(port, { method: 'PUT', path: '/things/1', headers: { 'if-match': '"2"' } });
    expect([stale.status, stale.json, stale.headers['etag']]).toEqual([
      418,
      { replaced: 'PreconditionFailedException' },
      '"3"',
    ]);
  });
});
