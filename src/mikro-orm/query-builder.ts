import type { EntityManager } from '@mikro-orm/core';
import type { EntityModel } from '../versioned/statements.interface.js';

/** What the adapter uses of MikroORM's query builder, which 6 and 7 have in packages of different names. */
export interface QueryBuilder {
  select(fields: '*' | readonly unknown[]): this;
  update(values: object): this;
  insert(values: object): this;
  where(condition: object): this;
  orderBy(order: object): this;
  limit(limit: number | undefined, offset?: number): this;
  onConflict(): this;
  ignore(): this;
  returning(fields: '*'): this;
  applyFilters(): Promise<void>;
  getQuery(): string;
  /** @param mapped whether columns become properties */
  execute(method: 'get', mapped: boolean): Promise<Row | undefined | null>;
  execute(method: 'all', mapped: boolean): Promise<Row[]>;
}

export type Row = Readonly<Record<string, unknown>>;

interface WithBuilder {
  createQueryBuilder(entity: EntityModel['entity'], alias?: string, connection?: 'write'): QueryBuilder;
}

/** A statement of the transaction that the EntityManager is in, never on a replica. */
export function builderOf(em: EntityManager, { entity }: EntityModel): QueryBuilder {
  return (em as unknown as WithBuilder).createQueryBuilder(entity, undefined, 'write');
}
