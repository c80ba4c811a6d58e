import { MikroORM, type EntityManager } from '@mikro-orm/core';
import { MikroOrmModule } from '@mikro-orm/nestjs';
import { EtagMikroOrmModule } from '../../src/mikro-orm/index.js';
import { mikroOrmModel } from '../../src/mikro-orm/mikro-orm-model.js';
import { MikroOrmStatements } from '../../src/mikro-orm/mikro-orm.statements.js';
import { ModelAdapter } from '../../src/versioned/model-adapter.js';
import { describeContract } from './contract.js';
import { describeHttp } from './http.js';
import { connected, createTables, MIKRO_ORM_DATABASES } from './mikro-orm.databases.js';
import { Line, Product, SCHEMAS } from './mikro-orm.entities.js';
import { describeOn } from './servers.js';

for (const database of MIKRO_ORM_DATABASES) {
  const { name, server, connect } = database;
  describeOn(server, `nestjs-etag/mikro-orm with ${name}`, () => {
    describeContract(name, async () => {
      const { orm, close } = await connected(database, SCHEMAS);
      const adapter = new ModelAdapter('EtagMikroOrmModule', 'default', new MikroOrmStatements(orm));
      for (const entity of [Product, Line]) adapter.lookAfter(mikroOrmModel(orm, { entity }));
      const row = (id: number) => ({
        id,
        title: 'a',
        sku: 'unique',
        stock: 1,
        version: 1,
        updatedAt: new Date(),
      });
      return {
        adapter,
        product: Product,
        line: Line,
        transaction: <T>(run: (scope: EntityManager) => Promise<T>) => orm.em.fork().transactional(run),
        errors: {
          exists: async () => {
            await orm.em.fork().insert(Product, row(1));
            await orm.em.fork().insert(Product, row(2));
          },
          stale: async () => {
            await orm.em.fork().insert(Product, { ...row(3), sku: null });
            const [one, two] = [orm.em.fork(), orm.em.fork()];
            const [first, second] = [
              await one.findOneOrFail(Product, 3),
              await two.findOneOrFail(Product, 3),
            ];
            first.title = 'b';
            await one.flush();
            second.title = 'c';
            await two.flush();
          },
        },
        close,
      };
    });

    describeHttp(name, async () => {
      const { options, end } = await connect();
      return {
        imports: [
          await MikroOrmModule.forRoot({ ...options, entities: SCHEMAS }),
          EtagMikroOrmModule.forFeature([Product]),
        ],
        product: Product,
        list: ({ app }) =>
          app
            .get(MikroORM)
            .em.fork()
            .find(Product, {}, { orderBy: { id: 'asc' } }),
        collection: true,
        clear: ({ app }) => createTables(app.get(MikroORM)),
        close: async () => {
          await end();
          if (server) await (await connected(database, SCHEMAS)).close();
        },
      };
    });
  });
}
