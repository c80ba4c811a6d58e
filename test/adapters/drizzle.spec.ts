import { randomBytes } from 'node:crypto';
import { Module } from '@nestjs/common';
import { asc, sql, type SQL } from 'drizzle-orm';
import * as mysql from 'drizzle-orm/mysql-core';
import { drizzle as onMySql } from 'drizzle-orm/mysql2';
import { drizzle as onPg } from 'drizzle-orm/node-postgres';
import * as pgCore from 'drizzle-orm/pg-core';
import { drizzle as onPGlite } from 'drizzle-orm/pglite';
import { createPool } from 'mysql2/promise';
import { Pool } from 'pg';
import { EtagDrizzleModule, type DrizzleClient } from '../../src/drizzle/index.js';
import { drizzleModel } from '../../src/drizzle/drizzle-model.js';
import { DrizzleStatements } from '../../src/drizzle/drizzle.statements.js';
import { ModelAdapter } from '../../src/versioned/model-adapter.js';
import { freshPGlite } from '../support/pglite.js';
import { describeContract } from './contract.js';
import { describeHttp } from './http.js';
import { describeOn, type ServerName } from './servers.js';

class Product {}
class Line {}

interface Opened {
  readonly db: DrizzleClient & { execute(text: unknown): Promise<unknown> };
  readonly products: never;
  readonly lines: never;
  /** Names of both tables. */
  readonly names: readonly [string, string];
  readonly close: () => Promise<unknown>;
}

interface Database {
  readonly name: string;
  readonly server: ServerName | undefined;
  readonly open: () => Promise<Opened>;
}

const [time, order] = [
  { postgres: 'timestamptz(3)', mysql: 'datetime(3)' },
  { postgres: '"order"', mysql: '`order`' },
];

function names(): [string, string] {
  const prefix = `dz_${randomBytes(6).toString('hex')}`;
  return [`${prefix}_product`, `${prefix}_line`];
}

function postgresTables([product, line]: readonly [string, string]) {
  const products = pgCore.pgTable(product, {
    id: pgCore.integer('product_id').primaryKey(),
    title: pgCore.text().notNull(),
    sku: pgCore.varchar({ length: 40 }).unique(),
    stock: pgCore.integer().notNull(),
    version: pgCore
      .integer()
      .notNull()
      .default(1)
      .$onUpdate((): SQL => sql`${products.version} + 1`),
    updatedAt: pgCore
      .timestamp('updated_at', { withTimezone: true, precision: 3 })
      .notNull()
      .defaultNow()
      .$onUpdate(() => new Date()),
  });
  const lines = pgCore.pgTable(
    line,
    {
      order: pgCore.integer(),
      line: pgCore.varchar({ length: 40 }),
      quantity: pgCore.integer().notNull(),
      version: pgCore.integer().notNull(),
    },
    (table) => [pgCore.primaryKey({ columns: [table.order, table.line] })],
  );
  return { products: products as never, lines: lines as never };
}

function mysqlTables([product, line]: readonly [string, string]) {
  const products = mysql.mysqlTable(product, {
    id: mysql.int('product_id').primaryKey(),
    title: mysql.text().notNull(),
    sku: mysql.varchar({ length: 40 }).unique(),
    stock: mysql.int().notNull(),
    version: mysql.int().notNull().default(1),
    updatedAt: mysql.datetime('updated_at', { fsp: 3 }).notNull(),
  });
  const lines = mysql.mysqlTable(
    line,
    {
      order: mysql.int(),
      line: mysql.varchar({ length: 40 }),
      quantity: mysql.int().notNull(),
      version: mysql.int().notNull(),
    },
    (table) => [mysql.primaryKey({ columns: [table.order, table.line] })],
  );
  return { products: products as never, lines: lines as never };
}

async function create(
  db: Opened['db'],
  [product, line]: readonly [string, string],
  dialect: 'postgres' | 'mysql',
) {
  await db.execute(
    sql.raw(
      `CREATE TABLE ${product} (product_id integer PRIMARY KEY, title varchar(100) NOT NULL, ` +
        `sku varchar(40) UNIQUE, stock integer NOT NULL, version integer NOT NULL, ` +
        `updated_at ${time![dialect]} NOT NULL DEFAULT CURRENT_TIMESTAMP(3))`,
    ),
  );
  await db.execute(
    sql.raw(
      `CREATE TABLE ${line} (${order![dialect]} integer, line varchar(40), quantity integer NOT NULL, ` +
        `version integer NOT NULL, PRIMARY KEY (${order![dialect]}, line))`,
    ),
  );
}

async function opened(
  db: never,
  dialect: 'postgres' | 'mysql',
  end: () => Promise<unknown>,
): Promise<Opened> {
  const both = names();
  const client = db as Opened['db'];
  await create(client, both, dialect);
  const close = async () => {
    for (const name of both) await client.execute(sql.raw(`DROP TABLE ${name}`));
    await end();
  };
  return { db, names: both, close, ...(dialect === 'mysql' ? mysqlTables(both) : postgresTables(both)) };
}

const DATABASES: readonly Database[] = [
  {
    name: 'PGlite',
    server: undefined,
    open: async () => {
      const client = await freshPGlite();
      return opened(onPGlite({ client }) as never, 'postgres', () => client.close());
    },
  },
  {
    name: 'PostgreSQL',
    server: 'PostgreSQL',
    open: async () => {
      const pool = new Pool({ connectionString: 'postgres://postgres@127.0.0.1:5432/test' });
      return opened(onPg({ client: pool }) as never, 'postgres', () => pool.end());
    },
  },
  {
    name: 'MariaDB',
    server: 'MariaDB',
    open: async () => {
      const pool = createPool({ uri: 'mysql://root@127.0.0.1:3306/test' });
      return opened(onMySql({ client: pool }) as never, 'mysql', () => pool.end());
    },
  },
];

for (const { name, server, open } of DATABASES) {
  describeOn(server, `nestjs-etag/drizzle with ${name}`, () => {
    describeContract(name, async () => {
      const { db, products, lines, close } = await open();
      const adapter = new ModelAdapter('EtagDrizzleModule', 'default', new DrizzleStatements(db));
      adapter.lookAfter(drizzleModel({ entity: Product, table: products }));
      adapter.lookAfter(drizzleModel({ entity: Line, table: lines }));
      const row = (id: number) => ({
        id,
        title: 'a',
        sku: 'unique',
        stock: 1,
        version: 1,
        updatedAt: new Date(),
      });
      return {
        adapter,
        product: Product,
        line: Line,
        transaction: (run) => db.transaction(run),
        errors: {
          exists: async () => {
            await db.insert(products).values(row(1));
            await db.insert(products).values(row(2));
          },
        },
        close,
      };
    });

    describeHttp(name, async () => {
      const { db, products, close } = await open();
      @Module({ providers: [{ provide: 'DRIZZLE', useValue: db }], exports: ['DRIZZLE'] })
      class DrizzleModule {}
      const client = {
        imports: [DrizzleModule],
        inject: ['DRIZZLE'],
        useFactory: (drizzle: object) => drizzle,
      };
      const { id } = products as { readonly id: never };
      return {
        imports: [EtagDrizzleModule.forFeature([{ entity: Product, table: products }], client)],
        product: Product,
        list: async () => (await db.select().from(products).orderBy(asc(id))) as object[],
        collection: true,
        clear: async () => {},
        close,
      };
    });
  });
}
