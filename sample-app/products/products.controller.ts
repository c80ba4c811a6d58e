import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import { CacheControl, ExpectedVersion, IfMatch, RequirePrecondition, Versioned } from 'nestjs-etag';
import { CreateProduct } from './dto/create-product.dto.js';
import { ProductParams } from './dto/product-params.dto.js';
import { ReplaceProduct } from './dto/replace-product.dto.js';
import { UpdateProduct } from './dto/update-product.dto.js';
import { Product } from './product.js';
import { ProductsService } from './products.service.js';

/** What the responses of Express and Fastify have in common, as far as it is needed here. */
interface HeaderWriter {
  header(name: string, value: string): unknown;
}

/**
 * The tag is the version column of the product; 304 and 412 are decided from it and the date, before a handler runs, and
 * every change names the version it is meant for. Clients may keep what they get, and ask each time whether it still
 * holds: that is what the tags are for.
 */
@Controller('products')
@Versioned(Product)
@RequirePrecondition()
@CacheControl({ private: true, noCache: true })
export class ProductsController {
  constructor(private readonly products: ProductsService) {}

  @Get()
  @ApiOkResponse({ type: [Product] })
  list(): Promise<Product[]> {
    return this.products.list();
  }

  @Post()
  @ApiCreatedResponse({ type: Product })
  async create(
    @Body() fields: CreateProduct,
    @Res({ passthrough: true }) response: HeaderWriter,
  ): Promise<Product> {
    const product = await this.products.create(fields);
    response.header('Location', `/api/products/${product.id}`);
    return product;
  }

  @Get(':id')
  @ApiOkResponse({ type: Product })
  findOne(@Param() { id }: ProductParams): Promise<Product> {
    return this.products.find(id);
  }

  @Put(':id')
  @ApiOkResponse({ type: Product })
  replace(
    @Param() { id }: ProductParams,
    @Body() fields: ReplaceProduct,
    @IfMatch() expected: ExpectedVersion,
  ): Promise<Product> {
    return this.products.update(id, fields, expected);
  }

  @Patch(':id')
  @ApiOkResponse({ type: Product })
  update(
    @Param() { id }: ProductParams,
    @Body() changes: UpdateProduct,
    @IfMatch() expected: ExpectedVersion,
  ): Promise<Product> {
    return this.products.update(id, changes, expected);
  }

  @Delete(':id')
  @HttpCode(204)
  remove(@Param() { id }: ProductParams, @IfMatch() expected: ExpectedVersion): Promise<void> {
    return this.products.remove(id, expected);
  }
}
