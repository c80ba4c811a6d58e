import {
  Body,
  Controller,
  Get,
  Inject,
  Module,
  NotFoundException,
  Param,
  ParseIntPipe,
  Put,
} from '@nestjs/common';
import { eq, sql, type SQL } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { IfMatch, Versioned, type ExpectedVersion } from 'nestjs-etag';
import { EtagDrizzleModule, InjectVersionedRepository, VersionedRepository } from 'nestjs-etag/drizzle';

export const products = pgTable('product', {
  id: integer().primaryKey(),
  name: text().notNull(),
  version: integer()
    .notNull()
    .default(1)
    .$onUpdate((): SQL => sql`${products.version} + 1`),
  updatedAt: timestamp('updated_at', { precision: 3 })
    .notNull()
    .defaultNow()
    .$onUpdate(() => new Date()),
});

// Stands for a row of the table in decorators and in injection.
class Product {
  id!: number;
  name!: string;
  version!: number;
  updatedAt!: Date;
}

@Controller('products')
@Versioned(Product) // version, key and current state: all from the table
class ProductsController {
  constructor(
    @Inject('DRIZZLE') private readonly db: NodePgDatabase,
    @InjectVersionedRepository(Product) private readonly writes: VersionedRepository<Product>,
  ) {}

  @Get(':id')
  async findOne(@Param('id', ParseIntPipe) id: number): Promise<Product> {
    const [product] = await this.db.select().from(products).where(eq(products.id, id));
    if (!product) throw new NotFoundException();
    return product;
  }

  @Put(':id')
  update(
    @Param('id', ParseIntPipe) id: number,
    @Body() changes: Pick<Product, 'name'>,
    @IfMatch() expected: ExpectedVersion,
  ): Promise<Product> {
    return this.writes.update({ id }, changes, expected); // UPDATE … WHERE id = 7 AND version IN (3)
  }
}

@Module({
  imports: [EtagDrizzleModule.forFeature([{ entity: Product, table: products }], 'DRIZZLE')],
  controllers: [ProductsController],
})
export class ProductsModule {}
