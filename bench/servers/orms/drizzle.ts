import { and, eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { EtagDrizzleModule } from 'nestjs-etag/drizzle';
import { Pool } from 'pg';
import type { Connect } from './orm.interface.js';

const products = pgTable('products', {
  id: integer().primaryKey(),
  name: text().notNull(),
  stock: integer().notNull(),
  version: integer().notNull(),
});

class Product {
  id: number;
  name: string;
  stock: number;
  version: number;
}

export const connect: Connect = (url) => {
  const pool = new Pool({ connectionString: url });
  // Its connections may outlive end() until the database is dropped.
  pool.on('error', () => undefined);
  const db = drizzle({ client: pool });
  const client = { useFactory: () => db as never };
  return {
    entity: Product,
    imports: [],
    versioned: [EtagDrizzleModule.forFeature([{ entity: Product, table: products }], client)],
    inject: [],
    close: () => pool.end(),
    store: () => ({
      find: async (id) => (await db.select().from(products).where(eq(products.id, id)))[0] ?? null,
      async update(id, version, changes) {
        const query = db
          .update(products)
          .set({ ...changes, version: sql`${products.version} + 1` })
          .where(and(eq(products.id, id), eq(products.version, version)));
        return (await query.returning())[0];
      },
    }),
  };
};
