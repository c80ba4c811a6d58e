import { Module } from '@nestjs/common';
import { EtagSqlModule, fromPg, type PgQueryable, type SqlEntity } from 'nestjs-etag/sql';

export class Product {
  id!: number;
  name!: string;
  price!: number;
  version!: number;
  updatedAt!: Date;
}

const product: SqlEntity<Product> = {
  entity: Product,
  table: 'product',
  columns: { id: 'id', name: 'name', price: 'price', version: 'version', updatedAt: 'updated_at' },
  key: { id: 'integer' },
  version: 'version',
  lastModified: 'updatedAt',
};

@Module({
  imports: [
    EtagSqlModule.forFeature([product], {
      inject: ['PG_POOL'],
      useFactory: (pool: PgQueryable) => fromPg(pool),
    }),
  ],
})
export class ProductsModule {}
