import {
  Controller as NestController,
  Inject,
  Injectable,
  Module,
  type DynamicModule,
  type OnModuleInit,
} from '@nestjs/common';
import { InjectModel, SequelizeModule } from '@nestjs/sequelize';
import { Versioned } from 'nestjs-etag';
import { EtagSequelizeModule, InjectVersionedRepository, VersionedRepository } from 'nestjs-etag/sequelize';
import type { Config } from '../../config.js';
import { closing } from '../../database/closing.js';
import { DATABASE_TYPE, databaseTypeOf, type DatabaseType } from '../../database/database-type.js';
import { createProducts } from '../../database/products-table.js';
import { ProductsController as ForAnyLibrary } from '../../products/products.controller.js';
import { ProductsStore } from '../../products/products.store.js';
import { connectionTo } from './connection.js';
import { Product } from './product.model.js';

@Injectable()
class SequelizeProducts extends ProductsStore implements OnModuleInit {
  constructor(
    @InjectModel(Product) private readonly products: typeof Product,
    @Inject(DATABASE_TYPE) private readonly type: DatabaseType,
    @InjectVersionedRepository(Product) readonly versions: VersionedRepository<never>,
  ) {
    super();
  }

  onModuleInit(): Promise<void> {
    const sequelize = this.products.sequelize!;
    return createProducts((statement) => sequelize.query(statement), this.type);
  }

  list(): Promise<Product[]> {
    return this.products.findAll({ order: ['id'] });
  }

  find(id: number): Promise<Product | null> {
    return this.products.findByPk(id);
  }
}

/** The same routes, with the class that Sequelize knows products by. */
@NestController('products')
@Versioned(Product)
class ProductsController extends ForAnyLibrary {}

export { ProductsController as Controller };

@Module({})
class SequelizeProductsModule {}

export async function register(config: Config): Promise<DynamicModule> {
  const { options, close } = await connectionTo(config);
  return {
    module: SequelizeProductsModule,
    imports: [SequelizeModule.forRoot(options), EtagSequelizeModule.forFeature([Product])],
    providers: [
      { provide: ProductsStore, useClass: SequelizeProducts },
      databaseTypeOf(config),
      closing(close),
    ],
    exports: [ProductsStore],
  };
}
