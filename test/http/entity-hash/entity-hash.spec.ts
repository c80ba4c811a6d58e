/** `@ETag(entityHash)`: a tag for entities without a version, the same before the handler, after it and in `assert()`. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Body,
  ClassSerializerInterceptor,
  Controller,
  Delete,
  Get,
  Injectable,
  NotFoundException,
  Param,
  Patch,
  Put,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Exclude } from 'class-transformer';
import {
  currentFrom,
  ETag,
  entityHash,
  IfMatch,
  RequirePrecondition,
  type ETagOptions,
  type ExpectedVersion,
} from 'nestjs-etag';
import { of, tap, type Observable } from 'rxjs';
import type { RunningApp } from '../../support/adapters.js';
import { send, STAGES } from '../../support/stages.js';

class Product {
  id!: string;
  name!: string;
  stock!: number;
  @Exclude() secret!: string;
  parts!: { b: number; a: number }[];
  at!: Date;
}

@Injectable()
class Products {
  reads = 0;
  readonly rows = new Map<string, Product>();

  find(id: string): Product | null {
    const row = this.rows.get(id);
    return row ? Object.assign(new Product(), row) : null;
  }

  /** The same entity as another query would bring it: a plain object, with its columns in another order. */
  lookUp(id: string): Product | null {
    const row = this.rows.get(id);
    return row ? (Object.fromEntries(Object.entries(row).toReversed()) as unknown as Product) : null;
  }

  change(id: string, changes: Partial<Product>): Product {
    const row = this.find(id);
    if (!row) throw new NotFoundException();
    this.rows.set(id, Object.assign(row, changes));
    return row;
  }
}

const CHECKED: ETagOptions<Product> = {
  tag: entityHash,
  current: currentFrom(Products, (products, { params }) => products.lookUp(params['id']!)),
};

/** As Nest's: what a GET of the URL was answered once, it is answered for ever. */
@Injectable()
class Caches implements NestInterceptor {
  private readonly entries = new Map<string, unknown>();

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { method, url } = context.switchToHttp().getRequest<{ method: string; url: string }>();
    if (method !== 'GET') return next.handle();
    if (this.entries.has(url)) return of(this.entries.get(url));
    return next.handle().pipe(tap((value) => this.entries.set(url, value)));
  }
}

@Controller('products')
class ProductsController {
  constructor(private readonly products: Products) {}

  @Get(':id') @ETag(CHECKED) findOne(@Param('id') id: string): Product {
    this.products.reads += 1;
    const product = this.products.find(id);
    if (!product) throw new NotFoundException();
    return product;
  }

  @Put(':id') @ETag(CHECKED) @RequirePrecondition() replace(
    @Param('id') id: string,
    @Body() body: Partial<Product>,
  ): Product {
    return this.products.change(id, body);
  }

  @Patch(':id') @ETag(entityHash) async change(
    @Param('id') id: string,
    @Body() body: Partial<Product>,
    @IfMatch() expected: ExpectedVersion,
  ): Promise<Product> {
    await expected.assert(this.products.lookUp(id));
    return this.products.change(id, body);
  }

  @Delete(':id') @ETag(CHECKED) remove(@Param('id') id: string): void {
    this.products.rows.delete(id);
  }
}

@Controller('serialized')
@UseInterceptors(ClassSerializerInterceptor)
class SerializedController {
  constructor(private readonly products: Products) {}

  @Get(':id') @ETag(CHECKED) findOne(@Param('id') id: string): Product | null {
    return this.products.find(id);
  }
}

@Controller('cached')
@UseInterceptors(Caches)
class CachedController extends ProductsController {}

describe.each(STAGES)('@ETag(entityHash), on $name', (stage) => {
  let app: RunningApp;
  let products: Products;

  beforeEach(async () => {
    app = await stage.start({
      controllers: [ProductsController, SerializedController, CachedController],
      providers: [Products],
    });
    products = app.app.get(Products);
    const at = new Date('2024-05-01T12:00:00Z');
    products.rows.set('1', { id: '1', name: 'cup', stock: 1, secret: 's', parts: [{ b: 2, a: 1 }], at });
  });
  afterEach(() => app.close());

  it('is a strong SHA-256, and the same before the handler as after it', async () => {
    const full = await send(app, 'GET /products/1');
    const etag = full.headers['etag']!;
    expect([full.status, etag]).toEqual([200, expect.stringMatching(/^"[\w-]{43}"$/)]);
    const again = await send(app, 'GET /products/1', { 'if-none-match': etag });
    expect([again.status, again.headers['etag'], again.body.length, products.reads]).toEqual([
      304,
      etag,
      0,
      1,
    ]);
    expect((await send(app, 'GET /products/1', { 'if-match': '"other"' })).status).toBe(412);
  });

  it('depends on what the entity is, and not on the order in which it came', async () => {
    const tag = async () => (await send(app, 'GET /products/1')).headers['etag'];
    const before = await tag();
    const row = products.rows.get('1')!;
    products.rows.set('1', { ...products.lookUp('1')!, parts: [{ a: 1, b: 2 }] });
    expect(await tag()).toBe(before);
    for (const change of [
      { name: 'mug' },
      { parts: [] },
      { parts: [{ a: 1, b: 3 }] },
      { at: new Date(0) },
      { secret: 'changed' },
    ]) {
      products.rows.set('1', { ...row, ...change });
      expect(await tag()).not.toBe(before);
    }
  });

  it('is made before any serializer', async () => {
    const plain = await send(app, 'GET /products/1');
    const serialized = await send(app, 'GET /serialized/1');
    expect(serialized.json).not.toHaveProperty('secret');
    expect(serialized.headers['etag']).toBe(plain.headers['etag']);
    const again = await send(app, 'GET /serialized/1', { 'if-none-match': plain.headers['etag'] });
    expect(again.status).toBe(304);
  });

  it.each(['products', 'cached'])('/%s: of two writes with one tag the second is 412', async (path) => {
    const { etag } = (await send(app, `GET /${path}/1`)).headers;
    const first = await send(app, `PUT /${path}/1`, { 'if-match': etag }, { stock: 2 });
    const second = await send(app, `PUT /${path}/1`, { 'if-match': etag }, { stock: 3 });
    expect([first.status, second.status, products.rows.get('1')!.stock]).toEqual([200, 412, 2]);
    // The client goes on with the tag of either answer.
    expect(second.headers['etag']).toBe(first.headers['etag']);
    expect(first.headers['etag']).not.toBe(etag);
    const third = await send(app, `PUT /${path}/1`, { 'if-match': second.headers['etag'] }, { stock: 3 });
    expect([third.status, products.rows.get('1')!.stock]).toEqual([200, 3]);
    expect((await send(app, `PUT /${path}/1`, {}, { stock: 4 })).status).toBe(428);
  });

  it('is compared by assert()', async () => {
    const { etag } = (await send(app, 'GET /products/1')).headers;
    const first = await send(app, 'PATCH /products/1', { 'if-match': etag }, { stock: 2 });
    const second = await send(app, 'PATCH /products/1', { 'if-match': etag }, { stock: 3 });
    expect([first.status, second.status, products.rows.get('1')!.stock]).toEqual([200, 412, 2]);
    expect(second.headers['etag']).toBe(first.headers['etag']);
  });

  it('deletes what is meant', async () => {
    const { etag } = (await send(app, 'GET /products/1')).headers;
    expect((await send(app, 'DELETE /products/1', { 'if-match': '"other"' })).status).toBe(412);
    expect((await send(app, 'DELETE /products/1', { 'if-match': etag })).status).toBe(200);
    expect(products.rows.size).toBe(0);
    expect((await send(app, 'PUT /products/1', { 'if-match': etag }, { stock: 1 })).status).toBe(404);
  });

  it('asks no GET within a write', async () => {
    const { etag } = (await send(app, 'GET /products/1')).headers;
    products.reads = 0;
    await send(app, 'PUT /products/1', { 'if-match': etag }, { stock: 2 });
    await send(app, 'PUT /products/1', { 'if-match': etag }, { stock: 2 });
    expect(products.reads).toBe(0);
  });
});
