import { Body, Controller, Get, NotFoundException, Param, ParseIntPipe, Put } from '@nestjs/common';
import { MessagePattern, Payload, RpcException } from '@nestjs/microservices';
import { InjectRepository } from '@nestjs/typeorm';
import { IfMatch, PreconditionFailedException, Versioned, type ExpectedVersion } from 'nestjs-etag';
import type { Repository } from 'typeorm';
import { Product } from './product.entity.js';
import { ProductsService, versionIs } from './products.service.js';

type Rename = { id: number; name: string; version: number };

@Controller('products')
@Versioned(Product) // of the routes over HTTP, and of nothing else
export class ProductsController {
  constructor(
    private readonly products: ProductsService,
    @InjectRepository(Product) private readonly rows: Repository<Product>,
  ) {}

  @Get(':id')
  async findOne(@Param('id', ParseIntPipe) id: number): Promise<Product> {
    const product = await this.rows.findOneBy({ id });
    if (!product) throw new NotFoundException();
    return product;
  }

  @Put(':id')
  update(
    @Param('id', ParseIntPipe) id: number,
    @Body('name') name: string,
    @IfMatch() expected: ExpectedVersion,
  ): Promise<Product> {
    return this.products.rename(id, name, expected);
  }

  @MessagePattern('products.rename')
  async rename(@Payload() { id, name, version }: Rename): Promise<Product> {
    try {
      return await this.products.rename(id, name, versionIs(version));
    } catch (error) {
      if (!(error instanceof PreconditionFailedException)) throw error;
      throw new RpcException({ code: 'STALE', version: error.current?.opaque });
    }
  }
}
