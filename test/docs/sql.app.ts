import { Global, Module } from '@nestjs/common';
import { EtagModule } from '../../src/index.js';
import { freshPGlite } from '../support/pglite.js';
import type { Application } from './applications.js';
import { ProductsModule } from './sql/products.module.js';

const database = {
  provide: 'PG_POOL',
  useFactory: async () => {
    const client = await freshPGlite();
    await client.exec(`
      CREATE TABLE product (id integer PRIMARY KEY, name text NOT NULL, price integer NOT NULL,
        version integer NOT NULL DEFAULT 1, updated_at timestamptz(3) NOT NULL DEFAULT now());
      INSERT INTO product (id, name, price) VALUES (1, 'Wireless Headphones', 120)`);
    return client;
  },
};

@Global()
@Module({ providers: [database], exports: [database] })
class DatabaseModule {}

export const sqlProducts: Application = {
  module: () => ({ imports: [DatabaseModule, ProductsModule, EtagModule.forRoot()] }),
};
