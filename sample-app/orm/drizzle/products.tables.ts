import { sql, type SQL } from 'drizzle-orm';
import { datetime, decimal, int, mysqlTable, text as mysqlText } from 'drizzle-orm/mysql-core';
import { integer, numeric, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

const PRICE = { precision: 12, scale: 2, mode: 'number' } as const;

export const postgresProducts = pgTable('products', {
  id: integer().primaryKey().generatedByDefaultAsIdentity(),
  name: text().notNull(),
  price: numeric(PRICE).notNull(),
  stock: integer().notNull(),
  version: integer()
    .notNull()
    .default(1)
    .$onUpdate((): SQL => sql`${postgresProducts.version} + 1`),
  updatedAt: timestamp({ withTimezone: true, precision: 3 })
    .notNull()
    .defaultNow()
    .$onUpdate(() => new Date()),
});

export const mysqlProducts = mysqlTable('products', {
  id: int().primaryKey().autoincrement(),
  name: mysqlText().notNull(),
  price: decimal(PRICE).notNull(),
  stock: int().notNull(),
  version: int()
    .notNull()
    .default(1)
    .$onUpdate((): SQL => sql`${mysqlProducts.version} + 1`),
  updatedAt: datetime({ fsp: 3 })
    .notNull()
    .$defaultFn(() => new Date())
    .$onUpdate(() => new Date()),
});
