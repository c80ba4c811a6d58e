import type { Type } from '@nestjs/common';
import type { xmin } from './xmin.js';
import type { WriteOptions } from '../options/write-options.interface.js';

/** An entity that is more than its class says, for `EtagTypeOrmModule.forFeature()`. */
export interface VersionedEntity<T extends object = object> extends WriteOptions {
  readonly entity: Type<T>;
  /**
   * The property that is the version, where that is no `@VersionColumn()`: an integer, a timestamp (with milliseconds
   * at least), a uuid, bytes or text. Every write gives it a new value. `xmin` is PostgreSQL's own version of a row.
   */
  readonly version?: (string & keyof T) | typeof xmin;
  /**
   * The property that says when the entity last changed. Every write gives it the time. Default: its
   * `@UpdateDateColumn()`, if it has one.
   */
  readonly lastModified?: string & keyof T;
  /**
   * Reads the row once more after each write, in the same transaction: for a table with a trigger that changes the row
   * after the write, so that PUT answers what GET does. Default: `false`; what a trigger changes before the write, and
   * what a column computes, is in the answer anyway.
   */
  readonly readsBack?: boolean;
}

/** What `forFeature()` takes: an entity class with a `@VersionColumn()`, or one of which more is said. */
// oxlint-disable-next-line typescript/no-explicit-any -- a list of entities has no type in common
export type EntityEntry = Type | VersionedEntity<any>;
