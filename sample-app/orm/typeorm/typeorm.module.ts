import { Injectable, Module, type DynamicModule } from '@nestjs/common';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import { EtagTypeOrmModule, InjectVersionedRepository, VersionedRepository } from 'nestjs-etag/typeorm';
import { Repository } from 'typeorm';
import type { Config } from '../../config.js';
import { databaseType } from '../../database/database-type.js';
import { Product } from '../../products/product.js';
import { ProductsStore } from '../../products/products.store.js';
import { connectionTo } from './connection.js';
import { productSchema } from './product.schema.js';
import { ProductsSeed } from './products.seed.js';

@Injectable()
export class TypeOrmProducts extends ProductsStore {
  constructor(
    @InjectRepository(Product) readonly products: Repository<Product>,
    @InjectVersionedRepository(Product) readonly versions: VersionedRepository<Product>,
  ) {
    super();
  }

  list(): Promise<Product[]> {
    return this.products.find({ order: { id: 'ASC' } });
  }

  find(id: number): Promise<Product | null> {
    return this.products.findOneBy({ id });
  }
}

@Module({})
class TypeOrmProductsModule {}

export function register(config: Config): DynamicModule {
  return {
    module: TypeOrmProductsModule,
    imports: [
      TypeOrmModule.forRoot({
        ...connectionTo(config),
        entities: [productSchema(databaseType(config.databaseUrl))],
        // Good enough for a sample; an application of yours has migrations.
        synchronize: true,
      }),
      EtagTypeOrmModule.forFeature([Product]),
    ],
    providers: [{ provide: ProductsStore, useClass: TypeOrmProducts }, ProductsSeed],
    exports: [ProductsStore],
  };
}
