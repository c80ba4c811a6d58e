import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Injectable,
  NotFoundException,
  Param,
  Post,
  Put,
} from '@nestjs/common';
import { currentFrom, entityHash, ETag, EtagModule } from '../../src/index.js';
import type { Application } from './applications.js';

interface Product {
  readonly id: number;
  readonly name: string;
  readonly price: number;
  readonly stock: number;
}

@Injectable()
class ProductsService {
  private readonly products = new Map<string, Product>([
    ['101', { id: 101, name: 'Wireless Headphones', price: 120, stock: 45 }],
  ]);

  find(id: string | undefined): Product | null {
    return this.products.get(id!) ?? null;
  }

  findOrFail(id: string): Product {
    const product = this.find(id);
    if (!product) throw new NotFoundException();
    return product;
  }

  save(id: string, changes: Omit<Product, 'id'>): Product {
    const product = { id: Number(id), ...changes };
    this.products.set(id, product);
    return product;
  }

  update(id: string, changes: Omit<Product, 'id'>): Product {
    this.findOrFail(id);
    return this.save(id, changes);
  }

  remove(id: string): void {
    this.products.delete(id);
  }
}

@Controller('products')
@ETag({
  tag: entityHash,
  current: currentFrom(ProductsService, (products, request) => products.find(request.params.id)),
})
class ProductsController {
  constructor(private readonly products: ProductsService) {}

  @Post() @ETag(entityHash) create(@Body() product: Product) {
    return this.products.save(String(product.id), product);
  }

  @Get(':id') findOne(@Param('id') id: string) {
    return this.products.findOrFail(id);
  }

  @Delete(':id') @HttpCode(204) remove(@Param('id') id: string) {
    this.products.remove(id);
  }

  @Put(':id') update(@Param('id') id: string, @Body() changes: Omit<Product, 'id'>) {
    return this.products.update(id, changes);
  }
}

export const entityHashes: Application = {
  module: () => ({
    imports: [EtagModule.forRoot()],
    controllers: [ProductsController],
    providers: [ProductsService],
  }),
};
