import type { Driver, EntityManager, ObjectLiteral } from 'typeorm';
import type { EntityKey } from '../versioned/entity-adapter.interface.js';
import type { MaybePromise } from '../util/maybe-promise.js';
import type { ColumnMetadata } from './column-kind.js';
import type { EntityModel } from './entity-model.js';
import { hearsLoads } from './listeners.js';

export type Row = Readonly<Record<string, unknown>>;

/** Makes an entity of a row that RETURNING gave, the way TypeORM makes one of a row it selected. */
export function entityFrom(row: Row, model: EntityModel, manager: EntityManager): MaybePromise<object> {
  const { metadata, columns, dataSource } = model;
  const entity = metadata.create(manager.queryRunner, { fromDeserializer: true }) as ObjectLiteral;
  for (const column of columns.read) {
    const value: unknown = dataSource.driver.prepareHydratedValue(row[column.databaseName], column);
    column.setEntityValue(entity, value);
  }
  return hearsLoads(model) ? tellLoaded(entity, model, manager) : entity;
}

/** A listener may ask the database something, and a connection that was taken for it is given back. */
async function tellLoaded(
  entity: ObjectLiteral,
  { metadata, dataSource }: EntityModel,
  { queryRunner }: EntityManager,
): Promise<object> {
  const runner = queryRunner ?? dataSource.createQueryRunner();
  try {
    await runner.broadcaster.broadcast('Load', metadata, [entity]);
    return entity;
  } finally {
    if (runner !== queryRunner) await runner.release();
  }
}

export function keyIn(row: Row, { metadata: { primaryColumns }, dataSource }: EntityModel): EntityKey {
  const names = primaryColumns.map(({ databaseName }) => databaseName);
  return valuesIn(row, primaryColumns, names, dataSource.driver);
}

/** The values of columns as the entity holds them, by property; `names` is what the row calls the columns. */
export function valuesIn(
  row: Row,
  columns: readonly ColumnMetadata[],
  names: readonly string[],
  driver: Driver,
): Record<string, unknown> {
  const values = columns.map((column, at): [string, unknown] => [
    column.propertyName,
    driver.prepareHydratedValue(row[names[at]!], column),
  ]);
  return Object.fromEntries(values);
}
