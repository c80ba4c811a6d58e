import type { DataSource, Driver, EntityManager, EntityMetadata, ObjectLiteral, QueryRunner } from 'typeorm';
import type { EntityKey } from '../versioned/entity-adapter.interface.js';
import type { EntityModel } from './entity-model.js';

export type Row = Readonly<Record<string, unknown>>;

/** Whether a returned row is all that a read gives: not where a SELECT would join, or read through an expression. */
export function isWholeEntity({ metadata, columns }: EntityModel, { spatialTypes = [] }: Driver): boolean {
  if (metadata.eagerRelations.length > 0 || metadata.discriminatorColumn) return false;
  return !columns.some(({ isVirtualProperty, type }) => isVirtualProperty || spatialTypes.includes(type));
}

/** Makes an entity of a row that RETURNING gave, the way TypeORM makes one of a row it selected. */
export async function entityFrom(
  row: Row,
  { metadata, columns }: EntityModel,
  dataSource: DataSource,
  manager: EntityManager,
): Promise<object> {
  const { queryRunner = runnerFor(metadata, dataSource) } = manager;
  const entity = metadata.create(queryRunner, { fromDeserializer: true }) as ObjectLiteral;
  for (const column of columns) {
    const value: unknown = dataSource.driver.prepareHydratedValue(row[column.databaseName], column);
    column.setEntityValue(entity, value);
  }
  await queryRunner?.broadcaster.broadcast('Load', metadata, [entity]);
  return entity;
}

/** Tells listeners that an entity was loaded, and lets lazy relations load; where there are none, it is not worth its cost. */
function runnerFor(
  { relations, afterLoadListeners }: EntityMetadata,
  dataSource: DataSource,
): QueryRunner | undefined {
  const isHeard = afterLoadListeners.length > 0 || dataSource.subscribers.some(({ afterLoad }) => afterLoad);
  return isHeard || relations.length > 0 ? dataSource.createQueryRunner() : undefined;
}

export function keyIn(row: Row, { metadata }: EntityModel, driver: Driver): EntityKey {
  const { primaryColumns } = metadata;
  return Object.fromEntries(
    primaryColumns.map((column) => [
      column.propertyName,
      driver.prepareHydratedValue(row[column.databaseName], column),
    ]),
  );
}
