import { describe, expect, it } from '@jest/globals';
import { ExpectedVersion } from '../../src/index.js';
import { VersionedRepository } from '../../src/prisma/index.js';
import { prismaModel } from '../../src/prisma/prisma-model.js';
import { PrismaStatements } from '../../src/prisma/prisma.statements.js';
import { ModelAdapter } from '../../src/versioned/model-adapter.js';
import type { ProductRow } from './contract.js';
import { isInstalled, PRISMA_DATABASES, type TestClient } from './prisma.databases.js';
import { describeOn } from './servers.js';

class Product {}

for (const { name, server, open } of isInstalled ? PRISMA_DATABASES : []) {
  describeOn(server, `a transaction of Prisma with ${name}`, () => {
    it('takes what the repository within it writes, and is undone with it', async () => {
      const { client, close } = await open();
      const adapter = new ModelAdapter('EtagPrismaModule', 'default', new PrismaStatements(client));
      const description = adapter.lookAfter(prismaModel({ entity: Product }, client));
      const products = new VersionedRepository<ProductRow>(Product as never, adapter, description);
      const { id, version } = await products.insert({ id: 1, title: 'one', stock: 1 });
      const expected = () => ExpectedVersion.of({ 'if-match': `"${version}"` });
      const attempt = client.$transaction(async (transaction: TestClient) => {
        const within = products.within(transaction);
        expect(await within.update({ id }, { title: 'two' }, expected())).toMatchObject({ title: 'two' });
        await expect(within.update({ id }, { title: 'lost' }, expected())).rejects.toMatchObject({
          status: 412,
        });
        throw new Error('undo');
      });
      await expect(attempt).rejects.toThrow(/^undo$/);
      expect(await products.update({ id }, { stock: 2 }, expected())).toMatchObject({
        title: 'one',
        stock: 2,
      });
      await close();
    });
  });
}

// Without Prisma this file would have no test, which jest takes for a mistake.
if (!isInstalled) describe.skip('a transaction of Prisma', () => it('needs npm run orms', () => {}));
