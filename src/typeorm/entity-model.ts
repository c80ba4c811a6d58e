import type { Type } from '@nestjs/common';
import type { DataSource, EntityMetadata } from 'typeorm';
import type { EntityDescription, EntityKey } from '../versioned/entity-adapter.interface.js';
import { explained } from '../util/explained.js';
import { kindOf, type ColumnMetadata } from './column-kind.js';
import { isMySql, type Sql } from './dialect.js';
import { entityColumns, type EntityColumns } from './entity-columns.js';
import { nextVersionSql } from './next-version.js';
import type { EntityEntry, VersionedEntity } from './versioned-entity.interface.js';
import { whyNoXmin, xmin, XMIN } from './xmin.js';

/** What the adapter works with: an entity's description, and TypeORM's metadata behind it. */
export interface EntityModel {
  readonly entity: Type;
  readonly metadata: EntityMetadata;
  readonly dataSource: DataSource;
  readonly description: EntityDescription;
  readonly version: ColumnMetadata;
  /** What `SET version = …` has on its right side, for one write. */
  readonly nextVersion: () => Sql;
  readonly lastModified: ColumnMetadata | undefined;
  readonly columns: EntityColumns;
  /** Whether a row has to be read after a write, since RETURNING does not give all that a read gives. */
  readonly readsBack: boolean;
}

/** An entry in its long form. */
export function versionedEntity(entry: EntityEntry): VersionedEntity {
  return typeof entry === 'function' ? { entity: entry } : entry;
}

/** @throws Error naming the entity and the fix, where it cannot be looked after */
export function entityModel(entry: EntityEntry, dataSource: DataSource, source: string): EntityModel {
  const { entity, readsBack = false, ...named } = versionedEntity(entry);
  if (!dataSource.isInitialized) {
    throw mistake(
      entity,
      `the data source "${source}" is not initialised. Initialise it before the application`,
    );
  }
  if (!dataSource.hasMetadata(entity)) {
    throw mistake(entity, `the data source "${source}" does not have it. Add it to its "entities"`);
  }
  const metadata = dataSource.getMetadata(entity);
  const noXmin = named.version === xmin ? whyNoXmin(dataSource, source, entity) : undefined;
  if (noXmin) throw mistake(entity, noXmin);
  const given = named.version === xmin ? XMIN : named.version;
  const version = columnOf(metadata, given, entity) ?? metadata.versionColumn;
  if (!version) {
    throw mistake(entity, 'it has no @VersionColumn(). Add one, or name its version: { entity, version }');
  }
  const lastModified = columnOf(metadata, named.lastModified, entity) ?? metadata.updateDateColumn;
  const keys = metadata.primaryColumns;
  const unusable = whyNotVersion(version, dataSource) ?? whyNotNamed([version, lastModified, ...keys]);
  if (unusable) throw mistake(entity, unusable);
  const columns = entityColumns(metadata, version);
  const description = {
    version: version.propertyName,
    key: keys.map(({ propertyName }) => propertyName),
    lastModified: lastModified?.propertyName,
    numbers: columns.read.filter(isNumber).map(({ propertyName }) => propertyName),
  };
  return {
    entity,
    metadata,
    dataSource,
    description,
    version,
    nextVersion: nextVersionSql(version, dataSource.driver),
    lastModified,
    columns,
    readsBack: readsBack || !areReturned(columns, metadata, dataSource),
  };
}

/** The key within values that may say more. Undefined where a part of it is missing. */
export function keyOf(values: object, { description: { key } }: EntityModel): EntityKey | undefined {
  const found: Record<string, unknown> = {};
  for (const name of key) {
    const value = (values as EntityKey)[name] ?? undefined;
    if (value === undefined) return undefined;
    found[name] = value;
  }
  return found;
}

/** A SELECT may join, or read through an expression. */
function areReturned({ read }: EntityColumns, metadata: EntityMetadata, { driver }: DataSource): boolean {
  const { eagerRelations, relationIds, discriminatorColumn } = metadata;
  if (eagerRelations.length + relationIds.length > 0 || discriminatorColumn) return false;
  const { spatialTypes = [] } = driver;
  return !read.some(({ isVirtualProperty, type }) => isVirtualProperty || spatialTypes.includes(type));
}

/** Whether the database gives each write a new version by itself. */
export function isOfDatabase({ isVirtualProperty, propertyName }: ColumnMetadata): boolean {
  return isVirtualProperty && propertyName === XMIN;
}

/** With a transformer it may be anything. */
function isNumber(column: ColumnMetadata): boolean {
  return !column.transformer && !column.embeddedMetadata && ['integer', 'decimal'].includes(kindOf(column));
}

function columnOf(
  metadata: EntityMetadata,
  name: string | undefined,
  entity: Type,
): ColumnMetadata | undefined {
  if (name === undefined) return undefined;
  const column = metadata.findColumnWithPropertyName(name);
  if (!column) throw mistake(entity, `it has no column "${name}". Name a property that is a column`);
  return column;
}

/** A version that would not change with every write would let writes be lost. */
function whyNotVersion(column: ColumnMetadata, { driver }: DataSource): string | undefined {
  const name = `its version "${column.propertyName}"`;
  const kind = kindOf(column);
  if (!['integer', 'timestamp', 'uuid', 'bytes', 'text'].includes(kind)) {
    return `${name} is of a type that cannot be counted up. Use an integer, timestamp, uuid, bytes or text column`;
  }
  if ((!column.isUpdate && !isOfDatabase(column)) || !column.isSelect) {
    return `${name} is left out of writes or reads. Remove "update: false" or "select: false"`;
  }
  const precision = column.precision ?? (isMySql(driver) ? 0 : 6);
  if (kind === 'timestamp' && precision < 3) {
    return `${name} has no milliseconds, so that two versions could be one. Give the column a precision of 3 or 6`;
  }
  return undefined;
}

function whyNotNamed(columns: readonly (ColumnMetadata | undefined)[]): string | undefined {
  const inside = columns.find((column) => column?.embeddedMetadata);
  return (
    inside && `its column "${inside.propertyPath}" is in an embedded object. Move it to the entity itself`
  );
}

function mistake(entity: Type, text: string): Error {
  return new Error(
    explained('entity-not-looked-after', `EtagTypeOrmModule cannot look after ${entity.name}: ${text}.`),
  );
}
