import { Inject, Injectable, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import {
  EtagSqlModule,
  InjectVersionedRepository,
  VersionedRepository,
  type SqlEntity,
  type SqlExecutor,
} from 'nestjs-etag/sql';
import type { Config } from '../../config.js';
import { closing } from '../../database/closing.js';
import { DATABASE_TYPE, databaseTypeOf, type DatabaseType } from '../../database/database-type.js';
import { createProducts } from '../../database/products-table.js';
import { Product } from '../../products/product.js';
import { ProductsStore, type StoredProduct } from '../../products/products.store.js';
import { connect } from './connection.js';

const TABLE: SqlEntity<Product> = {
  entity: Product,
  table: 'products',
  columns: {
    id: 'id',
    name: 'name',
    price: 'price',
    stock: 'stock',
    version: 'version',
    updatedAt: 'updatedAt',
  },
  key: { id: 'integer' },
  version: 'version',
  lastModified: 'updatedAt',
};

const EXECUTOR = Symbol('executor');

@Injectable()
class SqlProducts extends ProductsStore implements OnModuleInit {
  constructor(
    @Inject(EXECUTOR) private readonly executor: SqlExecutor,
    @Inject(DATABASE_TYPE) private readonly type: DatabaseType,
    @InjectVersionedRepository(Product) readonly versions: VersionedRepository<Product, unknown>,
  ) {
    super();
  }

  onModuleInit(): Promise<void> {
    return createProducts((statement) => this.rows(statement), this.type);
  }

  list(): Promise<readonly StoredProduct[]> {
    return this.rows('SELECT * FROM products ORDER BY id');
  }

  async find(id: number): Promise<StoredProduct | undefined> {
    const placeholder = this.type === 'postgres' ? '$1' : '?';
    const [product] = await this.rows(`SELECT * FROM products WHERE id = ${placeholder}`, id);
    return product;
  }

  private async rows(statement: string, ...values: unknown[]): Promise<readonly StoredProduct[]> {
    const { rows } = await this.executor.execute(statement, values, undefined);
    return rows as readonly StoredProduct[];
  }
}

@Module({})
class SqlProductsModule {}

export async function register(config: Config): Promise<DynamicModule> {
  const { executor, close } = await connect(config);
  return {
    module: SqlProductsModule,
    imports: [EtagSqlModule.forFeature([TABLE], executor)],
    providers: [
      { provide: EXECUTOR, useValue: executor },
      { provide: ProductsStore, useClass: SqlProducts },
      databaseTypeOf(config),
      closing(close),
    ],
    exports: [ProductsStore],
  };
}
