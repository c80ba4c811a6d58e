import { eq, sql } from 'drizzle-orm';
import { int, mysqlTable, varchar as mysqlVarchar } from 'drizzle-orm/mysql-core';
import { drizzle as mysqlDrizzle } from 'drizzle-orm/mysql2';
import { drizzle } from 'drizzle-orm/node-postgres';
import { integer, pgTable, varchar } from 'drizzle-orm/pg-core';
import { createPool } from 'mysql2/promise';
import { EtagDrizzleModule } from 'nestjs-etag/drizzle';
import { Pool } from 'pg';
import { isMariadb, type Raced, type SetUp } from './raced.js';

class Product {
  id!: number;
  name!: string;
  stock!: number;
  version!: number;
}

const LENGTH = { length: 200 } as const;

const products = pgTable('products', {
  id: integer().primaryKey(),
  name: varchar(LENGTH).notNull(),
  stock: integer().notNull(),
  version: integer().notNull().default(1),
});

const mysqlProducts = mysqlTable('products', {
  id: int().primaryKey(),
  name: mysqlVarchar(LENGTH).notNull(),
  stock: int().notNull(),
  version: int().notNull().default(1),
});

function onPostgres(url: string): Raced {
  const pool = new Pool({ connectionString: url });
  // Who has none dies with a connection that is cut.
  pool.on('error', () => undefined);
  const db = drizzle({ client: pool });
  return {
    ...common(() => db, products),
    store: () => ({
      find: async (id) => (await db.select().from(products).where(eq(products.id, id)))[0] ?? null,
      overwrite: (id, changes) =>
        db
          .update(products)
          .set({ ...changes, version: sql`${products.version} + 1` })
          .where(eq(products.id, id)),
    }),
  };
}

function onMariadb(url: string): Raced {
  const db = mysqlDrizzle({ client: createPool(url) });
  return {
    ...common(() => db, mysqlProducts),
    store: () => ({
      find: async (id) => (await db.select().from(mysqlProducts).where(eq(mysqlProducts.id, id)))[0] ?? null,
      overwrite: (id, changes) =>
        db
          .update(mysqlProducts)
          .set({ ...changes, version: sql`${mysqlProducts.version} + 1` })
          .where(eq(mysqlProducts.id, id)),
    }),
  };
}

function common(useFactory: () => object, table: typeof products | typeof mysqlProducts) {
  const client = { useFactory };
  return {
    entity: Product,
    imports: [EtagDrizzleModule.forFeature([{ entity: Product, table }], client as never)],
    inject: [],
  };
}

export const setUp: SetUp = (url) => (isMariadb(url) ? onMariadb(url) : onPostgres(url));
