import { getConnectionToken, MongooseModule } from '@nestjs/mongoose';
import { Schema, createConnection, type ClientSession, type Connection } from 'mongoose';
import { countsVersions } from '../../src/mongoose/counts-versions.js';
import { EtagMongooseModule } from '../../src/mongoose/index.js';
import { mongooseModel } from '../../src/mongoose/mongoose-model.js';
import { MongooseAdapter } from '../../src/mongoose/mongoose.adapter.js';
import { IS_SERVER, MONGO, startMongo } from '../support/mongo/start.js';
import { describeContract, MANY_ROUNDS } from './contract.js';
import { describeHttp } from './http.js';
import { describeOn } from './servers.js';

class Product {}

function productSchema(): Schema {
  return new Schema(
    {
      _id: { type: Number, alias: 'id' },
      title: { type: String, required: true },
      sku: { type: String, index: { unique: true, partialFilterExpression: { sku: { $type: 'string' } } } },
      stock: Number,
    },
    {
      versionKey: 'version',
      optimisticConcurrency: true,
      timestamps: true,
      toJSON: { virtuals: true },
    },
  );
}

describeOn(undefined, 'nestjs-etag/mongoose', () => {
  describeContract(
    `Mongoose on ${MONGO}`,
    async () => {
      const server = await startMongo();
      const connection = await createConnection(server.uri).asPromise();
      const schema = productSchema().plugin(countsVersions);
      const model = connection.model('Product', schema);
      await model.init();
      const adapter = new MongooseAdapter('default');
      adapter.lookAfter(mongooseModel({ entity: Product, schema }, model as never));
      const row = (id: number) => ({ _id: id, title: 'a', sku: 'unique', stock: 1 });
      return {
        adapter,
        product: Product,
        line: undefined,
        transaction: async <T>(run: (scope: ClientSession) => Promise<T>) => {
          let result!: T;
          await connection.transaction(async (session) => {
            result = await run(session);
          });
          return result;
        },
        errors: {
          exists: async () => {
            await model.create(row(1));
            await model.create(row(2));
          },
          stale: async () => {
            await model.create({ ...row(3), sku: 'other' });
            const [one, two] = [await model.findById(3), await model.findById(3)];
            await one!.set('title', 'by one').save();
            await two!.set('title', 'by two').save();
          },
        },
        close: async () => {
          await connection.close();
          await server.close();
        },
      };
    },
    IS_SERVER ? MANY_ROUNDS : undefined,
  );

  describeHttp(`Mongoose on ${MONGO}`, async () => {
    const server = await startMongo();
    return {
      imports: [
        MongooseModule.forRoot(server.uri),
        EtagMongooseModule.forFeature([{ entity: Product, schema: productSchema() }]),
      ],
      product: Product,
      list: ({ app }) =>
        app.get<Connection>(getConnectionToken()).model('Product').find().sort({ _id: 1 }) as never,
      collection: true,
      clear: async () => {},
      close: server.close,
    };
  });
});
