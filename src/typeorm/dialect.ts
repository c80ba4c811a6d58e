import type { Driver } from 'typeorm';

/** A piece of SQL, with the parameters it names. */
export interface Sql {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export function isPostgres({ options: { type } }: Driver): boolean {
  return type === 'postgres' || type === 'aurora-postgres' || type === 'cockroachdb';
}

export function isMySql({ options: { type } }: Driver): boolean {
  return type === 'mysql' || type === 'mariadb' || type === 'aurora-mysql';
}
