import { getModelToken, MongooseModule } from '@nestjs/mongoose';
import { Schema, type Model } from 'mongoose';
import { EtagMongooseModule } from 'nestjs-etag/mongoose';
import type { Connect, Row } from './orm.interface.js';

class Product {
  declare id: number;
  declare name: string;
  declare stock: number;
  declare version: number;
}

const schemaOf = () =>
  new Schema(
    { _id: { type: Number, alias: 'id' }, name: String, stock: Number },
    { collection: 'products', versionKey: 'version', optimisticConcurrency: true },
  );

export const connect: Connect = (url) => ({
  entity: Product,
  imports: [MongooseModule.forRoot(url)],
  versioned: [EtagMongooseModule.forFeature([{ entity: Product, schema: schemaOf() }])],
  inject: [getModelToken(Product.name)],
  store: (products: Model<Row>) => ({
    find: (id) => products.findById(id),
    update: (id, version, changes) =>
      products.findOneAndUpdate(
        { _id: id, version },
        { $set: changes, $inc: { version: 1 } },
        { returnDocument: 'after', runValidators: true },
      ),
  }),
});
