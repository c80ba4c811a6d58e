import type { INestApplication } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { EtagModule } from '../../src/index.js';
import { DATABASES, optionsFor } from '../typeorm/databases.js';
import type { Application } from './applications.js';
import { OrdersModule } from './typeorm/orders.module.js';

async function seed(app: INestApplication): Promise<void> {
  // Providers exist from here on, and routes do not yet.
  await app.get(DataSource).getRepository('Order').insert({ status: 'open' });
}

export const orders: Application = {
  module: () => ({
    imports: [
      TypeOrmModule.forRoot({
        ...optionsFor(DATABASES[0]!),
        autoLoadEntities: true,
        synchronize: true,
      } as never),
      OrdersModule,
      EtagModule.forRoot(),
    ],
  }),
  configure: seed,
};
