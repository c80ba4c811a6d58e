import type { Type } from '@nestjs/common';
import type { FilterQuery, QueryOrderMap } from '@mikro-orm/core';
import type { WriteOptions } from '../options/write-options.interface.js';

/** An entity of MikroORM whose rows have versions, for `EtagMikroOrmModule.forFeature()`. */
export interface MikroOrmEntity extends WriteOptions {
  /** A class with a property that has `version: true`. */
  readonly entity: Type;
  /**
   * Whether a trigger of the database gives each write a new version. Default: `false`, and `em.upsert()`, which leaves a
   * version as it is, is refused.
   */
  readonly hasTrigger?: boolean;
}

/** What `forFeature()` takes for each entity. */
export type MikroOrmEntry = Type | MikroOrmEntity;

/** Which rows a list has, for `@Versioned(Product, { collection })`. Filters of the entity restrict it further. */
export interface MikroOrmCollectionQuery<T extends object = object> {
  /** Default: all rows. Where it joins other tables, the handler is asked. */
  readonly where?: FilterQuery<T>;
  /** The order of the rows, in which no two are equal. Default: by key, ascending. */
  readonly orderBy?: QueryOrderMap<T>;
  /** How many rows the page has at most. Default: all. */
  readonly limit?: number;
  /** How many rows come before the page. Default: 0. */
  readonly offset?: number;
  /** What the handler puts around the items, as `CollectionQuery` of `nestjs-etag/typeorm` has it. */
  readonly envelope?: (items: T[], total: number) => object;
}
