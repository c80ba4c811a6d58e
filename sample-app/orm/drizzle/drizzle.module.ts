import { Inject, Injectable, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { asc, eq } from 'drizzle-orm';
import { EtagDrizzleModule, InjectVersionedRepository, VersionedRepository } from 'nestjs-etag/drizzle';
import type { Config } from '../../config.js';
import { closing } from '../../database/closing.js';
import { DATABASE_TYPE, databaseTypeOf, type DatabaseType } from '../../database/database-type.js';
import { createProducts } from '../../database/products-table.js';
import { Product } from '../../products/product.js';
import { ProductsStore, type StoredProduct } from '../../products/products.store.js';
import { connect, type Connection } from './connection.js';

const CONNECTION = Symbol('connection');

@Injectable()
class DrizzleProducts extends ProductsStore implements OnModuleInit {
  constructor(
    @Inject(CONNECTION) private readonly connection: Connection,
    @Inject(DATABASE_TYPE) private readonly type: DatabaseType,
    @InjectVersionedRepository(Product) readonly versions: VersionedRepository<Product>,
  ) {
    super();
  }

  onModuleInit(): Promise<void> {
    return createProducts(this.connection.run, this.type);
  }

  list(): PromiseLike<StoredProduct[]> {
    const { db, table } = this.connection;
    return db.select().from(table).orderBy(asc(table.id)) as PromiseLike<StoredProduct[]>;
  }

  async find(id: number): Promise<StoredProduct | undefined> {
    const { db, table } = this.connection;
    const [product] = (await db.select().from(table).where(eq(table.id, id))) as StoredProduct[];
    return product;
  }
}

@Module({})
class DrizzleProductsModule {}

export async function register(config: Config): Promise<DynamicModule> {
  const connection = await connect(config);
  const { db, table, close } = connection;
  return {
    module: DrizzleProductsModule,
    imports: [EtagDrizzleModule.forFeature([{ entity: Product, table }], { useFactory: () => db })],
    providers: [
      { provide: CONNECTION, useValue: connection },
      { provide: ProductsStore, useClass: DrizzleProducts },
      databaseTypeOf(config),
      closing(close),
    ],
    exports: [ProductsStore],
  };
}
