import type { Type } from '@nestjs/common';
import type { ModelDefinition } from '@nestjs/mongoose';
import type { Schema } from 'mongoose';
import type { WriteOptions } from '../options/write-options.interface.js';

/** A model of Mongoose whose documents have versions, for `EtagMongooseModule.forFeature()`. */
export interface MongooseEntity extends WriteOptions, Pick<ModelDefinition, 'collection' | 'discriminators'> {
  /** The class of the documents, which stands for them in `@Versioned(Product)`. */
  readonly entity: Type;
  /** The schema, with `optimisticConcurrency: true`. */
  readonly schema: Schema;
  /** The name of the model. Default: the name of the class. */
  readonly name?: string;
  /** The path that says when a document last changed. Default: what `timestamps` calls `updatedAt`, if it has one. */
  readonly lastModified?: string;
}

/** Which documents a list has, for `@Versioned(Product, { collection })`. */
export interface MongooseCollectionQuery {
  /** A filter in Mongoose's words. Default: all documents. */
  readonly where?: Readonly<Record<string, unknown>>;
  /** The order of the documents, in which no two are equal. Default: by `_id`, ascending. */
  readonly sort?: Readonly<Record<string, 1 | -1>>;
  /** How many documents the page has at most. Default: all. */
  readonly limit?: number;
  /** How many documents come before the page. Default: 0. */
  readonly skip?: number;
}
