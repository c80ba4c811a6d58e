import type { Type } from '@nestjs/common';

/** An entity whose version is not a `@VersionColumn()`, for `EtagTypeOrmModule.forFeature()`. */
export interface VersionedEntity<T extends object = object> {
  readonly entity: Type<T>;
  /**
   * The property that is the version: an integer, a timestamp (with milliseconds at least), a uuid, bytes or text. It
   * is given a new value with every write.
   */
  readonly version: string & keyof T;
  /**
   * The property that says when the entity last changed. Default: its `@UpdateDateColumn()`, if it has one. Any other
   * column is given the time of every write.
   */
  readonly lastModified?: string & keyof T;
}

/** What `forFeature()` takes: an entity class with a `@VersionColumn()`, or one whose version is named. */
// oxlint-disable-next-line typescript/no-explicit-any -- a list of entities has no type in common
export type EntityEntry = Type | VersionedEntity<any>;
