import { getModelToken, MongooseModule } from '@nestjs/mongoose';
import { Schema, type Model } from 'mongoose';
import { EtagMongooseModule } from 'nestjs-etag/mongoose';
import type { SetUp } from './raced.js';

class Product {
  declare id: number;
  declare name: string;
  declare stock: number;
  declare version: number;
}

const schema = new Schema(
  { _id: { type: Number, alias: 'id' }, name: String, stock: Number },
  { collection: 'products', versionKey: 'version', optimisticConcurrency: true },
);

export const setUp: SetUp = (url) => ({
  entity: Product,
  imports: [MongooseModule.forRoot(url), EtagMongooseModule.forFeature([{ entity: Product, schema }])],
  inject: [getModelToken(Product.name)],
  store: (products: Model<Product>) => ({
    find: (id) => products.findById(id),
    // The save() of a document would compare its version.
    overwrite: (id, changes) => products.updateOne({ _id: id }, changes),
  }),
});
