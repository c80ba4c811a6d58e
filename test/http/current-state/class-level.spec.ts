/** The current state of a class serves the routes of the resource itself, and no other route beside them. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Body,
  Controller,
  Delete,
  Get,
  Injectable,
  Param,
  Patch,
  Post,
  Put,
  type Type,
} from '@nestjs/common';
import {
  currentFrom,
  ETag,
  IfMatch,
  NoETag,
  Versioned,
  type CurrentLookup,
  type ExpectedVersion,
} from 'nestjs-etag';
import type { RunningApp } from '../../support/adapters.js';
import { adapterModule, MapAdapter, type Row } from '../../support/map-adapter.js';
import { failureOf, send, STAGES } from '../../support/stages.js';

class Product implements Row {
  id!: string;
  version!: number;
  name!: string;
}

/** Of the same columns as a product, and another thing. */
class Stock implements Row {
  id!: string;
  version!: number;
  amount!: number;
}

class User implements Row {
  id!: string;
  version!: number;
}

const products = new MapAdapter(Product);
const stocks = new MapAdapter(Stock);
const users = new MapAdapter(User);
const imports = [adapterModule(products, stocks, users)];

@Injectable()
class Calls {
  readonly of: string[] = [];
}

beforeEach(() => {
  products.put({ id: '1', version: 1, name: 'cup' });
  stocks.put({ id: '1', version: 7, amount: 10 });
  for (const id of ['1', '2', '3']) users.put({ id, version: Number(id) });
  for (const { asked } of [products, stocks, users]) asked.length = 0;
});

const productNow: CurrentLookup<Product> = currentFrom(
  'PRODUCTS',
  (found: typeof products, { params }) => found.rows.get(params['id'] ?? '1') ?? null,
);

/** One controller, whose class names its entity, or says how to look it up, or makes its tag by a function. */
function productsController(decorator: ClassDecorator): Type {
  @Controller('products')
  @decorator
  class ProductsController {
    constructor(private readonly calls: Calls) {}

    @Get() list(): Product[] {
      this.calls.of.push('list');
      return [...products.rows.values()];
    }

    @Get(':id') findOne(@Param('id') id: string): Product | undefined {
      this.calls.of.push('findOne');
      return products.rows.get(id);
    }

    @Get(':id/stock') stock(@Param('id') id: string): Stock | undefined {
      this.calls.of.push('stock');
      return stocks.rows.get(id);
    }

    @Get(':id/label') label(): object {
      this.calls.of.push('label');
      return { text: 'fragile' };
    }

    @Put(':id') update(
      @Param('id') id: string,
      @Body() body: Partial<Product>,
      @IfMatch() expected: ExpectedVersion,
    ) {
      this.calls.of.push('update');
      return products.repository.update({ id }, body, expected);
    }

    @Put(':id/stock') updateStock(
      @Param('id') id: string,
      @Body() body: Partial<Stock>,
      @IfMatch() expected: ExpectedVersion,
    ) {
      this.calls.of.push('updateStock');
      return stocks.repository.update({ id }, body, expected);
    }

    @Post() create(): object {
      return { id: '9', version: 1 };
    }
  }
  Reflect.defineMetadata('design:paramtypes', [Calls], ProductsController);
  return ProductsController;
}

const CLASSES: [string, ClassDecorator][] = [
  ['@Versioned(Product)', Versioned(Product)],
  ['@Versioned({ current })', Versioned({ current: productNow })],
  ['@ETag({ tag, current })', ETag({ tag: ({ version }: Product) => version, current: productNow })],
];

describe.each(STAGES)('a class with a current state, on $name', (stage) => {
  let app: RunningApp;
  let calls: Calls;
  afterEach(() => app.close());

  async function start(...controllers: Type[]): Promise<void> {
    const providers = [Calls, { provide: 'PRODUCTS', useValue: products }];
    app = await stage.start({ imports, controllers, providers });
    calls = app.app.get(Calls);
  }

  describe.each(CLASSES)('%s', (_, decorator) => {
    beforeEach(() => start(productsController(decorator)));

    it('serves the resource itself, before the handler', async () => {
      const full = await send(app, 'GET /products/1');
      expect([full.status, full.headers['etag'], calls.of]).toEqual([200, '"1"', ['findOne']]);
      const again = await send(app, 'GET /products/1', { 'if-none-match': '"1"' });
      expect([again.status, again.headers['etag'], calls.of]).toEqual([304, '"1"', ['findOne']]);
      const stale = await send(app, 'PUT /products/1', { 'if-match': '"0"' }, { name: 'mug' });
      expect([stale.status, stale.headers['etag'], calls.of]).toEqual([412, '"1"', ['findOne']]);
      const fresh = await send(app, 'PUT /products/1', { 'if-match': '"1"' }, { name: 'mug' });
      expect([fresh.status, fresh.headers['etag'], calls.of]).toEqual([200, '"2"', ['findOne', 'update']]);
    });

    it('does not answer for what is below the resource', async () => {
      const full = await send(app, 'GET /products/1/stock');
      // The version of the product is 1, that of the stock 7. No tag is better than a wrong one.
      expect(full.status).toBe(200);
      expect(['"7"', undefined]).toContain(full.headers['etag']);
      for (const tag of ['"1"', '"0"']) {
        const again = await send(app, 'GET /products/1/stock', { 'if-none-match': tag });
        expect([again.status, again.text]).toEqual([200, full.text]);
      }
      expect(calls.of).toEqual(['stock', 'stock', 'stock']);
      stocks.put({ id: '1', version: 8, amount: 9 });
      const changed = await send(app, 'GET /products/1/stock', { 'if-none-match': full.headers['etag'] });
      expect([changed.status, changed.json]).toEqual([200, { id: '1', version: 8, amount: 9 }]);
    });

    it('gives what has no version no tag', async () => {
      const full = await send(app, 'GET /products/1/label', { 'if-none-match': '"1"' });
      expect([full.status, full.headers['etag'], full.json]).toEqual([200, undefined, { text: 'fragile' }]);
    });

    it('does not answer for the list of resources', async () => {
      const full = await send(app, 'GET /products', { 'if-none-match': '"1"' });
      expect([full.status, calls.of]).toEqual([200, ['list']]);
    });

    it('does not refuse a write below the resource by the version of the resource', async () => {
      const { status } = await send(app, 'PUT /products/1/stock', { 'if-match': '"7"' }, { amount: 9 });
      expect([status, calls.of]).toEqual([200, ['updateStock']]);
      const stale = await send(app, 'PUT /products/1/stock', { 'if-match': '"1"' }, { amount: 8 });
      expect([stale.status, stocks.rows.get('1')!.amount]).toEqual([412, 9]);
    });
  });

  it('serves one resource that has no parameter', async () => {
    @Controller('profile')
    @Versioned({ current: productNow })
    class ProfileController {
      @Get() read(): Product | undefined {
        calls.of.push('read');
        return products.rows.get('1');
      }
      @Put() write(): Product | undefined {
        calls.of.push('write');
        return products.rows.get('1');
      }
    }
    await start(ProfileController);
    expect((await send(app, 'GET /profile', { 'if-none-match': '"1"' })).status).toBe(304);
    expect((await send(app, 'PUT /profile', { 'if-match': '"0"' })).status).toBe(412);
    expect(calls.of).toEqual([]);
  });

  it('serves the resource of a path that stands on the class', async () => {
    @Controller('products/:id')
    @Versioned(Product)
    class ProductController {
      @Get() read(@Param('id') id: string): Product | undefined {
        calls.of.push('read');
        return products.rows.get(id);
      }
      @Get('stock') stock(@Param('id') id: string): Stock | undefined {
        calls.of.push('stock');
        return stocks.rows.get(id);
      }
    }
    await start(ProductController);
    expect((await send(app, 'GET /products/1', { 'if-none-match': '"1"' })).status).toBe(304);
    expect((await send(app, 'GET /products/1/stock', { 'if-none-match': '"1"' })).status).toBe(200);
    expect(calls.of).toEqual(['stock']);
  });

  it('may be told on the method that it answers for a route below', async () => {
    @Controller('products')
    @Versioned(Product)
    class ProductsController {
      @Get(':id') read(): void {}
      @Get(':id/details') @Versioned(Product, { param: 'id' }) details(): void {
        calls.of.push('details');
      }
      @Get(':id/history') @NoETag() history(): string {
        return 'none';
      }
    }
    await start(ProductsController);
    expect((await send(app, 'GET /products/1/details', { 'if-none-match': '"1"' })).status).toBe(304);
    expect(calls.of).toEqual([]);
    expect((await send(app, 'GET /products/1/history', { 'if-none-match': '"1"' })).status).toBe(200);
  });

  it('takes the key from the parameter that is named', async () => {
    @Controller('tenants/:id/users')
    class UsersController {
      @Get(':userId') @Versioned(User, { param: 'userId' }) read(): void {}
      @Put(':userId') @Versioned(User, { param: 'userId' }) write(): void {}
      @Delete(':userId') @Versioned(User, { param: 'userId' }) remove(): void {}
    }
    await start(UsersController);
    expect((await send(app, 'GET /tenants/1/users/2', { 'if-none-match': '"2"' })).status).toBe(304);
    const stale = await send(app, 'PUT /tenants/1/users/2', { 'if-match': '"1"' });
    expect([stale.status, stale.headers['etag'], users.asked]).toEqual([412, '"2"', ['2', '2']]);
    // Whoever reads the table at start-up sees by which parameter.
    const table = app.logger.logs.find((line) => line.startsWith('Conditional requests'))!;
    for (const method of ['read', 'write', 'remove']) {
      const row = table.split('\n').find((line) => line.startsWith(`UsersController.${method} `));
      expect(row).toContain('userId');
    }
  });

  it.each<[string, string]>([
    ['users', ':userId'],
    ['tenants/:tenantId/users', ':id'],
    ['tenants/:tenantId', 'users/:id'],
  ])('has nothing to guess in %s/%s', async (path, route) => {
    @Controller(path)
    @Versioned(User)
    class UsersController {
      @Get(route) read(): void {}
    }
    await start(UsersController);
    const url = path.includes('tenants') ? '/tenants/1/users/2' : '/users/2';
    expect((await send(app, `GET ${url}`, { 'if-none-match': '"2"' })).status).toBe(304);
    expect((await send(app, `GET ${url}`, { 'if-none-match': '"1"' })).status).toBe(200);
  });

  it('does not take the parameter of a tenant for that of a user in the list of its users', async () => {
    @Controller('tenants/:id/users')
    @Versioned(User)
    class UsersController {
      @Get() list(): User[] {
        calls.of.push('list');
        return [...users.rows.values()];
      }
    }
    await start(UsersController);
    const list = await send(app, 'GET /tenants/1/users', { 'if-none-match': '"1"' });
    expect([list.status, calls.of]).toEqual([200, ['list']]);
    expect(list.headers['etag']).not.toBe('"1"');
  });
});

@Controller('tenants/:id/users')
@Versioned(User)
class GuessedByClass {
  @Get(':userId') route(): void {}
}

@Controller('tenants')
class GuessedByMethod {
  @Get(':id/users/:userId') @Versioned(User) route(): void {}
}

@Controller('tenants')
class GuessedOnWrite {
  @Patch(':id/users/:userId') @Versioned(User) route(): void {}
}

@Controller('tenants/:id/users/:userId')
class GuessedInPath {
  @Delete() @Versioned(User) route(@IfMatch() _: ExpectedVersion): void {}
}

@Controller('products')
@Versioned(Product)
class UnguardedBelow {
  @Put(':id/stock') route(): void {}
}

@Controller('products')
@Versioned({ current: productNow })
class UncheckedBelow {
  @Get(':id') read(): void {}
  @Put(':id/stock') route(): void {}
}

function named(...controllers: readonly Type[]): [string, Type][] {
  return controllers.map((controller) => [controller.name, controller]);
}

describe.each(STAGES)('a key that would be a guess, on $name', (stage) => {
  const providers = [{ provide: 'PRODUCTS', useValue: products }];

  it.each(named(GuessedByClass, GuessedByMethod, GuessedOnWrite, GuessedInPath))(
    '%s: is refused at start-up, and both parameters are named',
    async (_, controller) => {
      const failure = await failureOf(stage.start({ imports, controllers: [controller], providers }));
      expect(failure).toContain(`${controller.name}.route: `);
      expect(failure).toMatch(/\bparam\b/);
      expect(failure).toMatch(/\bid\b/);
      expect(failure).toMatch(/\buserId\b/);
    },
  );

  it.each(named(UnguardedBelow, UncheckedBelow))(
    '%s: a write below the resource is not guarded by it, and is refused',
    async (_, controller) => {
      const failure = await failureOf(stage.start({ imports, controllers: [controller], providers }));
      expect(failure).toContain(`${controller.name}.route: `);
    },
  );
});
