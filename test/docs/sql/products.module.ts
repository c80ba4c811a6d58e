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
import { IfMatch, Versioned, type ExpectedVersion } from 'nestjs-etag';
import {
  EtagSqlModule,
  fromPg,
  InjectVersionedRepository,
  VersionedRepository,
  type PgQueryable,
  type SqlEntity,
} from 'nestjs-etag/sql';
import type { Pool } from 'pg';

class Product {
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

const FIND = 'SELECT id, name, price, version, updated_at AS "updatedAt" FROM product WHERE id = $1';

@Controller('products')
@Versioned(Product) // version, key and current state: all from `product`
class ProductsController {
  constructor(
    @Inject('PG_POOL') private readonly pool: Pool,
    @InjectVersionedRepository(Product) private readonly writes: VersionedRepository<Product>,
  ) {}

  @Get(':id')
  async findOne(@Param('id', ParseIntPipe) id: number): Promise<Product> {
    const { rows } = await this.pool.query<Product>(FIND, [id]);
    if (!rows[0]) throw new NotFoundException();
    return rows[0];
  }

  @Put(':id')
  update(
    @Param('id', ParseIntPipe) id: number,
    @Body() changes: Pick<Product, 'name' | 'price'>,
    @IfMatch() expected: ExpectedVersion,
  ): Promise<Product> {
    return this.writes.update({ id }, changes, expected); // UPDATE … WHERE id = 7 AND version IN (3)
  }
}

@Module({
  imports: [
    EtagSqlModule.forFeature([product], {
      inject: ['PG_POOL'],
      useFactory: (pool: PgQueryable) => fromPg(pool),
    }),
  ],
  controllers: [ProductsController],
})
export class ProductsModule {}
