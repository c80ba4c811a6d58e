import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createConnection } from 'mongoose';
import { Client } from 'pg';
import { ROOT } from '../../root.js';
import { ORMS, type OrmName } from './names.js';

/** A database of one server alone, with rows in it. */
export interface OwnDatabase {
  readonly url: string;
  /** Statements sent so far, by whatever connection; undefined where nobody counts. */
  readonly statements?: () => number;
  readonly drop: () => Promise<unknown>;
}

/** More than there are clients. */
const ROWS = 64;
const SERVER = 'postgres://postgres@127.0.0.1:5432';

const TABLE = `CREATE TABLE products (
  id integer PRIMARY KEY, name text NOT NULL, stock integer NOT NULL, version integer NOT NULL)`;
const FILL = `INSERT INTO products SELECT id, 'Product', 0, 1 FROM generate_series(1, ${ROWS}) AS id`;

export function databaseFor(orm: OrmName): Promise<OwnDatabase> {
  const name = `bench_${process.pid}`;
  return (ORMS[orm].needs as readonly string[]).includes('mongodb') ? onMongodb(name) : onPostgres(name, orm);
}

async function onPostgres(name: string, orm: OrmName): Promise<OwnDatabase> {
  const url = `${SERVER}/${name}`;
  const admin = `${SERVER}/postgres`;
  await run(admin, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`, `CREATE DATABASE ${name}`);
  await run(url, TABLE, FILL);
  return { url, statements: counterOf(orm), drop: () => run(admin, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function run(url: string, ...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

/** Libraries that have a pg of their own: where it is found from. */
const OWN_PG: Partial<Record<OrmName, () => string>> = {
  prisma: () => join(ROOT, 'orms/package.json'),
  'mikro-orm': () => import.meta.resolve('@mikro-orm/postgresql'),
};

/** Counts where every library has to pass, which costs both sides the same. */
function counterOf(orm: OrmName): () => number {
  const pg = createRequire(OWN_PG[orm]?.() ?? import.meta.url)('pg') as { readonly Client: typeof Client };
  const { prototype } = pg.Client;
  // oxlint-disable-next-line typescript/unbound-method -- it is called with the client that it is a method of
  const { query } = prototype;
  let count = 0;
  prototype.query = function counted(this: Client, ...args: unknown[]) {
    count += 1;
    return Reflect.apply(query, this, args) as never;
  } as typeof query;
  return () => count;
}

async function onMongodb(name: string): Promise<OwnDatabase> {
  const server = process.env['MONGODB_URL']!;
  const url = server.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${name}`);
  const admin = await createConnection(url).asPromise();
  const rows = Array.from({ length: ROWS }, (_, at) => ({
    _id: at + 1,
    name: 'Product',
    stock: 0,
    version: 1,
  }));
  await admin.collection('products').insertMany(rows as never[]);
  return {
    url,
    async drop() {
      await admin.dropDatabase();
      await admin.close();
    },
  };
}
