import type { Driver, EntityManager, ObjectLiteral, QueryRunner } from 'typeorm';
import type { EntityKey } from '../versioned/entity-adapter.interface.js';
import type { ColumnMetadata } from './column-kind.js';
import type { EntityModel } from './entity-model.js';

export type Row = Readonly<Record<string, unknown>>;

/** Whether RETURNING gives all that a read gives: a SELECT may join, or read through an expression. */
export function isWholeEntity({ metadata, columns, dataSource }: EntityModel): boolean {
  if (metadata.eagerRelations.length > 0 || metadata.discriminatorColumn) return false;
  const { spatialTypes = [] } = dataSource.driver;
  return !columns.some(({ isVirtualProperty, type }) => isVirtualProperty || spatialTypes.includes(type));
}

/** Makes an entity of a row that RETURNING gave, the way TypeORM makes one of a row it selected. */
export async function entityFrom(row: Row, model: EntityModel, manager: EntityManager): Promise<object> {
  const { metadata, columns, dataSource } = model;
  const { queryRunner = runnerFor(model) } = manager;
  const entity = metadata.create(queryRunner, { fromDeserializer: true }) as ObjectLiteral;
  for (const column of columns) {
    const value: unknown = dataSource.driver.prepareHydratedValue(row[column.databaseName], column);
    column.setEntityValue(entity, value);
  }
  await queryRunner?.broadcaster.broadcast('Load', metadata, [entity]);
  return entity;
}

/** Tells listeners that an entity was loaded, and loads lazy relations. Undefined where there are neither. */
function runnerFor({ metadata, dataSource }: EntityModel): QueryRunner | undefined {
  const { relations, afterLoadListeners } = metadata;
  const isHeard = afterLoadListeners.length > 0 || dataSource.subscribers.some(({ afterLoad }) => afterLoad);
  return isHeard || relations.length > 0 ? dataSource.createQueryRunner() : undefined;
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
