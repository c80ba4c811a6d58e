import { Module } from '@nestjs/common';
import { sql, type SQL } from 'drizzle-orm';
import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { EtagDrizzleModule } from 'nestjs-etag/drizzle';

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

/** Stands for a row of the table in decorators and in injection. */
export class Product {
  id!: number;
  name!: string;
  version!: number;
  updatedAt!: Date;
}

@Module({ imports: [EtagDrizzleModule.forFeature([{ entity: Product, table: products }], 'DRIZZLE')] })
export class ProductsModule {}
