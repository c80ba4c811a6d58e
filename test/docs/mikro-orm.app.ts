import type { INestApplication } from '@nestjs/common';
import { MikroORM } from '@mikro-orm/core';
import { MikroOrmModule } from '@mikro-orm/nestjs';
import { EtagModule } from '../../src/index.js';
import { MIKRO_ORM_DATABASES } from '../adapters/mikro-orm.databases.js';
import type { Application } from './applications.js';
import { Order, OrdersModule } from './mikro-orm/orders.module.js';

async function seed(app: INestApplication): Promise<void> {
  // Providers exist from here on, and routes do not yet.
  const orm = app.get(MikroORM);
  await orm.schema.create();
  await orm.em.fork().insert(Order, { id: 1, status: 'open', version: 1 });
}

export const mikroOrmOrders: Application = {
  module: () => ({
    imports: [
      MikroOrmModule.forRootAsync({
        useFactory: async () => {
          const { options } = await MIKRO_ORM_DATABASES[0]!.connect();
          return { ...options, autoLoadEntities: true };
        },
      }),
      OrdersModule,
      EtagModule.forRoot(),
    ],
  }),
  configure: seed,
};
