import type { Type } from '@nestjs/common';
import type { WriteOptions } from '../options/write-options.interface.js';
import type { ColumnKind, ColumnType } from '../versioned/column-text.js';

/** Stands for PostgreSQL's own version of a row, in a table that has no column for one. */
export const xmin: unique symbol = Symbol('nestjs-etag:sql:xmin');

type Name<T> = string & keyof T;

/** A table whose rows have versions, for `EtagSqlModule.forFeature()`. */
export interface SqlEntity<T extends object = object> extends WriteOptions {
  /** A class that stands for a row, such as its DTO. It is a token: nothing of it is read. */
  readonly entity: Type<T>;
  /** The table, with its schema before it where it has one: `product`, `shop.product`. */
  readonly table: string;
  /** The column of each property: `{ id: 'id', updatedAt: 'updated_at' }`. A body changes what stands here alone. */
  readonly columns: Readonly<Partial<Record<Name<T>, string>>>;
  /** The properties of the primary key, and how they are read from a URL: `{ id: 'integer' }`. */
  readonly key: Readonly<Partial<Record<Name<T>, ColumnKind | ColumnType>>>;
  /**
   * The property that is the version. Every write gives it a new value. `xmin` is PostgreSQL's own version of a row,
   * which needs no column.
   */
  readonly version: Name<T> | typeof xmin;
  /** The type of the version's column: an integer, a uuid, bytes or text. Default: `integer`, of 32 bits. */
  readonly versionType?: ColumnKind | ColumnType;
  /** The property that says when a row last changed. Every write gives it the time. Default: none. */
  readonly lastModified?: Name<T>;
}

/** What `forFeature()` takes: a list of entities has no type in common. */
// oxlint-disable-next-line typescript/no-explicit-any -- as said
export type AnySqlEntity = SqlEntity<any>;

/** Which rows a list has, for `@Versioned(Product, { collection })`. */
export interface SqlCollectionQuery<T extends object = object> {
  /** Values that every row has; null is NULL. Default: all rows. */
  readonly where?: Readonly<Partial<Record<Name<T>, unknown>>>;
  /** The order of the rows, in which no two are equal. Default: by key, ascending. */
  readonly order?: Readonly<Partial<Record<Name<T>, 'ASC' | 'DESC'>>>;
  /** How many rows come before the page. Default: 0. */
  readonly skip?: number;
  /** How many rows the page has at most. Default: all. */
  readonly take?: number;
  /** What the handler puts around the items, as `CollectionQuery` of `nestjs-etag/typeorm` has it. */
  readonly envelope?: (items: T[], total: number) => object;
}
