import { Body, Controller, Get, Param, ParseIntPipe, Put, type Type } from '@nestjs/common';
import { EtagModule, ExpectedVersion, IfMatch, Versioned, type VersionedOptions } from 'nestjs-etag';
import { EtagTypeOrmModule, InjectVersionedRepository, VersionedRepository } from 'nestjs-etag/typeorm';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Launch } from './launch.js';
import { nestOnPostgres, Product } from './postgres.js';
import type { Serving } from './serving.js';

/** Compare-and-set through a VersionedRepository. */
export function serveVersionedProducts(
  launch: Launch,
  write: VersionedOptions<Product> = {},
): Promise<Serving> {
  return nestOnPostgres(launch, {
    imports: [EtagModule.forRoot(), EtagTypeOrmModule.forFeature([Product])],
    controllers: [productsController(write)],
  });
}

function productsController(write: VersionedOptions<Product>): Type {
  @Controller('products/:id')
  class ProductsController {
    constructor(
      @InjectRepository(Product) private readonly products: Repository<Product>,
      @InjectVersionedRepository(Product) private readonly versioned: VersionedRepository<Product>,
    ) {}

    @Get()
    @Versioned(Product)
    read(@Param('id', ParseIntPipe) id: number): Promise<Product | null> {
      return this.products.findOneBy({ id });
    }

    @Put()
    @Versioned(Product, write)
    write(
      @Param('id', ParseIntPipe) id: number,
      @Body() { name, stock }: Product,
      @IfMatch() expected: ExpectedVersion,
    ): Promise<Product> {
      return this.versioned.update({ id }, { name, stock }, expected);
    }
  }
  return ProductsController;
}
