import {
  IsNull,
  Not,
  type EntityManager,
  type FindOneOptions,
  type ObjectLiteral,
  type ReplicationMode,
} from 'typeorm';
import type { EntityKey } from '../versioned/entity-adapter.interface.js';
import { isMySql } from './dialect.js';
import type { EntityModel } from './entity-model.js';
import { inTransaction } from './row-as-it-is.js';
import { rowWith } from './row-condition.js';

/** `'validators'`: version and date alone. `'all'`: the entity as a read gives it. `'deleted'`: one that is marked so. */
export type FoundAs = 'validators' | 'all' | 'deleted';

type Reader = (where: ObjectLiteral, model: EntityModel, manager: EntityManager) => Promise<object | null>;

/** Looks up a row past every cache: where rows are written, since a replica may lag behind, unless it is asked for. */
export async function findEntity(
  key: EntityKey,
  as: FoundAs,
  model: EntityModel,
  manager: EntityManager,
  server: ReplicationMode = 'master',
): Promise<object | null> {
  const where = rowWith(key, model);
  if (!where) return null;
  const { dataSource } = model;
  if (manager.queryRunner || !dataSource.driver.isReplicated) return READERS[as](where, model, manager);
  const runner = dataSource.createQueryRunner(server);
  try {
    return await READERS[as](where, model, runner.manager);
  } finally {
    await runner.release();
  }
}

/** A row that was just written: the write may have marked it as deleted. */
export async function findWritten(
  key: EntityKey,
  model: EntityModel,
  manager: EntityManager,
): Promise<object | null> {
  const found = await findEntity(key, 'all', model, manager);
  return found ?? (model.metadata.deleteDateColumn ? findEntity(key, 'deleted', model, manager) : null);
}

const READERS: Readonly<Record<FoundAs, Reader>> = {
  validators: (where, { entity, description }, manager) => {
    const { key, version, lastModified = version } = description;
    const selected = [...new Set([...key, version, lastModified])].map((name) => `entity.${name}`);
    const query = manager.createQueryBuilder<ObjectLiteral>(entity, 'entity').select(selected).where(where);
    // Listeners of the application's own expect a whole entity.
    return query.cache(false).callListeners(false).getOne();
  },
  all: (where, model, manager) => wholeEntity({ where }, model, manager),
  deleted: (where, model, manager) => {
    const deletedAt = model.metadata.deleteDateColumn!.propertyName;
    return wholeEntity(
      { where: { ...where, [deletedAt]: Not(IsNull()) }, withDeleted: true },
      model,
      manager,
    );
  },
};

function wholeEntity(
  options: FindOneOptions<ObjectLiteral>,
  { entity, dataSource }: EntityModel,
  manager: EntityManager,
): Promise<object | null> {
  const query = manager.createQueryBuilder<ObjectLiteral>(entity, 'entity').setFindOptions(options);
  // Without a lock, MySQL shows a transaction the row as it was when the transaction began.
  if (isMySql(dataSource.driver) && inTransaction(manager)) query.setLock('pessimistic_write');
  return query.cache(false).getOne();
}
