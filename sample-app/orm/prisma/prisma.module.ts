import { Inject, Injectable, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import {
  countVersions,
  EtagPrismaModule,
  InjectVersionedRepository,
  VersionedRepository,
} from 'nestjs-etag/prisma';
import type { Config } from '../../config.js';
import { closing } from '../../database/closing.js';
import { DATABASE_TYPE, databaseTypeOf, type DatabaseType } from '../../database/database-type.js';
import { createProducts } from '../../database/products-table.js';
import { Product } from '../../products/product.js';
import { ProductsStore, type StoredProduct } from '../../products/products.store.js';
import { connect } from './connection.js';
import type { PrismaClient } from './load-prisma.js';

const CLIENT = Symbol('PrismaClient');

@Injectable()
class PrismaProducts extends ProductsStore implements OnModuleInit {
  constructor(
    @Inject(CLIENT) private readonly prisma: PrismaClient,
    @Inject(DATABASE_TYPE) private readonly type: DatabaseType,
    @InjectVersionedRepository(Product) readonly versions: VersionedRepository<Product>,
  ) {
    super();
  }

  onModuleInit(): Promise<void> {
    return createProducts((statement) => this.prisma.$executeRawUnsafe(statement), this.type);
  }

  list(): Promise<StoredProduct[]> {
    return this.prisma.product.findMany({ orderBy: { id: 'asc' } });
  }

  find(id: number): Promise<StoredProduct | null> {
    return this.prisma.product.findUnique({ where: { id } });
  }
}

@Module({})
class PrismaProductsModule {}

export async function register(config: Config): Promise<DynamicModule> {
  const { client, close } = await connect(config);
  const prisma = client.$extends(countVersions({ Product: 'version' }));
  return {
    module: PrismaProductsModule,
    imports: [EtagPrismaModule.forFeature([{ entity: Product }], { useFactory: () => prisma })],
    providers: [
      { provide: CLIENT, useValue: prisma },
      { provide: ProductsStore, useClass: PrismaProducts },
      databaseTypeOf(config),
      closing(close),
    ],
    exports: [ProductsStore],
  };
}
