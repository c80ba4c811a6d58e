/** One function for `current`, for what the handler returns and for `assert()`: whatever form the entity comes in. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Delete, Get, Injectable, Param, Patch, Put } from '@nestjs/common';
import {
  currentFrom,
  entityHash,
  ETag,
  EtagModule,
  IfMatch,
  type ExpectedVersion,
} from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { request } from '../../support/wire.js';

class Product {
  constructor(
    readonly id: number,
    readonly name: string,
    readonly soldAt: Date | null,
    readonly ean: bigint | string,
    readonly secret?: string | undefined,
  ) {}
}

const SHOWN = { ean: '4006381333931', soldAt: '1970-01-01T00:00:00.000Z', name: 'Headphones', id: 101 };

@Injectable()
class Products {
  calls = 0;
  product: unknown;

  /** As a store gives it. */
  find(): unknown {
    return this.product;
  }

  write({ name }: { name: string }): unknown {
    this.calls += 1;
    return (this.product = new Product(101, name, new Date(0), SHOWN.ean));
  }
}

const current = currentFrom(Products, (products) => products.find());

@Controller('products')
class ProductsController {
  constructor(private readonly products: Products) {}

  @Get(':id') @ETag({ tag: entityHash, current }) find(@Param('id') id: string): unknown {
    this.products.calls += 1;
    // What another layer made of the same content.
    return id === 'plain' ? SHOWN : this.products.find();
  }

  @Get(':id/after') @ETag(entityHash) findAfter(): unknown {
    return this.products.find();
  }

  @Put(':id') @ETag({ tag: entityHash, current }) update(@Body() body: { name: string }): unknown {
    return this.products.write(body);
  }

  @Patch(':id')
  @ETag(entityHash)
  async patch(@Body() body: { name: string }, @IfMatch() expected: ExpectedVersion): Promise<unknown> {
    await expected.assert(this.products.find());
    return this.products.write(body);
  }

  @Delete(':id') @ETag({ tag: entityHash, current }) remove(): void {
    this.products.product = null;
  }
}

describe.each(ADAPTERS)('@ETag(entityHash), on $name', (adapter) => {
  let running: RunningApp;
  let products: Products;

  const start = (options = {}) =>
    startApp(
      {
        imports: [EtagModule.forRoot({ onUnguardedWrite: 'error', ...options })],
        controllers: [ProductsController],
        providers: [Products],
      },
      adapter,
    );

  beforeAll(async () => {
    running = await start();
    products = running.app.get(Products);
  });
  afterAll(() => running.close());
  beforeEach(() => {
    products.calls = 0;
    products.product = new Product(101, 'Headphones', new Date(0), SHOWN.ean);
    running.logger.clear();
  });

  const read = (path: string, headers = {}) => request(running.port, { path: `/products/${path}`, headers });
  const send = (method: string, headers: Record<string, string>, name = 'new') =>
    request(running.port, { method, path: '/products/101', headers, body: { name } });
  const tagOf = async (path = '101') => (await read(path)).headers['etag']!;

  it('is the hash of the entity, in whatever form it comes', async () => {
    expect(await tagOf()).toBe(`"${entityHash(SHOWN)}"`);
    expect(await tagOf('plain')).toBe(await tagOf('101/after'));
    expect(await tagOf('plain')).toBe(await tagOf());
  });

  it('is 304 without the handler, and without a tag to compare only after it', async () => {
    const headers = { 'if-none-match': await tagOf() };
    products.calls = 0;
    products.product = SHOWN;
    const again = await read('101', headers);
    expect([again.status, again.headers['etag'], again.body.length]).toEqual([
      304,
      headers['if-none-match'],
      0,
    ]);
    expect(products.calls).toBe(0);
    expect((await read('101/after', headers)).status).toBe(304);
    products.product = { ...SHOWN, name: 'other' };
    expect((await read('101', headers)).status).toBe(200);
  });

  it.each(['PUT', 'PATCH'])('%s: is what If-Match names, once', async (method) => {
    const etag = await tagOf();
    products.calls = 0;
    const written = await send(method, { 'if-match': etag });
    expect([written.status, products.calls]).toEqual([200, 1]);
    // The new tag is that of the next read, though this one comes from what was written.
    expect(written.headers['etag']).toBe(await tagOf());
    products.calls = 0;
    const stale = await send(method, { 'if-match': etag }, 'newer');
    expect([stale.status, stale.headers['etag'], products.calls]).toEqual([412, written.headers['etag'], 0]);
    expect((await send(method, { 'if-none-match': written.headers['etag']! })).status).toBe(412);
  });

  it('tells a deletion from what it was for', async () => {
    const etag = await tagOf();
    await send('PUT', {});
    expect((await send('DELETE', { 'if-match': etag })).status).toBe(412);
    expect((await send('DELETE', { 'if-match': await tagOf() })).status).toBe(200);
    expect((await send('PUT', { 'if-match': '*' })).status).toBe(404);
  });

  it('tells a bigint from its text, without failing', async () => {
    products.product = new Product(101, 'Headphones', null, 4006381333931n);
    const headers = { 'if-none-match': `"${entityHash(products.product)}"` };
    expect((await read('101', headers)).status).toBe(304);
    products.product = new Product(101, 'Headphones', null, SHOWN.ean);
    expect((await read('101', headers)).status).toBe(200);
  });

  it('counts what no client is shown, but not what is not there', async () => {
    const etag = await tagOf();
    products.product = new Product(101, 'Headphones', new Date(0), SHOWN.ean, 'hidden');
    expect(await tagOf()).not.toBe(etag);
    products.product = new Product(101, 'Headphones', new Date(0), SHOWN.ean, undefined);
    expect(await tagOf()).toBe(etag);
  });

  it('is none of nothing', async () => {
    products.product = undefined;
    expect((await read('101/after')).headers['etag']).toBeUndefined();
  });

  it('reports an entity that holds itself as a tag function that fails', async () => {
    const entity: Record<string, unknown> = { id: 101, toJSON: undefined };
    products.product = Object.assign(entity, { self: { entity } });
    // Neither platform can send it; the write's check must not pass for that.
    expect((await send('PATCH', { 'if-match': '"x"' })).status).toBe(500);
    expect((await send('PUT', { 'if-match': '"x"' })).status).toBe(500);
    expect(products.calls).toBe(0);
    products.product = { at: /no JSON/ };
    const answer = await read('101');
    expect([answer.status, answer.headers['etag'], answer.json]).toEqual([200, undefined, { at: {} }]);
    expect(running.logger.warnings).toEqual([
      expect.stringMatching(/ProductsController\.find sends no ETag.*\[object RegExp\]/),
    ]);
  });

  it('is a MAC with a secret, which the same requests work with', async () => {
    const app = await start({ secret: 'correct horse battery staple' });
    app.app.get(Products).product = SHOWN;
    const path = '/products/101';
    const { etag } = (await request(app.port, { path })).headers;
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    expect(etag).not.toBe(`"${entityHash(SHOWN)}"`);
    expect((await request(app.port, { path, headers: { 'if-none-match': etag! } })).status).toBe(304);
    const write = (method: string) =>
      request(app.port, { method, path, headers: { 'if-match': etag! }, body: { name: 'new' } });
    expect((await write('PATCH')).status).toBe(200);
    expect((await write('PUT')).status).toBe(412);
    expect((await write('PATCH')).status).toBe(412);
    await app.close();
  });
});
