import { Body, Controller, Get, Param, ParseIntPipe, Put } from '@nestjs/common';
import { currentFrom, ETag, RequirePrecondition, Versioned } from 'nestjs-etag';
import { ProductsService, type Product } from './products.service.js';

@Controller('products')
@Versioned({
  current: currentFrom(ProductsService, (products, request) => products.find(Number(request.params.id))),
})
export class ProductsController {
  constructor(private readonly products: ProductsService) {}

  @Get()
  @ETag() // the hash of the bytes sent
  list(): Product[] {
    return this.products.list();
  }

  @Get(':id') // the property "version"
  findOne(@Param('id', ParseIntPipe) id: number): Product {
    return this.products.find(id);
  }

  @Put(':id')
  @RequirePrecondition() // 428 without If-Match
  update(@Param('id', ParseIntPipe) id: number, @Body() changes: Pick<Product, 'name' | 'price'>): Product {
    return this.products.update(id, changes);
  }
}
