export type DatabaseType = 'postgres' | 'mysql' | 'mariadb';

/** What kind of database a URL is of; PGlite, which has none, is PostgreSQL. */
export function databaseType(url: string | undefined): DatabaseType {
  if (url?.startsWith('mysql:')) return 'mysql';
  return url?.startsWith('mariadb:') ? 'mariadb' : 'postgres';
}

/**
 * The type of a column that holds a moment: `timestamptz` says by itself which one it means, and only PostgreSQL has it.
 * A decorator has to know before there is a connection.
 */
export const MOMENT = databaseType(process.env.DATABASE_URL) === 'postgres' ? 'timestamptz' : 'datetime';
