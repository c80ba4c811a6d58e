const ADAPTERS = ['express', 'fastify', 'node'] as const;

export type Adapter = (typeof ADAPTERS)[number];

/** What the environment says about how the sample is run. */
export interface Config {
  readonly adapter: Adapter;
  /** 0 takes any free port. */
  readonly port: number;
  /** A PostgreSQL, MySQL or MariaDB server; without it PGlite runs inside the process. */
  readonly databaseUrl?: string | undefined;
  /** Where PGlite keeps its files; without it everything is in memory. */
  readonly pgliteDir?: string | undefined;
  /** Where Prometheus finds the metrics; without it there are none. */
  readonly metricsPort?: number | undefined;
  /** Where the compiled page is; without it, where the build puts it. */
  readonly pageDir?: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** A setting nobody could run with; its message is all the user needs to see. */
export class ConfigError extends Error {}

/** @throws ConfigError naming the variable and what it takes */
export function readConfig(env: Environment): Config {
  return {
    adapter: readAdapter(env),
    port: readPort('PORT', env.PORT || '3000'),
    databaseUrl: readDatabaseUrl(env),
    pgliteDir: env.PGLITE_DIR || undefined,
    metricsPort: env.METRICS_PORT ? readPort('METRICS_PORT', env.METRICS_PORT) : undefined,
  };
}

export function readAdapter({ ADAPTER }: Environment): Adapter {
  const named = ADAPTERS.find((name) => name === (ADAPTER || 'express'));
  if (named) return named;
  throw new ConfigError(`ADAPTER is "${ADAPTER}"; it takes "express", "fastify" or "node".`);
}

function readPort(name: string, port: string): number {
  if (/^\d{1,5}$/.test(port) && Number(port) <= 65_535) return Number(port);
  throw new ConfigError(`${name} is "${port}"; it takes a whole number from 0 to 65535.`);
}

function readDatabaseUrl({ DATABASE_URL }: Environment): string | undefined {
  if (!DATABASE_URL) return undefined;
  if (/^(postgres(ql)?|mysql|mariadb):\/\//.test(DATABASE_URL) && URL.canParse(DATABASE_URL))
    return DATABASE_URL;
  // The value may hold a password: it is not shown.
  throw new ConfigError(
    'DATABASE_URL takes postgres://user:password@host:5432/database, or the same with mysql:// or mariadb://.',
  );
}
