import type { Type } from '@nestjs/common';
import type { CollectionRows } from '../options/collection.interface.js';
import type { ColumnType } from './column-text.js';
import type { EntityDescription, EntityKey } from './entity-adapter.interface.js';

/** What an adapter knows of an entity. An ORM adds to it what its own statements need. */
export interface EntityModel {
  readonly entity: Type;
  readonly description: EntityDescription;
  /** The type of the version's column. */
  readonly version: ColumnType;
  /** The type of each column of the primary key, by property. */
  readonly key: Readonly<Record<string, ColumnType>>;
  /** The properties that are columns, those of the key and the version among them. */
  readonly columns: ReadonlySet<string>;
}

/** Which row a statement is of, as values of its columns. */
export interface MeantRow {
  /** All members of the primary key, and what else is to restrict the row: null is a column without a value. */
  readonly key: EntityKey;
  /** The versions it may have, at least one; undefined: any. */
  readonly versions: readonly unknown[] | undefined;
}

/**
 * The statements of one library, and all that differs between libraries. What comes in has been looked through: keys
 * are complete, versions are values of their column, changes name columns, and neither the key nor the version.
 *
 * @typeParam Scope what a transaction of the library is; undefined is outside of one
 */
export interface Statements<Model extends EntityModel, Scope> {
  /** Reads one row as it is now: past every cache and replica, and within a transaction not as it was at its begin. */
  find(
    model: Model,
    key: EntityKey,
    as: 'validators' | 'all',
    scope: Scope | undefined,
  ): Promise<object | null>;

  /** Changes one row and gives it a new version, in one statement whose condition holds the versions. */
  update(model: Model, row: MeantRow, changes: object, scope: Scope | undefined): Promise<object | null>;

  delete(model: Model, row: MeantRow, scope: Scope | undefined): Promise<boolean>;

  /**
   * Creates a row whose version is among the values; null where one with its key, or another unique value of it, exists.
   * A transaction of the caller's stays alive.
   */
  insert(model: Model, values: object, scope: Scope | undefined): Promise<object | null>;

  /** Reads keys and versions of a list in one statement. Without it such lists are refused at start-up. */
  collection?(
    model: Model,
    query: object | undefined,
    withTotal: boolean,
    scope: Scope | undefined,
    where: object | undefined,
  ): Promise<CollectionRows | undefined>;
}
