import { Body, Controller, Get, Injectable, NotFoundException, Param, Put } from '@nestjs/common';
import { currentFrom, entityHash, ETag } from 'nestjs-etag';
import { createHash } from 'node:crypto';

type Product = { id: string; name: string };

@Injectable()
export class ProductsService {
  private readonly products = new Map<string, Product>([['7', { id: '7', name: 'Tea' }]]);

  find(id: string | undefined): Product {
    const product = this.products.get(id ?? '');
    if (!product) throw new NotFoundException();
    return product;
  }

  rename(id: string, name: string): Product {
    const renamed = { ...this.find(id), name };
    this.products.set(id, renamed);
    return renamed;
  }
}

const current = currentFrom(ProductsService, (products, request) => products.find(request.params.id));

// What the application has sent so far. Clients and caches that have one of these tags keep it.
const tagOf = (product: Product) => createHash('md5').update(JSON.stringify(product)).digest('hex');

@Controller('products')
@ETag({ tag: tagOf, current })
export class ProductsController {
  constructor(private readonly products: ProductsService) {}

  @Get(':id')
  findOne(@Param('id') id: string) {
    return this.products.find(id);
  }

  @Put(':id')
  rename(@Param('id') id: string, @Body('name') name: string) {
    return this.products.rename(id, name);
  }
}

@Controller('v2/products')
@ETag({ tag: entityHash, current })
export class NewProductsController {
  constructor(private readonly products: ProductsService) {}

  @Get(':id')
  findOne(@Param('id') id: string) {
    return this.products.find(id);
  }
}
