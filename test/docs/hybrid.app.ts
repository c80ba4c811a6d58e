import type { INestApplication } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EtagModule } from 'nestjs-etag';
import { EtagTypeOrmModule } from 'nestjs-etag/typeorm';
import { DataSource } from 'typeorm';
import { DATABASES, optionsFor } from '../typeorm/databases.js';
import type { Application } from './applications.js';
import { Product } from './hybrid/product.entity.js';
import { ProductsController } from './hybrid/products.controller.js';
import { ProductsService } from './hybrid/products.service.js';

async function seed(app: INestApplication): Promise<void> {
  // Providers exist from here on, and routes do not yet.
  await app.get(DataSource).getRepository(Product).insert({ name: 'Tea' });
}

export const hybrid: Application = {
  module: () => ({
    imports: [
      TypeOrmModule.forRoot({
        ...optionsFor(DATABASES[0]!),
        autoLoadEntities: true,
        synchronize: true,
      } as never),
      EtagTypeOrmModule.forFeature([Product]),
      EtagModule.forRoot(),
    ],
    controllers: [ProductsController],
    providers: [ProductsService],
  }),
  configure: seed,
};
