import { MikroORM } from '@mikro-orm/core';
import { MikroOrmModule } from '@mikro-orm/nestjs';
import { Inject, Injectable, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { EtagMikroOrmModule, InjectVersionedRepository, VersionedRepository } from 'nestjs-etag/mikro-orm';
import type { Config } from '../../config.js';
import { closing } from '../../database/closing.js';
import { DATABASE_TYPE, databaseTypeOf, type DatabaseType } from '../../database/database-type.js';
import { createProducts } from '../../database/products-table.js';
import { Product } from '../../products/product.js';
import { ProductsStore } from '../../products/products.store.js';
import { connectionTo } from './connection.js';

@Injectable()
class MikroOrmProducts extends ProductsStore implements OnModuleInit {
  constructor(
    private readonly orm: MikroORM,
    @Inject(DATABASE_TYPE) private readonly type: DatabaseType,
    @InjectVersionedRepository(Product) readonly versions: VersionedRepository<Product>,
  ) {
    super();
  }

  onModuleInit(): Promise<void> {
    const connection = this.orm.em.getConnection();
    return createProducts((statement) => connection.execute(statement), this.type);
  }

  list(): Promise<Product[]> {
    return this.orm.em.fork().find(Product, {}, { orderBy: { id: 'asc' } });
  }

  find(id: number): Promise<Product | null> {
    return this.orm.em.fork().findOne(Product, { id });
  }
}

@Module({})
class MikroOrmProductsModule {}

export async function register(config: Config): Promise<DynamicModule> {
  const { options, close } = await connectionTo(config);
  return {
    module: MikroOrmProductsModule,
    imports: [await MikroOrmModule.forRoot(options), EtagMikroOrmModule.forFeature([Product])],
    providers: [
      { provide: ProductsStore, useClass: MikroOrmProducts },
      databaseTypeOf(config),
      closing(close),
    ],
    exports: [ProductsStore],
  };
}
