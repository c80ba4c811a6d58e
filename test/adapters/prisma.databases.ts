import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createConnection } from 'mysql2/promise';
import { Client as PgClient } from 'pg';
import type { PrismaClientLike } from '../../src/prisma/index.js';
import type { PrismaDelegate } from '../../src/prisma/prisma-client.interface.js';
import { freshPGlite } from '../support/pglite.js';
import { runs } from '../support/runs.js';
import type { ServerName } from './servers.js';

type Args = Readonly<Record<string, unknown>>;

/** What the tests call of a model, beside what the adapter does. */
interface TestDelegate extends PrismaDelegate {
  createMany(args: Args): Promise<{ readonly count: number }>;
  delete(args: Args): Promise<Args>;
  findUnique(args: Args): Promise<Args | null>;
  findUniqueOrThrow(args: Args): Promise<Args>;
  update(args: Args): Promise<Args>;
  upsert(args: Args): Promise<Args>;
}

/** A client of the schemas in orms/prisma, or a transaction of it. */
export interface TestClient extends PrismaClientLike {
  readonly product: TestDelegate;
  readonly line: TestDelegate;
  readonly owner: TestDelegate;
  readonly account: TestDelegate;
  $executeRawUnsafe(text: string, ...values: readonly unknown[]): Promise<number>;
  $transaction<T>(run: (transaction: never) => Promise<T>, options?: object): Promise<T>;
  $extends(extension: object): TestClient;
  $disconnect(): Promise<void>;
}

type Made<T> = new (...args: readonly object[]) => T;
type Clients = Readonly<
  Record<'PrismaLibSql' | 'PrismaMariaDb' | 'PrismaPg' | 'PrismaPGlite', Made<object>> &
    Record<'MySqlClient' | 'PostgresClient' | 'SqliteClient', Made<TestClient>>
>;

const ORMS = fileURLToPath(new URL('../../orms/', import.meta.url));

/** Prisma is too large for a development dependency, and has a folder of its own. */
export const isInstalled: boolean = runs(
  'nestjs-etag/prisma',
  existsSync(join(ORMS, 'generated/sqlite/client.ts')) ? undefined : '. To run it:\nnpm run orms',
);

const clients = () => import(join(ORMS, 'clients.ts')) as Promise<Clients>;

/** A client on a database of its own, with empty tables. */
export interface OpenedPrisma {
  readonly client: TestClient;
  /** Another client of the same database, with options of its own. */
  readonly another: (options: object) => TestClient;
  readonly close: () => Promise<void>;
}

export interface PrismaDatabase {
  readonly name: string;
  readonly server: ServerName | undefined;
  readonly open: () => Promise<OpenedPrisma>;
}

const newName = () => `etag_prisma_${randomBytes(6).toString('hex')}`;
const SERVER = { host: '127.0.0.1', port: 3306, user: 'root' };
const POSTGRES = { connectionString: 'postgres://postgres@127.0.0.1:5432/test' };

export const PRISMA_DATABASES: readonly PrismaDatabase[] = [
  {
    name: 'PGlite',
    server: undefined,
    open: async () => {
      const { PostgresClient, PrismaPGlite } = await clients();
      const database = await freshPGlite();
      return opened(
        PostgresClient,
        () => new PrismaPGlite(database),
        TABLES.postgresql,
        () => database.close(),
      );
    },
  },
  {
    name: 'SQLite',
    server: undefined,
    open: async () => {
      const { PrismaLibSql, SqliteClient } = await clients();
      const folder = await mkdtemp(join(tmpdir(), 'etag-prisma-'));
      const url = `file:${join(folder, 'test.db')}`;
      return opened(
        SqliteClient,
        () => new PrismaLibSql({ url }),
        TABLES.sqlite,
        () => rm(folder, { recursive: true }),
      );
    },
  },
  {
    name: 'PostgreSQL',
    server: 'PostgreSQL',
    open: async () => {
      const { PostgresClient, PrismaPg } = await clients();
      const schema = newName();
      const run = async (text: string) => {
        const connection = new PgClient(POSTGRES);
        await connection.connect();
        await connection.query(text);
        await connection.end();
      };
      await run(`CREATE SCHEMA ${schema}`);
      const config = { ...POSTGRES, options: `-c search_path=${schema}` };
      return opened(
        PostgresClient,
        () => new PrismaPg(config, { schema }),
        TABLES.postgresql,
        () => run(`DROP SCHEMA ${schema} CASCADE`),
      );
    },
  },
  {
    name: 'MariaDB',
    server: 'MariaDB',
    open: async () => {
      const { MySqlClient, PrismaMariaDb } = await clients();
      const database = newName();
      const run = async (text: string) => {
        const connection = await createConnection(SERVER);
        await connection.query(text);
        await connection.end();
      };
      await run(`CREATE DATABASE ${database}`);
      return opened(
        MySqlClient,
        () => new PrismaMariaDb({ ...SERVER, database }),
        TABLES.mysql,
        () => run(`DROP DATABASE ${database}`),
      );
    },
  },
];

async function opened(
  Client: Made<TestClient>,
  driver: () => object,
  tables: readonly string[],
  drop: () => Promise<unknown>,
): Promise<OpenedPrisma> {
  const all: TestClient[] = [];
  const another = (options: object) => {
    // A transaction waits for the others of a test, however busy the machine is.
    const client = new Client({
      adapter: driver(),
      transactionOptions: { maxWait: 60_000, timeout: 60_000 },
      ...options,
    });
    all.push(client);
    return client;
  };
  const client = another({});
  for (const text of tables) await client.$executeRawUnsafe(text);
  const close = async () => {
    await Promise.all(all.map((each) => each.$disconnect()));
    await drop();
  };
  return { client, another, close };
}

function tablesOf(time: string, now: string, quote: string, boolean: string): string[] {
  const order = `${quote}order${quote}`;
  return [
    'CREATE TABLE owner (id integer PRIMARY KEY)',
    `CREATE TABLE product (product_id integer PRIMARY KEY, title varchar(100) NOT NULL,
      sku varchar(40) UNIQUE, stock integer NOT NULL, version integer NOT NULL DEFAULT 1,
      updated_at ${time} NOT NULL DEFAULT ${now},
      owner_id integer, FOREIGN KEY (owner_id) REFERENCES owner (id))`,
    `CREATE TABLE line (${order} integer, line varchar(40), quantity integer NOT NULL,
      version integer NOT NULL, PRIMARY KEY (${order}, line))`,
    `CREATE TABLE account (id bigint PRIMARY KEY, is_open ${boolean} NOT NULL, revision bigint NOT NULL)`,
  ];
}

const TABLES = {
  postgresql: tablesOf('timestamptz(3)', 'now()', '"', 'boolean'),
  mysql: tablesOf('datetime(3)', 'now(3)', '`', 'boolean'),
  sqlite: tablesOf('datetime', 'CURRENT_TIMESTAMP', '"', 'boolean'),
};
