import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Param, Patch, Put } from '@nestjs/common';
import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import {
  currentFrom,
  ETag,
  EtagModule,
  IfMatch,
  type ExpectedVersion,
  type TagValue,
} from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { request } from '../../support/wire.js';

/** The tenant of a request, as an application keeps it. */
const tenants = new AsyncLocalStorage<string>();

/** A promise of another library: what counts is its `then`. */
class Later implements PromiseLike<TagValue> {
  // oxlint-disable-next-line unicorn/no-thenable -- That is what it is for.
  readonly then: PromiseLike<TagValue>['then'];

  constructor(make: () => TagValue) {
    // oxlint-disable-next-line unicorn/no-thenable -- That is what it is for.
    this.then = (resolve, reject) => delay(1).then(make).then(resolve, reject);
  }
}

interface Item {
  readonly rev: string;
}

/** Each way a tag function may take its time; all make the tag of the tenant they run for. */
const WAYS = {
  synchronous: ({ rev }: Item): TagValue => `${tenants.getStore()}-${rev}`,
  promise: async ({ rev }: Item): Promise<TagValue> => {
    await delay(1);
    return `${tenants.getStore()}-${rev}`;
  },
  thenable: ({ rev }: Item): PromiseLike<TagValue> => new Later(() => `${tenants.getStore()}-${rev}`),
};
type Way = keyof typeof WAYS;

@Injectable()
class Items {
  item: Item = { rev: '1' };
}

function controllerOf(way: Way) {
  const tag = WAYS[way];
  const current = currentFrom(Items, async (items) => {
    await delay(1);
    return { rev: `${items.item.rev}` };
  });

  @Controller(way)
  class WayController {
    constructor(private readonly items: Items) {}

    @Get('returned/:id') @ETag(tag) returned() {
      return this.items.item;
    }

    @Get('current/:id') @ETag({ tag, current }) current(@Param('id') _: string) {
      return this.items.item;
    }

    @Put('current/:id') @ETag({ tag, current }) write(@IfMatch() expected: ExpectedVersion) {
      expected.consume();
      return this.items.item;
    }

    @Patch('asserted/:id') @ETag({ tag }) async assert(@IfMatch() expected: ExpectedVersion) {
      await expected.assert(this.items.item);
      return this.items.item;
    }

    @Patch('refused/:id') @ETag({ tag }) refuse(@IfMatch() expected: ExpectedVersion) {
      return expected.refuse(this.items.item);
    }
  }
  return WayController;
}

describe.each(ADAPTERS)('tag functions, on $name', (adapter) => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp(
      {
        imports: [EtagModule.forRoot({ namespace: '' })],
        controllers: (Object.keys(WAYS) as Way[]).map(controllerOf),
        providers: [Items],
      },
      adapter,
      {
        configure: (nest) =>
          nest.use((req: { headers: Record<string, string> }, _: unknown, next: () => void) =>
            tenants.run(req.headers['x-tenant'] ?? 'nobody', next),
          ),
      },
    );
  });
  afterAll(() => app.close());

  const send = (method: string, path: string, tenant: string, headers = {}) =>
    request(app.port, { method, path, headers: { 'x-tenant': tenant, ...headers } });

  describe.each(Object.keys(WAYS))('that are %s', (way) => {
    it.each(['returned', 'current'])('make the tag in the context of their request: %s', async (route) => {
      const tenantsAtOnce = ['anna', 'ben', 'carla'];
      const tags = await Promise.all(
        tenantsAtOnce.map(
          async (tenant) => (await send('GET', `/${way}/${route}/1`, tenant)).headers['etag'],
        ),
      );
      expect(tags).toEqual(tenantsAtOnce.map((tenant) => `"${tenant}-1"`));
    });

    it.each(['returned', 'current'])('decide reads: %s', async (route) => {
      const path = `/${way}/${route}/1`;
      expect((await send('GET', path, 'anna', { 'if-none-match': '"anna-1"' })).status).toBe(304);
      expect((await send('GET', path, 'ben', { 'if-none-match': '"anna-1"' })).status).toBe(200);
    });

    it.each([
      ['PUT', 'current'],
      ['PATCH', 'asserted'],
    ])('decide writes: %s %s', async (method, route) => {
      const path = `/${way}/${route}/1`;
      expect((await send(method, path, 'anna', { 'if-match': '"anna-1"' })).status).toBe(200);
      const stale = await send(method, path, 'ben', { 'if-match': '"anna-1"' });
      expect([stale.status, stale.headers['etag']]).toEqual([412, '"ben-1"']);
    });

    it('name the current state where a write is refused', async () => {
      const refused = await send('PATCH', `/${way}/refused/1`, 'anna', { 'if-match': '"anna-0"' });
      expect([refused.status, refused.headers['etag']]).toEqual([412, '"anna-1"']);
    });
  });
});
