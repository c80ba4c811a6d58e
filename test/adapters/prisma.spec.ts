import { Module } from '@nestjs/common';
import { describe, it } from '@jest/globals';
import { EtagPrismaModule } from '../../src/prisma/index.js';
import { prismaModel } from '../../src/prisma/prisma-model.js';
import { PrismaStatements } from '../../src/prisma/prisma.statements.js';
import { ModelAdapter } from '../../src/versioned/model-adapter.js';
import { describeContract } from './contract.js';
import { describeHttp } from './http.js';
import { isInstalled, PRISMA_DATABASES, type TestClient } from './prisma.databases.js';
import { describeOn } from './servers.js';

class Product {}
class Line {}

for (const { name, server, open } of isInstalled ? PRISMA_DATABASES : []) {
  describeOn(server, `nestjs-etag/prisma with ${name}`, () => {
    describeContract<TestClient>(name, async () => {
      const { client, close } = await open();
      const adapter = new ModelAdapter('EtagPrismaModule', 'default', new PrismaStatements(client));
      adapter.lookAfter(prismaModel({ entity: Product }, client));
      adapter.lookAfter(prismaModel({ entity: Line }, client));
      const row = (id: number) => ({ id, title: 'a', sku: 'unique', stock: 1 });
      return {
        adapter: adapter as never,
        product: Product,
        line: Line,
        transaction: (run) => client.$transaction(run as never),
        errors: {
          exists: async () => {
            await client.product.create({ data: row(1) });
            await client.product.create({ data: row(2) });
          },
          stale: () =>
            client.product.update({
              where: { id: 1, version: 999 },
              data: { title: 'lost' },
            }) as Promise<unknown>,
        },
        close,
      };
    });

    describeHttp(name, async () => {
      const { client, close } = await open();
      @Module({ providers: [{ provide: 'PRISMA', useValue: client }], exports: ['PRISMA'] })
      class PrismaModule {}
      const source = { imports: [PrismaModule], inject: ['PRISMA'], useFactory: (prisma: object) => prisma };
      return {
        imports: [EtagPrismaModule.forFeature([{ entity: Product }], source)],
        product: Product,
        list: async () => client.product.findMany({ orderBy: { id: 'asc' } }),
        collection: true,
        clear: async () => {},
        close,
      };
    });
  });
}

// Without Prisma this file would have no test, which jest takes for a mistake.
if (!isInstalled) describe.skip('nestjs-etag/prisma', () => it('needs npm run orms', () => {}));
