import type { Type } from '@nestjs/common';
import type { SQL, Table } from 'drizzle-orm';
import type { WriteOptions } from '../options/write-options.interface.js';

/** A table of Drizzle whose rows have versions, for `EtagDrizzleModule.forFeature()`. */
export interface DrizzleEntity extends WriteOptions {
  /** A class that stands for a row, such as its DTO. It is a token: nothing of it is read. */
  readonly entity: Type;
  readonly table: Table;
  /** The property of the column that is the version: an integer, a uuid or text. Default: `version`. */
  readonly version?: string;
  /** The property of the column that says when a row last changed. Default: `updatedAt`, if the table has it. */
  readonly lastModified?: string;
  /**
   * Whether something beside Drizzle gives each write a new version, such as a trigger. Default: `false`, and a version
   * without `$onUpdate()` is named in a warning at start-up, since a plain `db.update()` would leave it as it is.
   */
  readonly hasTrigger?: boolean;
}

/** Which rows a list has, for `@Versioned(Product, { collection })`. */
export interface DrizzleCollectionQuery<T extends object = object> {
  /** Default: all rows. */
  readonly where?: SQL;
  /** The order of the rows, in which no two are equal. Default: by key, ascending. */
  readonly orderBy?: readonly unknown[];
  /** How many rows the page has at most. Default: all. */
  readonly limit?: number;
  /** How many rows come before the page. Default: 0. */
  readonly offset?: number;
  /** What the handler puts around the items, as `CollectionQuery` of `nestjs-etag/typeorm` has it. */
  readonly envelope?: (items: T[], total: number) => object;
}
