import type { ValueProvider } from '@nestjs/common';
import type { Config } from '../config.js';

export type DatabaseType = 'postgres' | 'mysql' | 'mariadb';

/** What kind of database a URL is of; PGlite, which has none, is PostgreSQL. */
export function databaseType(url: string | undefined): DatabaseType {
  if (url?.startsWith('mysql:')) return 'mysql';
  return url?.startsWith('mariadb:') ? 'mariadb' : 'postgres';
}

/** The token of the {@link DatabaseType}. */
export const DATABASE_TYPE = Symbol('DatabaseType');

export function databaseTypeOf({ databaseUrl }: Config): ValueProvider<DatabaseType> {
  return { provide: DATABASE_TYPE, useValue: databaseType(databaseUrl) };
}

/** `mysql2` speaks to both servers, and knows one scheme. */
export function mysqlUrl(url: string): string {
  return url.replace(/^mariadb:/, 'mysql:');
}
