const ADAPTERS = ['express', 'fastify', 'node'] as const;

export type Adapter = (typeof ADAPTERS)[number];

export const ORMS = ['typeorm', 'prisma', 'mongoose', 'sql', 'drizzle', 'mikro-orm', 'sequelize'] as const;

export type Orm = (typeof ORMS)[number];

/** What the environment says about how the sample is run. */
export interface Config {
  readonly adapter: Adapter;
  /** The library that reads and writes products. */
  readonly orm: Orm;
  /** 0 takes any free port. */
  readonly port: number;
  /** A PostgreSQL, MySQL, MariaDB or, with Mongoose, MongoDB server; without it PGlite runs inside the process. */
  readonly databaseUrl?: string | undefined;
  /** Where PGlite keeps its files; without it everything is in memory. */
  readonly pgliteDir?: string | undefined;
  /** What PGlite begins with; without it, it makes the files of a new database, which takes seconds. */
  readonly pgliteFiles?: Blob | undefined;
  /** Where Prometheus finds the metrics; without it there are none. */
  readonly metricsPort?: number | undefined;
  /** Where the compiled page is; without it, where the build puts it. */
  readonly pageDir?: string | undefined;
}

/** MongoDB does not run inside of a process. */
export const START_MONGO = 'docker run -p 27017:27017 mongo';

type Environment = Readonly<Record<string, string | undefined>>;

/** A setting nobody could run with; its message is all the user needs to see. */
export class ConfigError extends Error {}

/** @throws ConfigError naming the variable and what it takes */
export function readConfig(env: Environment): Config {
  const orm = readOrm(env);
  return {
    adapter: readAdapter(env),
    orm,
    port: readPort('PORT', env.PORT || '3000'),
    databaseUrl: orm === 'mongoose' ? readMongoUrl(env) : readDatabaseUrl(env),
    pgliteDir: env.PGLITE_DIR || undefined,
    metricsPort: env.METRICS_PORT ? readPort('METRICS_PORT', env.METRICS_PORT) : undefined,
  };
}

function readAdapter({ ADAPTER }: Environment): Adapter {
  return oneOf(ADAPTERS, 'ADAPTER', ADAPTER || 'express');
}

function readOrm({ ORM }: Environment): Orm {
  return oneOf(ORMS, 'ORM', ORM || 'typeorm');
}

function oneOf<T extends string>(names: readonly T[], variable: string, value: string): T {
  const named = names.find((name) => name === value);
  if (named) return named;
  const quoted = names.map((name) => `"${name}"`);
  const last = quoted.pop();
  throw new ConfigError(`${variable} is "${value}"; it takes ${quoted.join(', ')} or ${last}.`);
}

function readPort(name: string, port: string): number {
  if (/^\d{1,5}$/.test(port) && Number(port) <= 65_535) return Number(port);
  throw new ConfigError(`${name} is "${port}"; it takes a whole number from 0 to 65535.`);
}

function readDatabaseUrl({ DATABASE_URL }: Environment): string | undefined {
  if (!DATABASE_URL) return undefined;
  if (isUrl(DATABASE_URL, /^(postgres(ql)?|mysql|mariadb):\/\//)) return DATABASE_URL;
  // The value may hold a password: it is not shown.
  throw new ConfigError(
    'DATABASE_URL takes postgres://user:password@host:5432/database, or the same with mysql:// or mariadb://; ' +
      'mongodb:// is for ORM=mongoose.',
  );
}

function readMongoUrl({ DATABASE_URL }: Environment): string {
  if (DATABASE_URL && isUrl(DATABASE_URL, /^mongodb(\+srv)?:\/\//)) return DATABASE_URL;
  throw new ConfigError(
    `ORM=mongoose takes DATABASE_URL=mongodb://host:27017/database. To have such a server: ${START_MONGO}`,
  );
}

function isUrl(text: string, scheme: RegExp): boolean {
  return scheme.test(text) && URL.canParse(text);
}
