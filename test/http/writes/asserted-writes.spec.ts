/** A check before a write is a check: only where a store compares the version within its write is it more. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Delete, Injectable, Param, Patch, Put } from '@nestjs/common';
import { ETag, IfMatch, Versioned, type ExpectedVersion } from 'nestjs-etag';
import type { RunningApp } from '../../support/adapters.js';
import { adapterModule, MapAdapter, type Row } from '../../support/map-adapter.js';
import { send, STAGES } from '../../support/stages.js';

class Product implements Row {
  id!: string;
  version!: number;
  name!: string;
}

const products = new MapAdapter(Product);

@Injectable()
class Products {
  /** Lets others in between what is read and what is written. */
  async findOne(id: string): Promise<Product> {
    return (await products.find(Product, { id })) as Product;
  }

  async write(id: string, changes: Partial<Product>): Promise<Product> {
    return (await products.update(Product, { id }, changes)) as Product;
  }
}

@Controller('products')
class ProductsController {
  constructor(private readonly service: Products) {}

  @Put(':id/asserted')
  @Versioned()
  async asserted(
    @Param('id') id: string,
    @Body() body: Partial<Product>,
    @IfMatch() expected: ExpectedVersion,
  ): Promise<Product> {
    await expected.assert(await this.service.findOne(id));
    return this.service.write(id, body);
  }

  @Patch(':id/asserted-by-function')
  @ETag({ tag: ({ version }: Product) => `v${version}` })
  async byFunction(
    @Param('id') id: string,
    @Body() body: Partial<Product>,
    @IfMatch() expected: ExpectedVersion,
  ): Promise<Product> {
    await expected.assert(await this.service.findOne(id));
    return this.service.write(id, body);
  }

  @Put(':id/asserted-of-entity')
  @Versioned(Product, { param: 'id' })
  async ofEntity(
    @Param('id') id: string,
    @Body() body: Partial<Product>,
    @IfMatch() expected: ExpectedVersion,
  ): Promise<Product> {
    await expected.assert(await this.service.findOne(id));
    return this.service.write(id, body);
  }

  @Put(':id/compared')
  @Versioned(Product, { param: 'id' })
  compared(@Param('id') id: string, @Body() body: Partial<Product>, @IfMatch() expected: ExpectedVersion) {
    return products.repository.update({ id }, body, expected);
  }

  @Put(':id/compared-at-once')
  @Versioned(Product, { param: 'id', current: false })
  comparedAtOnce(
    @Param('id') id: string,
    @Body() body: Partial<Product>,
    @IfMatch() expected: ExpectedVersion,
  ) {
    return products.repository.update({ id }, body, expected);
  }

  @Put(':id/compared-by-own-store')
  @Versioned()
  comparedByOwnStore(
    @Param('id') id: string,
    @Body() body: Partial<Product>,
    @IfMatch() expected: ExpectedVersion,
  ) {
    return products.update(Product, { id }, body, expected.consume().versions);
  }

  @Delete(':id/compared')
  @Versioned(Product, { param: 'id' })
  remove(@Param('id') id: string, @IfMatch() expected: ExpectedVersion) {
    return products.repository.delete({ id }, expected);
  }
}

const CHECKED = ['asserted', 'byFunction', 'ofEntity'];
const COMPARED = ['compared', 'comparedAtOnce', 'comparedByOwnStore'];
const PATHS: Readonly<Record<string, string>> = {
  asserted: 'PUT /products/1/asserted',
  byFunction: 'PATCH /products/1/asserted-by-function',
  ofEntity: 'PUT /products/1/asserted-of-entity',
  compared: 'PUT /products/1/compared',
  comparedAtOnce: 'PUT /products/1/compared-at-once',
  comparedByOwnStore: 'PUT /products/1/compared-by-own-store',
};

describe.each(STAGES)('a write with @IfMatch(), on $name', (stage) => {
  let app: RunningApp;
  let startUp: string[];
  beforeEach(async () => {
    products.put({ id: '1', version: 1, name: 'cup' });
    app = await stage.start({
      imports: [adapterModule(products)],
      controllers: [ProductsController],
      providers: [Products],
    });
    startUp = [...app.logger.logs];
    app.logger.clear();
  });
  afterEach(() => app.close());

  function write(route: string, version: number, name: string) {
    const tag = route === 'byFunction' ? `"v${version}"` : `"${version}"`;
    return send(app, PATHS[route]!, { 'if-match': tag }, { name });
  }

  it.each(CHECKED)('%s: is no compare-and-set in the table at start-up', (route) => {
    const table = startUp.find((line) => line.startsWith('Conditional requests'))!;
    const row = table.split('\n').find((line) => line.startsWith(`ProductsController.${route} `))!;
    expect(row).not.toContain('compare-and-set');
    expect(row).toMatch(/\bchecked\b/);
  });

  it.each(CHECKED)('%s: the first that is done says in the log that it was only checked', async (route) => {
    expect((await write(route, 7, 'stale')).status).toBe(412);
    expect(app.logger.warnings).toEqual([]);
    expect((await write(route, 1, 'mug')).status).toBe(200);
    expect(app.logger.warnings).toEqual([expect.stringContaining(`ProductsController.${route} `)]);
    expect(app.logger.warnings[0]).toMatch(/VersionedRepository/);
    expect((await write(route, 2, 'jug')).status).toBe(200);
    expect(app.logger.warnings).toHaveLength(1);
    expect(app.logger.errors).toEqual([]);
  });

  it.each(COMPARED)('%s: is silent', async (route) => {
    expect((await write(route, 1, 'mug')).status).toBe(200);
    expect((await write(route, 2, 'jug')).status).toBe(200);
    expect([app.logger.warnings, app.logger.errors]).toEqual([[], []]);
  });

  it('a delete that is compared is silent', async () => {
    expect((await send(app, 'DELETE /products/1/compared', { 'if-match': '"1"' })).status).toBe(200);
    expect([app.logger.warnings, app.logger.errors]).toEqual([[], []]);
  });

  it.each(COMPARED.filter((route) => route !== 'comparedByOwnStore'))(
    '%s: of ten writers with one tag one wins',
    async (route) => {
      const names = Array.from({ length: 10 }, (_, at) => `name ${at}`);
      const answers = await Promise.all(names.map((name) => write(route, 1, name)));
      const statuses = answers.map(({ status }) => status).toSorted();
      expect(statuses).toEqual([200, ...Array.from({ length: 9 }, () => 412)]);
      expect(products.rows.get('1')!.version).toBe(2);
    },
  );
});
