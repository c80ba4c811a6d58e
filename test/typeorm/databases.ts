import { afterAll, describe } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { DataSource, type DataSourceOptions, type Logger } from 'typeorm';
import { getPGliteInstance, type PGliteDriver } from 'typeorm-pglite';
import { connectionTo } from '../../sample-app/orm/typeorm/connection.js';
import { FRESH_FILES } from '../support/pglite.js';
import { runs } from '../support/runs.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A database the tests run on, and the types it has under other names. */
export interface Database {
  readonly name: string;
  readonly connection: () => DataSourceOptions;
  /** What to start, where it does not answer; undefined: it always does. */
  readonly start: string | undefined;
  readonly returnsUpdates: boolean;
  /** Whether writers meet in the database rather than in front of it. */
  readonly concurrent: boolean;
  readonly types: { readonly timestamp: 'timestamptz' | 'datetime'; readonly bytes: 'bytea' | 'varbinary' };
}

const POSTGRES = { timestamp: 'timestamptz', bytes: 'bytea' } as const;
const MARIADB = { timestamp: 'datetime', bytes: 'varbinary' } as const;
const MARIADB_URL = 'mysql://root@127.0.0.1:3306/test';
const START_MARIADB =
  'docker run -p 3306:3306 -e MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=1 -e MARIADB_DATABASE=test mariadb';

export const DATABASES: readonly Database[] = [
  {
    name: 'PGlite',
    connection: pglite,
    start: undefined,
    returnsUpdates: true,
    concurrent: false,
    types: POSTGRES,
  },
  {
    name: 'PostgreSQL',
    connection: () => ({ type: 'postgres', url: 'postgres://postgres@127.0.0.1:5432/test' }),
    start: 'docker run -p 5432:5432 -e POSTGRES_HOST_AUTH_METHOD=trust -e POSTGRES_DB=test postgres',
    returnsUpdates: true,
    concurrent: true,
    types: POSTGRES,
  },
  {
    name: 'MariaDB',
    connection: () => ({ type: 'mariadb', url: MARIADB_URL }),
    start: START_MARIADB,
    returnsUpdates: false,
    concurrent: true,
    types: MARIADB,
  },
  {
    // The driver of MySQL knows no RETURNING at all; the server is the same.
    name: 'MariaDB as MySQL',
    connection: () => ({ type: 'mysql', url: MARIADB_URL }),
    start: START_MARIADB,
    returnsUpdates: false,
    concurrent: true,
    types: MARIADB,
  },
];

/** As the sample has it, but for one thing: it stays open for all data sources of a file, as a server does. */
function pglite(): DataSourceOptions {
  const options = connectionTo({ adapter: 'express', orm: 'typeorm', port: 0, pgliteFiles: FRESH_FILES });
  const { driver } = options as { driver: PGliteDriver['driver'] };
  class OpenPool extends driver.Pool {
    override end(callback: (error: null) => void): void {
      mustClose = true;
      callback(null);
    }
  }
  return { ...options, driver: { ...driver, Pool: OpenPool } } as DataSourceOptions;
}

let mustClose = false;
afterAll(async () => {
  if (mustClose) await (await getPGliteInstance()).close();
});

/** `npm test` needs no server. The others are for `npm run test:slow`, which jest.config.mjs says. */
const { databases: which, hasOneConnection = false } = globalThis as {
  readonly databases?: 'embedded' | 'servers';
  /** pool-of-one.spec.ts says so. */
  readonly hasOneConnection?: boolean;
};
const wanted = DATABASES.filter(({ start, name }) => {
  // The driver of MySQL has the same pool.
  if (hasOneConnection && name === 'MariaDB as MySQL') return false;
  return !which || (which === 'embedded') === !start;
});
const answers = await Promise.all(wanted.map(async (each) => !each.start || (await connects(each))));

async function connects({ connection }: Database): Promise<boolean> {
  const source = new DataSource(connection());
  try {
    await source.initialize();
    await source.destroy();
    return true;
  } catch {
    return false;
  }
}

export function describeDatabases(what: string, tests: (database: Database) => void): void {
  for (const [at, database] of wanted.entries()) {
    const title = `${what} on ${database.name}`;
    const isRun = runs(title, answers[at] === true ? undefined : `. To run it:\n${database.start}`);
    (isRun ? describe : describe.skip)(title, () => tests(database));
  }
}

/** Keeps the statements that go to the database. */
export class Statements implements Logger {
  readonly list: string[] = [];

  /** What is sent while something runs, shortened to the first word. */
  async of(run: () => Promise<unknown>): Promise<string[]> {
    this.list.length = 0;
    await run();
    return this.list.map((sql) => sql.split(' ', 1)[0]!);
  }

  logQuery(sql: string): void {
    this.list.push(sql);
  }

  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}

export type Options = Mutable<DataSourceOptions> & { entityPrefix: string };

/** Options of a data source whose tables are its own. */
export function optionsFor(database: Database, logger = new Statements()): Options {
  const entityPrefix = `t${randomBytes(6).toString('hex')}_`;
  // For gen_random_uuid(), which needs no extension any more.
  const uuid = { uuidExtension: 'pgcrypto', installExtensions: false };
  const pool = hasOneConnection ? { poolSize: 1 } : {};
  return { ...database.connection(), ...uuid, ...pool, entityPrefix, logger, logging: ['query'] } as Options;
}

/** Opens a data source with tables of its own; `close()` drops them. */
export async function open(
  database: Database,
  entities: readonly Function[],
  options: object = {},
): Promise<OpenDatabase> {
  const statements = new Statements();
  const source = new DataSource({
    ...optionsFor(database, statements),
    ...options,
    entities: [...entities],
    synchronize: true,
  } as DataSourceOptions);
  await source.initialize();
  return { source, statements, close: () => dropAndClose(source) };
}

export interface OpenDatabase {
  readonly source: DataSource;
  readonly statements: Statements;
  readonly close: () => Promise<void>;
}

export async function dropTables(source: DataSource): Promise<void> {
  const names = source.entityMetadatas.map(({ tablePath }) => source.driver.escape(tablePath));
  const runner = source.createQueryRunner();
  const isPostgres = source.options.type === 'postgres';
  if (!isPostgres) await runner.query('SET FOREIGN_KEY_CHECKS = 0');
  await runner.query(`DROP TABLE IF EXISTS ${[...new Set(names)].join(', ')} ${isPostgres ? 'CASCADE' : ''}`);
  if (!isPostgres) await runner.query('SET FOREIGN_KEY_CHECKS = 1');
  const types = isPostgres ? await runner.query(ENUMS, [`${source.options.entityPrefix}%`]) : [];
  for (const { name } of types as { name: string }[]) await runner.query(`DROP TYPE "${name}"`);
  await runner.release();
}

const ENUMS = "SELECT typname AS name FROM pg_type WHERE typtype = 'e' AND typname LIKE $1";

async function dropAndClose(source: DataSource): Promise<void> {
  await dropTables(source);
  await source.destroy();
}

/** Rows whose key was given start at a random version; for tests whose versions are easier to read. */
export async function startAtOne(source: DataSource, entity: Function, key?: object, version = 'version') {
  const query = source
    .createQueryBuilder()
    .update(entity as never)
    .set({ [version]: 1 } as never);
  await (key ? query.where(key) : query).execute();
}
