/**
 * What compiles, and what does not: the type check is the test, for which an unused `@ts-expect-error` is an error. The
 * controller runs as well, so that what compiles is also what works.
 */
import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Put } from '@nestjs/common';
import {
  currentFrom,
  ETag,
  IfMatch,
  LastModified,
  Versioned,
  type CurrentResource,
  type ExpectedVersion,
  type LookupRequest,
} from 'nestjs-etag';
import { adapterModule, MapAdapter } from '../../support/map-adapter.js';
import { send, STAGES } from '../../support/stages.js';

class Product {
  id!: string;
  version!: number;
  revision!: string;
  updatedAt!: Date;
}

interface Account {
  readonly id: string;
  readonly tenant: string;
}

/** What a guard of the application leaves in the request, as its own code has it. */
interface MyRequest extends LookupRequest {
  readonly user: Account;
}

/** One that is not made of ours: that of Express or Fastify, as far as it is used. */
interface PlatformRequest {
  readonly params: { readonly id?: string };
  readonly user?: Account;
}

const PRODUCT: Product = { id: '1', version: 3, revision: 'r3', updatedAt: new Date('2024-05-01T12:00:00Z') };

@Injectable()
class ProductsService {
  findOne(id: string | undefined, tenant = 'none'): Product | null {
    return id === '1' && tenant !== 'wrong' ? PRODUCT : null;
  }
}

class ProductState implements CurrentResource<Product> {
  current(): Product {
    return PRODUCT;
  }
}

/** A request type of the application's own, as an annotation and as a type argument. */
const annotated = currentFrom(ProductsService, (products, request: MyRequest) =>
  products.findOne(request.params['id'], request.user?.tenant),
);
const argued = currentFrom<ProductsService, Product, MyRequest>(
  ProductsService,
  (products, { params, user }) => products.findOne(params['id'], user?.tenant),
);
const ofPlatform = currentFrom(ProductsService, (products, request: PlatformRequest) =>
  products.findOne(request.params.id, request.user?.tenant),
);
const plain = currentFrom(ProductsService, (products, request) => products.findOne(request.params['id']));

@Controller('products')
class ProductsController {
  @Get('function/:id') @ETag((product: Product) => product.revision) ofFunction() {
    return PRODUCT;
  }

  @Get('argued/:id') @ETag<Product>((product) => product.revision) ofArgued() {
    return PRODUCT;
  }

  @Get('optioned/:id')
  @ETag({
    tag: (product: Product) => product.revision,
    lastModified: (product: Product) => product.updatedAt,
  })
  ofOptions() {
    return PRODUCT;
  }

  @Get('looked-up/:id') @ETag({ tag: (product: Product) => product.revision, current: plain }) lookedUp() {
    return PRODUCT;
  }

  @Get('annotated/:id') @Versioned({ current: annotated }) annotated() {
    return PRODUCT;
  }

  @Get('argued-request/:id') @Versioned({ current: argued }) arguedRequest() {
    return PRODUCT;
  }

  @Get('platform-request/:id') @Versioned({ current: ofPlatform }) platformRequest() {
    return PRODUCT;
  }

  @Get('state/:id') @Versioned({ current: ProductState, column: 'revision' }) ofState() {
    return PRODUCT;
  }

  @Get('column/:id')
  @Versioned(Product, { column: 'revision', lastModified: 'updatedAt', param: 'id' })
  ofColumn() {
    return PRODUCT;
  }

  @Get('columns/:id') @Versioned(Product, { column: ['id', 'version'], param: 'id' }) ofColumns() {
    return PRODUCT;
  }

  @Get('dated/:id') @LastModified<Product>('updatedAt') dated() {
    return PRODUCT;
  }

  /** Where no entity is named, a column has any name. */
  @Get('any/:id') @Versioned({ column: 'revision' }) ofAny() {
    return PRODUCT;
  }

  @Put('function/:id')
  @ETag((product: Product) => product.revision)
  async update(@IfMatch() expected: ExpectedVersion): Promise<Product> {
    await expected.assert(PRODUCT);
    expected.versions.map((version: string) => version);
    return PRODUCT;
  }
}

/** Never called: these lines are for the compiler. */
export function refused(): unknown[] {
  return [
    // @ts-expect-error -- no such property
    ETag((product: Product) => product.revison),
    // @ts-expect-error -- no such property
    ETag<Product>((product) => product.revison),
    // @ts-expect-error -- a tag is made of a text, a number, a date or bytes
    ETag((product: Product) => ({ tag: product.revision })),
    // @ts-expect-error -- no column of a product
    Versioned(Product, { column: 'typo' }),
    // @ts-expect-error -- no column of a product
    Versioned(Product, { column: ['version', 'typo'] }),
    // @ts-expect-error -- no column of a product
    Versioned<Product>({ column: 'typo' }),
    // @ts-expect-error -- no column of a product
    Versioned(Product, { id: 'typo' }),
    // @ts-expect-error -- no column of a product
    Versioned(Product, { lastModified: 'typo' }),
    // @ts-expect-error -- no property of a product
    LastModified<Product>('typo'),
    // @ts-expect-error -- the service finds products, and has no such method
    currentFrom(ProductsService, (products) => products.find('1')),
    // @ts-expect-error -- a request has no user, unless its type says so
    currentFrom(ProductsService, (products, request) => products.findOne('1', request.user.tenant)),
    // @ts-expect-error -- no property of that user
    currentFrom(ProductsService, (products, request: MyRequest) => products.findOne('1', request.user.name)),
    // @ts-expect-error -- no option of this name
    Versioned(Product, { colum: 'version' }),
  ];
}

const ROUTES: [string, string][] = [
  ['function', '"r3"'],
  ['argued', '"r3"'],
  ['optioned', '"r3"'],
  ['looked-up', '"r3"'],
  ['annotated', '"3"'],
  ['argued-request', '"3"'],
  ['platform-request', '"3"'],
  ['state', '"r3"'],
  ['column', '"r3"'],
  ['columns', '"1~3"'],
  ['any', '"r3"'],
];

describe.each(STAGES)('what compiles, on $name', (stage) => {
  it('works', async () => {
    const products = new MapAdapter(Product);
    products.put(PRODUCT);
    const app = await stage.start({
      imports: [adapterModule(products)],
      controllers: [ProductsController],
      providers: [ProductsService, ProductState],
    });
    const seen: unknown[] = [];
    for (const [route, etag] of ROUTES) {
      const full = await send(app, `GET /products/${route}/1`);
      const again = await send(app, `GET /products/${route}/1`, { 'if-none-match': etag });
      seen.push([route, full.headers['etag'], again.status]);
    }
    await app.close();
    expect(seen).toEqual(ROUTES.map(([route, etag]) => [route, etag, 304]));
  });
});
