import { Global, Module } from '@nestjs/common';
import { drizzle } from 'drizzle-orm/pglite';
import { EtagModule } from '../../src/index.js';
import { freshPGlite } from '../support/pglite.js';
import type { Application } from './applications.js';
import { ProductsModule } from './drizzle/products.module.js';

const database = {
  provide: 'DRIZZLE',
  useFactory: async () => {
    const client = await freshPGlite();
    await client.exec(`
      CREATE TABLE product (id integer PRIMARY KEY, name text NOT NULL,
        version integer NOT NULL DEFAULT 1, updated_at timestamp(3) NOT NULL DEFAULT now());
      INSERT INTO product (id, name) VALUES (1, 'Wireless Headphones')`);
    return drizzle({ client });
  },
};

@Global()
@Module({ providers: [database], exports: [database] })
class DatabaseModule {}

export const drizzleProducts: Application = {
  module: () => ({ imports: [DatabaseModule, ProductsModule, EtagModule.forRoot()] }),
};
