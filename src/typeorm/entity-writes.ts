import type { Type } from '@nestjs/common';
import { OptimisticLockVersionMismatchError, type EntityManager, type ObjectLiteral } from 'typeorm';
import { textOf } from '../tags/text-of.js';
import type { MaybePromise } from '../util/maybe-promise.js';
import { nullIfExists } from '../versioned/conflicts.js';
import type { EntityKey } from '../versioned/entity-adapter.interface.js';
import { isPostgres } from './dialect.js';
import { valuesOf } from './entity-columns.js';
import { keyOf, type EntityModel } from './entity-model.js';
import { findWritten } from './entity-reads.js';
import { hearsInserts, hearsRemovals, hearsUpdates } from './listeners.js';
import { entityFrom, keyIn, type Row } from './returned-row.js';
import { inTransaction, lockedRow } from './row-as-it-is.js';
import { matching, type RowState } from './row-condition.js';
import { changesOf, complete, insertedColumns, startAnew } from './written-values.js';

/** Which row a write is of, as far as the one who writes knows it. */
export interface WrittenRow {
  readonly key: EntityKey;
  /** Undefined for any. */
  readonly versions: readonly string[] | undefined;
  /** Whether it is to be marked as deleted. Default: it is not. */
  readonly state?: RowState;
}

/** One statement, and a second where the database does not return what it wrote. Null where no row matched. */
export async function updateRow(
  { key, versions, state }: WrittenRow,
  changes: object,
  model: EntityModel,
  scope: EntityManager,
): Promise<object | null> {
  const restrict = matching(key, versions, model, state);
  if (!restrict) return null;
  const { values, parameters } = changesOf(changes, model);
  return write('update', model, scope, async (manager) => {
    const query = manager.createQueryBuilder().update(model.entity).set(values).setParameters(parameters);
    restrict(query);
    if (!hearsUpdates(model)) query.callListeners(false);
    if (returns('update', model)) {
      const { raw } = await query.returning(model.columns.returned).execute();
      return entityOf(raw as Row[], model, manager);
    }
    const { affected } = await query.execute();
    // By the primary key alone: what else the key says may be what was changed.
    return affected ? findWritten(keyOf(key, model)!, model, manager) : null;
  });
}

export async function deleteRow(
  { key, versions }: WrittenRow,
  model: EntityModel,
  manager: EntityManager,
): Promise<boolean> {
  const restrict = matching(key, versions, model);
  if (!restrict) return false;
  const query = manager.createQueryBuilder().delete().from(model.entity);
  restrict(query);
  if (!hearsRemovals(model)) query.callListeners(false);
  if (!returns('delete', model)) return Boolean((await query.execute()).affected);
  // PGlite does not say how many rows were affected.
  const { raw } = await query.returning([...model.description.key]).execute();
  return (raw as Row[]).length > 0;
}

export async function insertRow(
  values: object,
  model: EntityModel,
  scope: EntityManager,
): Promise<object | null> {
  const entity = model.entity as Type<ObjectLiteral>;
  return write('insert', model, scope, async (manager) => {
    const created = manager.create(entity, valuesOf(model.columns.inserted, values));
    complete(created, model);
    startAnew(created, model);
    const inserting = manager.createQueryBuilder().insert();
    const query = inserting.into(entity, insertedColumns(model)).values(created);
    if (!hearsInserts(model)) query.callListeners(false);
    // An error would end the caller's transaction on PostgreSQL. Elsewhere this would hide other errors as well.
    if (isPostgres(model.dataSource.driver)) query.orIgnore();
    const returning = returns('insert', model);
    if (returning) query.updateEntity(false).returning(model.columns.returned);
    const result = await query.execute().catch(nullIfExists);
    if (returning) return entityOf(result?.raw as Row[] | undefined, model, manager);
    return result && findWritten(keyOf(created, model)!, model, manager);
  });
}

/**
 * TypeORM's own `save()` of an entity whose row has the version that was loaded. It is one transaction, or a savepoint
 * of the caller's, and takes the row first. A save that leaves the row itself alone gives it a new version as well.
 */
export function saveEntity(
  entity: ObjectLiteral,
  model: EntityModel,
  scope: EntityManager,
): Promise<object | null> {
  const { propertyName: version } = model.version;
  const key = keyOf(entity, model);
  const loaded = textOf(entity[version]);
  return scope.transaction(async (manager) => {
    const row = key && (await lockedRow(key, model, manager, 'live'));
    if (!row || textOf(row[version]) !== loaded) return null;
    await manager.save(model.entity, entity);
    const found: ObjectLiteral | null = await findWritten(key, model, manager);
    // It has left the row itself alone, and changed others at most.
    const isKept = found && textOf(found[version]) === loaded;
    const versions = loaded === undefined ? undefined : [loaded];
    const saved: ObjectLiteral | null = isKept
      ? await updateRow({ key, versions }, {}, model, manager)
      : found;
    // Without locks somebody can have come between, and all of it is undone.
    if (!saved) throw new OptimisticLockVersionMismatchError(model.entity.name, row[version], 0);
    entity[version] = saved[version];
    return saved;
  });
}

/** Runs a write, in a transaction where its result has to be read, so that nobody can change the row in between. */
function write<T>(
  operation: 'insert' | 'update',
  model: EntityModel,
  manager: EntityManager,
  run: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  const oneStatement = returns(operation, model) && !model.readsBack;
  return oneStatement || inTransaction(manager) ? run(manager) : manager.transaction(run);
}

function entityOf(
  [row]: readonly Row[] = [],
  model: EntityModel,
  manager: EntityManager,
): MaybePromise<object | null> {
  if (!row) return null;
  return model.readsBack ? findWritten(keyIn(row, model), model, manager) : entityFrom(row, model, manager);
}

function returns(operation: 'insert' | 'update' | 'delete', { dataSource }: EntityModel): boolean {
  return dataSource.driver.isReturningSqlSupported(operation);
}
