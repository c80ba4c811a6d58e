import type { EntityManager, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { EntityKey } from '../versioned/entity-adapter.interface.js';
import { isMySql, isPostgres } from './dialect.js';
import type { EntityModel } from './entity-model.js';

export function inTransaction({ queryRunner }: EntityManager): boolean {
  return queryRunner?.isTransactionActive ?? false;
}

/** The key and version of a row, which nobody else writes before the transaction ends. */
export function lockedRow(
  key: EntityKey,
  model: EntityModel,
  manager: EntityManager,
  state: 'live' | 'any' = 'any',
): Promise<ObjectLiteral | null> {
  const { entity, description } = model;
  const selected = [...description.key, description.version].map((name) => `entity.${name}`);
  const query = manager.createQueryBuilder<ObjectLiteral>(entity, 'entity').select(selected);
  if (state === 'any') query.withDeleted();
  return locked(query.where(key), model, manager);
}

/** A row as TypeORM compares an entity with it: with the ids of these relations. */
export function comparedRow(
  key: EntityKey,
  model: EntityModel,
  relations: string[],
  manager: EntityManager,
): Promise<ObjectLiteral | null> {
  const loadRelationIds = { relations, disableMixedMap: true };
  const query = manager.createQueryBuilder<ObjectLiteral>(model.entity, 'entity');
  const options = { where: key, withDeleted: true, loadEagerRelations: false, loadRelationIds };
  return locked(query.setFindOptions(options), model, manager);
}

/** No cache answers it, and no listener of the application's hears of it. */
function locked(
  query: SelectQueryBuilder<ObjectLiteral>,
  { dataSource: { driver } }: EntityModel,
  manager: EntityManager,
): Promise<ObjectLiteral | null> {
  if ((isPostgres(driver) || isMySql(driver)) && inTransaction(manager)) query.setLock('pessimistic_write');
  return query.cache(false).callListeners(false).getOne();
}
