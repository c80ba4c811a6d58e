import type { Driver } from 'typeorm';

export function isPostgres({ options: { type } }: Driver): boolean {
  return type === 'postgres' || type === 'aurora-postgres' || type === 'cockroachdb';
}

export function isMySql({ options: { type } }: Driver): boolean {
  return type === 'mysql' || type === 'mariadb' || type === 'aurora-mysql';
}
