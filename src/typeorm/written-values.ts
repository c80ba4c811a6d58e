import type { Driver, EntityMetadata, ObjectLiteral } from 'typeorm';
import type { EntityModel } from './entity-model.js';
import { firstVersion, nextVersionSql } from './next-version.js';

/** What an UPDATE sets, and the parameters of what is an expression in it. */
export interface Changes {
  readonly values: ObjectLiteral;
  readonly parameters: ObjectLiteral;
}

/**
 * The columns among the changes, without the key and what changes with every write; and the new version, where TypeORM
 * does not count it up itself. Properties that are no columns are passed over, as TypeORM's own `save()` does.
 */
export function changesOf(changes: object, model: EntityModel, driver: Driver): Changes {
  const { metadata, description, version } = model;
  const { updateDateColumn } = metadata;
  const notTheirs = new Set([...description.key, description.version, updateDateColumn?.propertyName]);
  const values: ObjectLiteral = Object.fromEntries(
    Object.entries(changes).filter(([name]) => !notTheirs.has(name) && isUpdated(name, metadata)),
  );
  stampDate(values, model);
  if (version.isVersion) return { values, parameters: {} };
  const { sql, parameters } = nextVersionSql(version, driver);
  values[version.propertyName] = () => sql;
  return { values, parameters };
}

function isUpdated(name: string, metadata: EntityMetadata): boolean {
  const embedded = metadata.findEmbeddedWithPropertyPath(name);
  const columns = embedded ? embedded.columnsFromTree : metadata.findColumnsWithPropertyPath(name);
  return columns.some(({ isUpdate }) => isUpdate);
}

/** Gives a new entity what it needs and neither its author nor TypeORM gave it. */
export function complete(entity: ObjectLiteral, model: EntityModel, driver: Driver): void {
  const { version, lastModified } = model;
  if (!version.isVersion) entity[version.propertyName] ??= firstVersion(version, driver);
  if (lastModified && entity[lastModified.propertyName] === undefined) stampDate(entity, model);
}

/** Says when an entity was changed, where that is a column TypeORM leaves alone. */
export function stampDate(entity: ObjectLiteral, { version, lastModified }: EntityModel): void {
  if (!lastModified || lastModified.isUpdateDate || lastModified === version) return;
  entity[lastModified.propertyName] = new Date();
}

/** The columns an INSERT names. TypeORM by itself leaves a generated key to the database, even where it is given. */
export function insertedColumns({ metadata }: EntityModel): string[] {
  return metadata.columns.filter(({ isInsert }) => isInsert).map(({ propertyPath }) => propertyPath);
}
