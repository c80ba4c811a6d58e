import type { Type } from '@nestjs/common';
import type { WriteOptions } from '../options/write-options.interface.js';

/** A model of Prisma whose rows have versions, for `EtagPrismaModule.forFeature()`. */
export interface PrismaEntity extends WriteOptions {
  /** A class that stands for a row, such as its DTO. It is a token: nothing of it is read. */
  readonly entity: Type;
  /** The name of the model in the schema. Default: the name of the class. */
  readonly model?: string;
  /** The field that is the version: an `Int` or a `BigInt`. Default: `version`. */
  readonly version?: string;
  /** The field that says when a row last changed, a `DateTime`. Default: `updatedAt`, if the model has it. */
  readonly lastModified?: string;
  /** The text of the Prisma schema. Default: the one the generated client holds. */
  readonly schema?: string;
}

/** Which rows a list has, for `@Versioned(Product, { collection })`. */
export interface PrismaCollectionQuery<T extends object = object> {
  /** A `Prisma.ProductWhereInput`. Default: all rows. */
  readonly where?: object;
  /** The order of the rows, in which no two are equal. Default: by key, ascending. */
  readonly orderBy?: object | readonly object[];
  /** How many rows the page has at most. Default: all. */
  readonly take?: number;
  /** How many rows come before the page. Default: 0. */
  readonly skip?: number;
  /**
   * What the handler puts around the items, as `CollectionQuery` of `nestjs-etag/typeorm` has it. Where it takes the
   * total of a page, the handler runs: Prisma has no statement for both.
   */
  readonly envelope?: (items: T[], total: number) => object;
}
