import {
  Body,
  Controller,
  Delete,
  Get,
  Inject,
  Param,
  ParseIntPipe,
  Patch,
  Post,
  Put,
  type DynamicModule,
  type Type,
} from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  EtagModule,
  ExpectedVersion,
  IfMatch,
  Versioned,
  VersionedRepository,
  type LookupRequest,
} from '../../src/index.js';
import { getVersionedRepositoryToken } from '../../src/versioned/inject-versioned-repository.decorator.js';
import { ADAPTERS, startApp, type RunningApp } from '../support/adapters.js';
import { request, type WireResponse } from '../support/wire.js';
import type { ProductRow } from './contract.js';

/** A library on a database, as an application imports it. */
export interface HttpSetup {
  /** The library's own module, and ours beside it. */
  readonly imports: readonly (DynamicModule | Type)[];
  /** The class that stands for {@link ProductRow}, which `forFeature()` was given. */
  readonly product: Type;
  /** All products by their id, as the library reads them without us. */
  readonly list: (app: RunningApp) => Promise<object[]>;
  /** Whether lists are answered before the handler: `@Versioned(Product, { collection: true })`. */
  readonly collection: boolean;
  /** Tables without rows. */
  readonly clear: (app: RunningApp) => Promise<unknown>;
  readonly close?: () => Promise<unknown>;
}

type Product = ProductRow & Record<string, unknown>;

/** What the rows of a request are restricted by: a `sku` in its header, none, or nothing that is known of it. */
const SKUS: Readonly<Record<string, string | null>> = { none: null, mine: 'mine' };
const restrictedBy = ({ headers }: LookupRequest) => ({ sku: SKUS[String(headers['x-sku'])] });

let running: RunningApp;
let handled = 0;

function controllerOf({ product, list, collection }: HttpSetup): Type {
  @Controller('products')
  @Versioned(product)
  class ProductsController {
    constructor(
      @Inject(getVersionedRepositoryToken(product))
      readonly products: VersionedRepository<Product>,
    ) {}

    @Get()
    @Versioned(product, collection ? { collection: true } : {})
    findAll(): Promise<object[]> {
      handled += 1;
      return list(running);
    }

    @Get(':id')
    async findOne(@Param('id', ParseIntPipe) id: number): Promise<object | undefined> {
      handled += 1;
      const rows = (await list(running)) as Product[];
      return rows.find((row) => row.id === id);
    }

    @Post()
    create(@Body() body: Partial<Product>): Promise<Product> {
      return this.products.insert(body);
    }

    @Put(':id')
    @Versioned(product, { creates: true })
    put(
      @Param('id', ParseIntPipe) id: number,
      @Body() body: Partial<Product>,
      @IfMatch() expected: ExpectedVersion,
    ): Promise<Product> {
      if (expected.createOnly) return this.products.insert({ ...body, id }, expected);
      return this.products.update({ id }, body, expected);
    }

    @Patch(':id')
    @Versioned(product, { alreadyApplied: ['title', 'stock'] })
    patch(
      @Param('id', ParseIntPipe) id: number,
      @Body() body: Partial<Product>,
      @IfMatch() expected: ExpectedVersion,
    ): Promise<Product> {
      return this.products.update({ id }, body, expected);
    }

    @Put(':id/changed')
    @Versioned(product, { param: 'id' })
    changed(
      @Param('id', ParseIntPipe) id: number,
      @Body() body: Partial<Product>,
      @IfMatch() expected: ExpectedVersion,
    ): Promise<Product> {
      return this.products.update({ id }, body, expected, { skipUnchanged: true });
    }

    @Put(':id/at-once')
    @Versioned(product, { param: 'id', current: false })
    atOnce(
      @Param('id', ParseIntPipe) id: number,
      @Body() body: Partial<Product>,
      @IfMatch() expected: ExpectedVersion,
    ): Promise<Product> {
      return this.products.update({ id }, body, expected);
    }

    @Put(':id/of/sku')
    @Versioned(product, { param: 'id', where: restrictedBy })
    ofSku(
      @Param('id', ParseIntPipe) id: number,
      @Body() body: Partial<Product>,
      @IfMatch() expected: ExpectedVersion,
    ): Promise<Product> {
      return this.products.update({ id, ...expected.where }, body, expected);
    }

    @Delete(':id')
    remove(@Param('id', ParseIntPipe) id: number, @IfMatch() expected: ExpectedVersion): Promise<void> {
      return this.products.delete({ id }, expected);
    }
  }
  return ProductsController;
}

let ids = 0;

/** What a client sees of `@Versioned(Entity)`, whatever the application writes with. */
export function describeHttp(name: string, open: () => Promise<HttpSetup>): void {
  describe.each(ADAPTERS)(`@Versioned(Entity) with ${name} on $name`, (adapter) => {
    let setup: HttpSetup;
    const send = (method: string, path: string, headers: Record<string, string> = {}, body?: object) =>
      request(running.port, { method, path: `/products${path}`, headers, body });
    const create = async () => {
      ids += 1;
      const body = { id: ids, title: 'one', sku: null, stock: 1 };
      const created = await send('POST', '', {}, body);
      expect(created.status).toBe(201);
      return { path: `/${ids}`, tag: tagOf(created), id: ids };
    };

    beforeAll(async () => {
      setup = await open();
      const metadata = {
        imports: [...setup.imports, EtagModule.forRoot()],
        controllers: [controllerOf(setup)],
      };
      running = await startApp(metadata, adapter);
      await setup.clear(running);
    });
    afterAll(async () => {
      await running?.close();
      await setup?.close?.();
    });

    it('gives a row one tag, whoever answers it, and 304 before the handler', async () => {
      const { path, tag } = await create();
      const read = await send('GET', path);
      expect([read.status, tagOf(read)]).toEqual([200, tag]);
      handled = 0;
      const again = await send('GET', path, { 'if-none-match': `"other", W/${tag}` });
      expect([again.status, tagOf(again), again.body.length, handled]).toEqual([304, tag, 0, 0]);
      expect((await send('GET', path, { 'if-none-match': '"other"' })).status).toBe(200);
    });

    it('updates with the tag of the row, and with no tag from before', async () => {
      const { path, tag } = await create();
      const updated = await send('PUT', path, { 'if-match': tag }, { title: 'two' });
      expect(updated.status).toBe(200);
      expect(JSON.parse(updated.body.toString())).toMatchObject({ title: 'two', stock: 1 });
      expect(tagOf(updated)).not.toBe(tag);
      const late = await send('PUT', path, { 'if-match': tag }, { title: 'lost' });
      expect([late.status, tagOf(late)]).toEqual([412, tagOf(updated)]);
      const read = await send('GET', path);
      expect([JSON.parse(read.body.toString()).title, tagOf(read)]).toEqual(['two', tagOf(updated)]);
    });

    it('compares in the statement alone where nothing looks the row up before', async () => {
      const { path, tag } = await create();
      const updated = await send('PUT', `${path}/at-once`, { 'if-match': tag }, { title: 'two' });
      expect(updated.status).toBe(200);
      const late = await send('PUT', `${path}/at-once`, { 'if-match': tag }, { title: 'lost' });
      expect([late.status, tagOf(late)]).toEqual([412, tagOf(updated)]);
      expect((await send('PUT', '/999999/at-once', { 'if-match': tag }, {})).status).toBe(404);
    });

    it('lets one of eight writers with one tag through', async () => {
      const { path, tag } = await create();
      const writers = Array.from({ length: 8 }, (_, at) =>
        send('PUT', path, { 'if-match': tag }, { title: `by ${at}` }),
      );
      const statuses = (await Promise.all(writers)).map(({ status }) => status);
      expect(statuses.toSorted()).toEqual([200, ...Array<number>(7).fill(412)]);
    });

    it('deletes with the tag of the row', async () => {
      const { path, tag } = await create();
      expect((await send('DELETE', path, { 'if-match': '"0"' })).status).toBe(412);
      expect((await send('DELETE', path, { 'if-match': tag })).status).toBe(200);
      expect((await send('DELETE', path)).status).toBe(404);
      expect((await send('PATCH', path, { 'if-match': tag }, { title: 'x' })).status).toBe(404);
    });

    it('creates what is absent, once, and says 409 and 412 of what exists', async () => {
      ids += 1;
      const path = `/${ids}`;
      const body = { title: 'new', sku: null, stock: 1 };
      expect((await send('PUT', path, { 'if-match': '"1"' }, body)).status).toBe(412);
      const created = await send('PUT', path, { 'if-none-match': '*' }, body);
      expect(created.status).toBe(200);
      const again = await send('PUT', path, { 'if-none-match': '*' }, body);
      expect([again.status, tagOf(again)]).toEqual([412, tagOf(created)]);
      expect((await send('POST', '', {}, { ...body, id: ids })).status).toBe(409);
    });

    it('answers a repeated change that is there already, and no other', async () => {
      const { path, tag } = await create();
      const done = await send('PATCH', path, { 'if-match': tag }, { stock: 5 });
      const repeated = await send('PATCH', path, { 'if-match': tag }, { stock: 5 });
      expect([repeated.status, tagOf(repeated)]).toEqual([204, tagOf(done)]);
      expect((await send('PATCH', path, { 'if-match': tag }, { stock: 6 })).status).toBe(412);
    });

    it('keeps the version where nothing changes, if it is asked to', async () => {
      const { path, tag } = await create();
      const same = await send('PUT', `${path}/changed`, { 'if-match': tag }, { title: 'one', stock: 1 });
      expect([same.status, tagOf(same)]).toEqual([200, tag]);
      const other = await send('PUT', `${path}/changed`, { 'if-match': tag }, { title: 'two' });
      expect(tagOf(other)).not.toBe(tag);
    });

    it('changes the tag of a list with each of its rows', async () => {
      const { path, tag } = await create();
      const list = await send('GET', '');
      handled = 0;
      expect((await send('GET', '', { 'if-none-match': tagOf(list) })).status).toBe(304);
      expect(handled).toBe(setup.collection ? 0 : 1);
      await send('PUT', path, { 'if-match': tag }, { title: 'two' });
      const changed = await send('GET', '', { 'if-none-match': tagOf(list) });
      expect(changed.status).toBe(200);
      await send('DELETE', path, { 'if-match': '*' });
      const shorter = await send('GET', '', { 'if-none-match': tagOf(changed) });
      expect([shorter.status, new Set([list, changed, shorter].map(tagOf)).size]).toEqual([200, 3]);
    });

    it.each([
      ['none', 200, 'three'],
      ['mine', 404, 'one'],
      ['unknown', 404, 'one'],
    ])(
      'takes what restricts a request for what it is, and never for nothing: %s',
      async (sku, status, title) => {
        const { path, tag } = await create();
        const to = `${path}/of/sku`;
        const written = await send('PUT', to, { 'x-sku': sku, 'if-match': tag }, { title: 'two' });
        const unconditional = await send('PUT', to, { 'x-sku': sku }, { title: 'three' });
        expect([written.status, unconditional.status]).toEqual([status, status]);
        expect(JSON.parse((await send('GET', path)).body.toString()).title).toBe(title);
      },
    );

    it.each(['/0', '/x', '/99999999999999999999', '/1%00'])('finds nothing at %s', async (path) => {
      const { status } = await send('PATCH', path, { 'if-match': '"1"' }, { title: 'x' });
      expect([400, 404]).toContain(status);
    });
  });
}

function tagOf({ headers }: WireResponse): string {
  return headers['etag'] ?? 'none';
}
