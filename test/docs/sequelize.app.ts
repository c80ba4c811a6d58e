import type { INestApplication } from '@nestjs/common';
import { SequelizeModule } from '@nestjs/sequelize';
import { Sequelize } from 'sequelize-typescript';
import { EtagModule } from '../../src/index.js';
import { SEQUELIZE_DATABASES } from '../adapters/sequelize.databases.js';
import type { Application } from './applications.js';
import { OrdersModule } from './sequelize/orders.module.js';

async function seed(app: INestApplication): Promise<void> {
  // Providers exist from here on, and routes do not yet.
  await app.get(Sequelize).query(`INSERT INTO orders (status, version) VALUES ('open', 1)`);
}

export const sequelizeOrders: Application = {
  module: () => ({
    imports: [
      SequelizeModule.forRootAsync({
        useFactory: async () => {
          const { options } = await SEQUELIZE_DATABASES[0]!.connect();
          return { ...options, autoLoadModels: true, synchronize: true };
        },
      }),
      OrdersModule,
      EtagModule.forRoot(),
    ],
  }),
  configure: seed,
};
