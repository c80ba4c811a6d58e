import { Injectable, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { InjectModel, MongooseModule } from '@nestjs/mongoose';
import { createConnection, mongo, type Model } from 'mongoose';
import { EtagMongooseModule, InjectVersionedRepository, VersionedRepository } from 'nestjs-etag/mongoose';
import { ConfigError, START_MONGO, type Config } from '../../config.js';
import { Product } from '../../products/product.js';
import { PRODUCTS } from '../../products/products.seed.js';
import { ProductsStore } from '../../products/products.store.js';
import { ProductSchema } from './product.schema.js';

/** How long a server may keep silent, in milliseconds. */
const PATIENCE = 5_000;
const EXISTS = 11_000;

/** MongoDB counts no ids up: a document does, which has the last one. */
interface Counter {
  readonly _id: string;
  readonly last: number;
}

@Injectable()
class MongooseProducts extends ProductsStore implements OnModuleInit {
  constructor(
    @InjectModel(Product.name) private readonly products: Model<Product>,
    @InjectVersionedRepository(Product) readonly versions: VersionedRepository<Product>,
  ) {
    super();
  }

  async onModuleInit(): Promise<void> {
    const last = Math.max(...PRODUCTS.map(({ id }) => id));
    await this.counters.updateOne({ _id: 'products' }, { $setOnInsert: { last } }, { upsert: true });
    if (!(await this.products.exists({}))) await this.seed();
  }

  /** Mongoose would begin with version 0. */
  private async seed(): Promise<void> {
    const seeds = PRODUCTS.map(({ id, name, price, stock }) => ({
      _id: id,
      name,
      stock,
      price: mongo.Decimal128.fromString(String(price)),
      version: 1,
      updatedAt: new Date(),
    }));
    try {
      await this.products.collection.insertMany(seeds as never, { ordered: false });
    } catch (error) {
      // Two servers may start on one empty database.
      if ((error as mongo.MongoServerError).code !== EXISTS) throw error;
    }
  }

  list(): PromiseLike<Product[]> {
    return this.products.find().sort({ _id: 1 });
  }

  find(id: number): PromiseLike<Product | null> {
    return this.products.findById(id);
  }

  override async newKey(): Promise<{ id: number }> {
    const counter = await this.counters.findOneAndUpdate(
      { _id: 'products' },
      { $inc: { last: 1 } },
      { returnDocument: 'after' },
    );
    return { id: counter!.last };
  }

  private get counters() {
    return this.products.db.collection<Counter>('counters');
  }
}

@Module({})
class MongooseProductsModule {}

/** @throws ConfigError where no MongoDB answers: the module of Nest would try for minutes */
async function expectToAnswer(url: string): Promise<void> {
  const connection = createConnection(url, { serverSelectionTimeoutMS: PATIENCE });
  try {
    await connection.asPromise();
  } catch (error) {
    const { message } = error as Error;
    throw new ConfigError(`No MongoDB at DATABASE_URL: ${message}. To have one: ${START_MONGO}`);
  } finally {
    await connection.close();
  }
}

export async function register({ databaseUrl }: Config): Promise<DynamicModule> {
  await expectToAnswer(databaseUrl!);
  return {
    module: MongooseProductsModule,
    imports: [
      MongooseModule.forRoot(databaseUrl!),
      EtagMongooseModule.forFeature([{ entity: Product, schema: ProductSchema }]),
    ],
    providers: [{ provide: ProductsStore, useClass: MongooseProducts }],
    exports: [ProductsStore],
  };
}
