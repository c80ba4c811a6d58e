import { MikroORM, type EntitySchema } from '@mikro-orm/core';
import { MariaDbDriver } from '@mikro-orm/mariadb';
import { MySqlDriver } from '@mikro-orm/mysql';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { PGliteSocket } from '../../sample-app/database/pglite-socket.js';
import { freshPGlite } from '../support/pglite.js';
import type { ServerName } from './servers.js';

export type MikroOrmOptions = Parameters<typeof MikroORM.init>[0];

export interface MikroOrmDatabase {
  readonly name: string;
  readonly server: ServerName | undefined;
  /** Of a database of its own where it is embedded, and of the one database of a server. */
  readonly connect: () => Promise<{
    readonly options: MikroOrmOptions;
    readonly end: () => Promise<unknown>;
  }>;
}

const quiet = { debug: false, dbName: 'test', useBatchUpdates: false, logger: () => {} };
const onServer = (options: MikroOrmOptions) => async () => ({ options, end: async () => {} });

export const MIKRO_ORM_DATABASES: readonly MikroOrmDatabase[] = [
  {
    name: 'PGlite',
    server: undefined,
    connect: async () => {
      const database = await freshPGlite();
      const driverOptions = { stream: () => new PGliteSocket(database) };
      return {
        options: {
          ...quiet,
          driver: PostgreSqlDriver,
          driverOptions,
          pool: { max: 1 },
          ensureDatabase: false,
        },
        end: () => database.close(),
      };
    },
  },
  {
    name: 'PostgreSQL',
    server: 'PostgreSQL',
    connect: onServer({ ...quiet, driver: PostgreSqlDriver, host: '127.0.0.1', user: 'postgres' }),
  },
  {
    name: 'MariaDB',
    server: 'MariaDB',
    connect: onServer({ ...quiet, driver: MariaDbDriver, host: '127.0.0.1', user: 'root' }),
  },
  {
    name: 'MariaDB by the driver of MySQL',
    server: 'MariaDB',
    connect: onServer({ ...quiet, driver: MySqlDriver, host: '127.0.0.1', user: 'root' }),
  },
];

/** A connection with new tables of these entities, and what removes them. */
export async function connected(
  { connect }: MikroOrmDatabase,
  entities: EntitySchema[],
): Promise<{ readonly orm: MikroORM; readonly close: () => Promise<void> }> {
  const { options, end } = await connect();
  const orm = (await MikroORM.init({ ...options, entities })) as MikroORM;
  await createTables(orm);
  return {
    orm,
    close: async () => {
      await dropTables(orm);
      await orm.close();
      await end();
    },
  };
}

/** New tables, without a look at those of others. */
export async function createTables(orm: MikroORM): Promise<void> {
  await dropTables(orm);
  await orm.schema.create();
}

async function dropTables(orm: MikroORM): Promise<void> {
  const tables = [...orm.getMetadata()]
    .filter(({ embeddable }) => !embeddable)
    .map(({ tableName }) => tableName);
  for (const table of tables) await orm.em.getConnection().execute(`DROP TABLE IF EXISTS ${table} CASCADE`);
}
