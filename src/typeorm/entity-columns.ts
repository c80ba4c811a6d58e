import type { EntityMetadata } from 'typeorm';
import type { ColumnMetadata } from './column-kind.js';

/** The columns of an entity, by what may be done with them. */
export interface EntityColumns {
  /** What a read gives. */
  readonly read: readonly ColumnMetadata[];
  /** The same, as RETURNING names them: by their paths, and without what an expression computes. */
  readonly returned: string[];
  /** What a body may change. */
  readonly updated: readonly ColumnMetadata[];
  /** What a body may give a new entity. */
  readonly inserted: readonly ColumnMetadata[];
}

/**
 * A body sets columns of its class and nothing else. The version and the dates are the module's or TypeORM's, the
 * discriminator says what class a row is of, and the columns of a tree are right for all of its rows or for none.
 */
export function entityColumns(metadata: EntityMetadata, version: ColumnMetadata): EntityColumns {
  const children = new Set(metadata.childEntityMetadatas.map(({ target }) => target));
  const { updateDateColumn, treeLevelColumn, materializedPathColumn, treeParentRelation } = metadata;
  const others = new Set([
    version,
    metadata.versionColumn,
    metadata.discriminatorColumn,
    treeLevelColumn,
    materializedPathColumn,
    metadata.nestedSetLeftColumn,
    metadata.nestedSetRightColumn,
    ...(treeParentRelation?.joinColumns ?? []),
  ]);
  const theirs = metadata.columns.filter(
    (column) =>
      !others.has(column) &&
      !column.generatedType &&
      !column.isVirtualProperty &&
      !children.has(column.target),
  );
  const read = metadata.columns.filter(({ isVirtual, isSelect }) => isSelect && !isVirtual);
  const returned = read.filter(({ isVirtualProperty }) => !isVirtualProperty);
  return {
    read,
    returned: returned.map(({ propertyPath }) => propertyPath),
    updated: theirs.filter((column) => column.isUpdate && !column.isPrimary && column !== updateDateColumn),
    inserted: theirs.filter(({ isInsert }) => isInsert),
  };
}

/** What values say of these columns, and nothing else of them. */
export function valuesOf(columns: readonly ColumnMetadata[], values: object): Record<string, unknown> {
  const own = { ...values };
  const found: Record<string, unknown> = {};
  for (const column of columns) {
    const value = valueOf(column, own);
    if (value === undefined) continue;
    const { propertyPath } = column;
    if (propertyPath.includes('.')) setAt(propertyPath.split('.'), value, found);
    else found[propertyPath] = value;
  }
  return found;
}

/** An instance of an embedded class could have fields that nobody gave. */
function setAt([name, ...path]: string[], value: unknown, within: Record<string, unknown>): void {
  if (path.length === 0) within[name!] = value;
  else setAt(path, value, (within[name!] ??= {}) as Record<string, unknown>);
}

/** A column of the key may be that of a relation as well, which could say something else. */
function valueOf(column: ColumnMetadata, values: Readonly<Record<string, unknown>>): unknown {
  const isOwn = column.isPrimary && !column.isVirtual && !column.embeddedMetadata;
  const own = isOwn ? values[column.propertyName] : undefined;
  return own ?? (column.getEntityValue(values) as unknown);
}
