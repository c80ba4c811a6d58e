import type { Model, ModelStatic, Order, WhereOptions } from 'sequelize';
import type { WriteOptions } from '../options/write-options.interface.js';

/** A model of Sequelize whose rows have versions, for `EtagSequelizeModule.forFeature()`. */
export interface SequelizeEntity extends WriteOptions {
  /** A class with `@Table({ version: true })`. */
  readonly entity: ModelStatic<Model>;
  /**
   * Whether a trigger of the database gives each write a new version. Default: `false`, and hooks count the writes of
   * Sequelize's own that leave a version as it is.
   */
  readonly hasTrigger?: boolean;
}

/** What `forFeature()` takes for each entity. */
export type SequelizeEntry = ModelStatic<Model> | SequelizeEntity;

/** Which rows a list has, for `@Versioned(Product, { collection })`. The model's default scope restricts it further. */
export interface SequelizeCollectionQuery<T extends object = object> {
  /** Default: all rows. */
  readonly where?: WhereOptions;
  /** The order of the rows, in which no two are equal. Default: by key, ascending. */
  readonly order?: Order;
  /** How many rows the page has at most. Default: all. */
  readonly limit?: number;
  /** How many rows come before the page. Default: 0. */
  readonly offset?: number;
  /** What the handler puts around the items, as `CollectionQuery` of `nestjs-etag/typeorm` has it. */
  readonly envelope?: (items: T[], total: number) => object;
}
