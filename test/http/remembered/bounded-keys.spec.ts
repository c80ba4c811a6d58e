import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Header, Head, NotFoundException, Param, Put } from '@nestjs/common';
import {
  ETag,
  EtagModule,
  ForgetsTags,
  TagMemory,
  Versioned,
  type RememberedRequest,
} from '../../../src/index.js';
import { startApp, type RunningApp } from '../../support/adapters.js';
import { STAGES } from '../../support/stages.js';
import { FakeStore } from './fake-store.js';
import { Client, eventually } from './support.js';

let calls = 0;

const groups = ({ params }: RememberedRequest): string[] => [`product:${params['id']}`, `${params['id']}`];

@Controller('products/:id')
@ForgetsTags(groups)
class ProductsController {
  @Get()
  @ETag({ remember: { groups } })
  read(@Param('id') id: string): object {
    calls += 1;
    if (id.startsWith('none')) throw new NotFoundException();
    return { id };
  }

  @Get('tagless')
  @Versioned({ remember: { groups }, column: 'none' })
  tagless(): object {
    return {};
  }

  @Get('no-store')
  @Versioned({ remember: { groups } })
  @Header('Cache-Control', 'no-store')
  noStore(): object {
    return { version: 1 };
  }

  @Head('head')
  @Versioned()
  head(): void {}

  @Put()
  write(): void {
    throw new NotFoundException();
  }
}

describe.each(STAGES)('the keys in a store, on $name', ({ adapter }) => {
  let running: RunningApp;
  afterEach(() => running.close());

  async function start(store: FakeStore): Promise<Client> {
    const imports = [EtagModule.forRoot({ store, rememberedTags: { recoveryDelay: 0 } })];
    running = await startApp({ imports, controllers: [ProductsController] }, adapter);
    return new Client(running);
  }

  const keysOf = (store: FakeStore, kind: string) =>
    [...store.data.keys()].filter((key) => key.startsWith(`nestjs-etag:${kind}:`));

  it('are none of what is not remembered, whatever is asked for, but for the two of the store itself', async () => {
    const store = new FakeStore();
    const client = await start(store);
    for (let at = 0; at < 100; at += 1) {
      expect((await client.get(`/products/none-${at}`)).status).toBe(404);
      await client.get(`/products/${at}/tagless`);
      await client.get(`/products/${at}/no-store`);
      await client.get(`/products/${at}/nowhere`);
      await client.send('HEAD', `/products/${at}`);
      // Whatever its status, a write ends its groups; of which nothing is remembered, there is nothing to end.
      expect((await client.send('PUT', `/products/${at}`)).status).toBe(404);
    }
    await running.app.get(TagMemory).forget(...Array.from({ length: 100 }, (_, at) => `other:${at}`));
    expect([...store.data.keys()].toSorted()).toEqual(['nestjs-etag:all', 'nestjs-etag:last']);
  });

  it('are those of what is remembered, of which the next read is answered', async () => {
    const store = new FakeStore();
    const client = await start(store);
    for (let at = 0; at < 5; at += 1) {
      const again = await client.known(`/products/${at}`);
      calls = 0;
      await eventually(() => keysOf(store, 'tag').length === at + 1);
      expect([(await again()).status, calls]).toEqual([304, 0]);
      expect(keysOf(store, 'group')).toHaveLength(2 * (at + 1));
      await client.get('/products/none');
    }
    const { size } = store.data;
    await client.send('PUT', '/products/3');
    const { headers } = await client.get('/products/4');
    calls = 0;
    expect((await client.get('/products/4', { 'if-none-match': headers['etag'] })).status).toBe(304);
    expect((await client.get('/products/3', { 'if-none-match': '"other"' })).status).toBe(200);
    expect([calls, store.data.size]).toEqual([1, size]);
  });
});
