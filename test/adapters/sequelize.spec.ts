import { SequelizeModule } from '@nestjs/sequelize';
import { Model, type Transaction } from 'sequelize';
import { Sequelize } from 'sequelize-typescript';
import type { EntityAdapter } from '../../src/index.js';
import { EtagSequelizeModule } from '../../src/sequelize/index.js';
import { SequelizeAdapter } from '../../src/sequelize/sequelize.adapter.js';
import { sequelizeModel } from '../../src/sequelize/sequelize-model.js';
import { SequelizeStatements } from '../../src/sequelize/sequelize.statements.js';
import { describeContract } from './contract.js';
import { describeHttp } from './http.js';
import { SEQUELIZE_DATABASES } from './sequelize.databases.js';
import { connected, entities } from './sequelize.entities.js';
import { describeOn } from './servers.js';

for (const { name, server, connect } of SEQUELIZE_DATABASES) {
  describeOn(server, `nestjs-etag/sequelize with ${name}`, () => {
    describeContract(name, async () => {
      const { options, end } = await connect();
      const { Product, Line } = entities();
      const sequelize = await connected(options, { Product, Line });
      const adapter = new SequelizeAdapter('default', new SequelizeStatements(sequelize));
      for (const entity of [Product, Line]) adapter.lookAfter(sequelizeModel(sequelize, { entity }));
      const row = (id: number) => ({ id, title: 'a', sku: 'unique', stock: 1 });
      return {
        adapter: ofPlainRows(adapter),
        product: Product,
        line: Line,
        transaction: (run) => sequelize.transaction(run),
        errors: {
          exists: async () => {
            await Product.create(row(1));
            await Product.create(row(2));
          },
          stale: async () => {
            await Product.create({ id: 3, title: 'a' });
            const [one, two] = [await Product.findByPk(3), await Product.findByPk(3)];
            await one!.update({ title: 'b' });
            await two!.update({ title: 'c' });
          },
        },
        close: async () => {
          await sequelize.drop();
          await sequelize.close();
          await end();
        },
      };
    });

    describeHttp(name, async () => {
      const { options, end } = await connect();
      const { Product } = entities();
      return {
        imports: [
          SequelizeModule.forRoot({ ...options, autoLoadModels: true, synchronize: true }),
          EtagSequelizeModule.forFeature([Product]),
        ],
        product: Product,
        list: () => Product.findAll({ order: ['id'] }),
        collection: true,
        clear: ({ app }) => app.get(Sequelize).sync({ force: true }),
        close: end,
      };
    });
  });
}

/** Two rows of Sequelize with the same values are not equal to Jest: each has a history of its own. */
function ofPlainRows(adapter: EntityAdapter<Transaction>): EntityAdapter<Transaction> {
  const plain = async (row: Promise<object | null>) => {
    const found = await row;
    return found instanceof Model ? (found.get({ plain: true }) as object) : found;
  };
  const methods: Partial<EntityAdapter<Transaction>> = {
    find: (...given) => plain(adapter.find(...given)),
    update: (...given) => plain(adapter.update(...given)),
    insert: (...given) => plain(adapter.insert(...given)),
  };
  return Object.assign(Object.create(adapter) as EntityAdapter<Transaction>, methods);
}
