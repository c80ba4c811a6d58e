import { Body, Controller, Param, ParseIntPipe, Put } from '@nestjs/common';
import { IfMatch, Versioned, type ExpectedVersion } from 'nestjs-etag';
import { InjectVersionedRepository, VersionedRepository } from 'nestjs-etag/typeorm';
import { Column, Entity, PrimaryGeneratedColumn, VersionColumn } from 'typeorm';

@Entity()
export class Product {
  @PrimaryGeneratedColumn() id!: number;
  @Column('integer') price!: number;
  @VersionColumn() version!: number;
}

@Controller('products')
@Versioned(Product)
export class ProductsController {
  constructor(@InjectVersionedRepository(Product) private readonly products: VersionedRepository<Product>) {}

  @Put(':id')
  update(
    @Param('id', ParseIntPipe) id: number,
    @Body() changes: Pick<Product, 'price'>,
    @IfMatch() expected: ExpectedVersion,
  ): Promise<Product> {
    return this.products.update({ id }, changes, expected);
  }
}
