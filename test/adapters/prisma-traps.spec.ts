/** What Prisma does by itself, and what the adapter does in its place. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countVersions } from '../../src/prisma/index.js';
import { prismaModel } from '../../src/prisma/prisma-model.js';
import { PrismaStatements } from '../../src/prisma/prisma.statements.js';
import { schemaOfClient } from '../../src/prisma/schema-of-client.js';
import { ModelAdapter } from '../../src/versioned/model-adapter.js';
import { textOf } from '../docs/pages.js';
import { isInstalled, PRISMA_DATABASES, type OpenedPrisma, type TestClient } from './prisma.databases.js';
import { describeOn } from './servers.js';

class Product {}
class Account {}

type Row = Readonly<Record<string, unknown>> & { readonly id: number; readonly version: number };

function adapterOf(client: TestClient | (() => TestClient)) {
  const now = typeof client === 'function' ? client() : client;
  const adapter = new ModelAdapter('EtagPrismaModule', 'default', new PrismaStatements(client as TestClient));
  adapter.lookAfter(prismaModel({ entity: Product }, now));
  adapter.lookAfter(prismaModel({ entity: Account, version: 'revision' }, now));
  return adapter;
}

for (const { name, server, open } of isInstalled ? PRISMA_DATABASES : []) {
  describeOn(server, `Prisma with ${name}`, () => {
    let db: OpenedPrisma;
    let client: TestClient;
    let adapter: ReturnType<typeof adapterOf>;
    let ids = 0;
    beforeAll(async () => {
      db = await open();
      ({ client } = db);
      adapter = adapterOf(client);
    });
    afterAll(() => db?.close());

    const made = async (values: object = {}) => {
      ids += 1;
      return (await adapter.insert(Product, { id: ids, title: 'one', stock: 1, ...values })) as Row;
    };
    const read = (id: number) => client.product.findUniqueOrThrow({ where: { id } }) as Promise<Row>;
    const versionOf = async (id: number) => (await read(id)).version;

    it('has the schema under a private name, with extensions and in transactions as well', async () => {
      expect(schemaOfClient(client)).toContain('model Product');
      expect(schemaOfClient(client.$extends({}))).toContain('model Product');
    });

    it('takes an undefined condition for none; the adapter takes it for no row', async () => {
      const rows = [await made(), await made()];
      const { count } = await client.product.updateMany({ where: { id: undefined }, data: { stock: 2 } });
      expect(count).toBeGreaterThanOrEqual(2);
      expect(await adapter.update(Product, { id: undefined }, { stock: 3 }, undefined)).toBeNull();
      expect(await read(rows[0]!.id)).toMatchObject({ stock: 2 });
    });

    it('takes an object for an operator; the adapter refuses it', async () => {
      const row = await made();
      const { count } = await client.product.updateMany({ where: { id: { gt: 0 } }, data: { stock: 2 } });
      expect(count).toBeGreaterThanOrEqual(1);
      const key = { id: { gt: 0 } };
      await expect(adapter.update(Product, key, { stock: 3 }, undefined)).rejects.toThrow('equals');
      await expect(adapter.delete(Product, key, undefined)).rejects.toThrow('equals');
      expect(await read(row.id)).toMatchObject({ stock: 2 });
    });

    it('leaves out of rows what the client omits; the adapter needs the version', async () => {
      const omitting = db.another({ omit: { product: { version: true, updatedAt: true } } });
      const { id, version } = await made();
      expect(await omitting.product.findUnique({ where: { id } })).not.toHaveProperty('version');
      const theirs = adapterOf(omitting);
      expect(await theirs.find(Product, { id }, 'all')).toMatchObject({ version });
      const written = await theirs.update(Product, { id }, { stock: 2 }, [String(version)]);
      expect(written).toMatchObject({ stock: 2, version: version + 1 });
      const created = await theirs.insert(Product, { id: id + 100_000, title: 'new', stock: 1 });
      expect(created).toHaveProperty('version');
    });

    it('wants integers of 64 bits as such, and the adapter gives them', async () => {
      // The driver of SQLite reads numbers.
      const id = name === 'SQLite' ? 2n ** 52n : 2n ** 60n + 1n;
      const row = (await adapter.insert(Account, { id, isOpen: true })) as { revision: bigint };
      expect(typeof row.revision).toBe('bigint');
      const key = adapter.keyFrom(Account, { id: String(id) })!;
      const written = await adapter.update(Account, key, { isOpen: false }, [String(row.revision)]);
      expect(written).toEqual({ id, isOpen: false, revision: row.revision + 1n });
      const inTransaction = await client.$transaction(async (transaction: TestClient) =>
        adapter.find(Account, { ...key, isOpen: false }, 'all', transaction),
      );
      expect(inTransaction).toEqual(written);
      expect(await adapter.delete(Account, key, [String(row.revision + 1n)])).toBe(true);
    });

    it('has transactions that a function knows, and the adapter writes there', async () => {
      let current = client;
      const theirs = adapterOf(() => current);
      const row = await made();
      const attempt = client.$transaction(async (transaction: TestClient) => {
        current = transaction;
        const written = await theirs.update(Product, { id: row.id }, { title: 'two' }, [String(row.version)]);
        expect(written).toMatchObject({ title: 'two' });
        expect(await theirs.find(Product, { id: row.id }, 'all')).toMatchObject({ title: 'two' });
        throw new Error('undo');
      });
      await expect(attempt).rejects.toThrow(/^undo$/);
      expect(await read(row.id)).toEqual(row);
    });

    it('lists rows of a page, and leaves the total of one to the handler', async () => {
      const rows = [await made({ title: 'listed' }), await made({ title: 'listed' }), await made()];
      const query = { where: { title: 'listed' }, orderBy: { id: 'desc' } };
      const pairs = rows.slice(0, 2).map(({ id, version }) => ({ id, version }));
      expect(await adapter.collection!(Product, query, true)).toEqual({
        pairs: pairs.toReversed(),
        count: 2,
        total: 2,
      });
      const page = await adapter.collection!(Product, { ...query, take: 1, skip: 1 }, false);
      expect(page).toEqual({ pairs: [pairs[0]], count: 1, total: undefined });
      expect(await adapter.collection!(Product, { take: 1 }, true)).toBeUndefined();
      const mine = await adapter.collection!(Product, query, false, undefined, { id: rows[0]!.id });
      expect(mine).toMatchObject({ pairs: [pairs[0]] });
    });

    describe('counts no version by itself', () => {
      const counting = () => client.$extends(countVersions({ Product: 'version' }));

      it('so that two contents have one tag', async () => {
        const { id, version } = await made();
        await client.product.update({ where: { id }, data: { title: 'two' } });
        expect(await versionOf(id)).toBe(version);
      });

      it('but does with countVersions(), once for each write', async () => {
        const { id, version } = await made();
        const where = { id };
        await counting().product.update({ where, data: { title: 'two', version } });
        await counting().product.updateMany({ where, data: { title: 'three' } });
        await counting().product.upsert({
          where,
          update: { title: 'four' },
          create: { id, title: 'new', stock: 1 },
        });
        expect(await versionOf(id)).toBe(version + 3);
        await counting().$transaction(async (transaction: TestClient) =>
          transaction.product.update({ where, data: { title: 'five' } }),
        );
        const written = await adapterOf(counting()).update(Product, where, { stock: 2 }, [
          String(version + 4),
        ]);
        expect(written).toMatchObject({ title: 'five', version: version + 5 });
      });

      it('nor with countVersions() for nested writes, and for models it was not given', async () => {
        const { id, version } = await made();
        const products = { connect: { id } };
        await counting().owner.create({ data: { id, products } });
        expect(await versionOf(id)).toBe(version);
        const account = { id: BigInt(id), isOpen: true, revision: 1n };
        await client.account.create({ data: account });
        const written = counting().account.update({ where: { id: account.id }, data: { isOpen: false } });
        expect(await written).toMatchObject({ revision: 1n });
      });

      const dialect = { PGlite: 'PostgreSQL', SQLite: undefined }[name] ?? server;
      (dialect ? it : it.skip)('but does with the trigger of docs/prisma.md, whatever writes', async () => {
        for (const text of triggerFor(dialect!)) await client.$executeRawUnsafe(text);
        const { id, version } = await made();
        await client.owner.create({ data: { id, products: { connect: { id } } } });
        await client.$executeRawUnsafe(`UPDATE product SET stock = 5 WHERE product_id = ${id}`);
        expect(await versionOf(id)).toBe(version + 2);
        const written = await adapter.update(Product, { id }, { stock: 6 }, [String(version + 2)]);
        expect(written).toMatchObject({ stock: 6, version: version + 3 });
      });
    });

    if (server !== 'MariaDB') return;

    it('tells both writers of update({ where: { id, version } }) that they won; of the adapter’s, one wins', async () => {
      let both = 0;
      for (let round = 0; round < 100; round += 1) {
        const { id, version } = await made();
        const write = (title: string) =>
          client.product.update({ where: { id, version }, data: { title, version: { increment: 1 } } });
        const settled = await Promise.allSettled([write('left'), write('right')]);
        if (settled.every(({ status }) => status === 'fulfilled')) both += 1;
      }
      expect(both).toBeGreaterThan(0);
    });

    it('shows a transaction the row as it was; the adapter, as it is', async () => {
      const { id, version } = await made();
      await client.$transaction(async (transaction: TestClient) => {
        const seen = () => transaction.product.findUniqueOrThrow({ where: { id } });
        await seen();
        const written = (await adapter.update(Product, { id }, { title: 'two' }, undefined)) as Row;
        expect(await seen()).toMatchObject({ title: 'one', version });
        const current = await adapter.find(Product, { id }, 'all', transaction);
        expect(current).toEqual(written);
        expect(await adapter.find(Product, { id: 999_999 }, 'all', transaction)).toBeNull();
      });
    });

    it('passes over a foreign key with skipDuplicates; the adapter does not', async () => {
      const data = { id: 900_001, title: 'orphan', stock: 1, ownerId: 900_001 };
      expect(await client.product.createMany({ data: [data], skipDuplicates: true })).toEqual({ count: 0 });
      await expect(adapter.insert(Product, data)).rejects.toMatchObject({ code: 'P2003' });
    });

    it('has an updateManyAndReturn() that fails when it is called', async () => {
      expect(typeof client.product.updateManyAndReturn).toBe('function');
      await expect(
        (async () => client.product.updateManyAndReturn({ where: { id: 1 }, data: { stock: 1 } }))(),
      ).rejects.toThrow();
    });
  });
}

/** The blocks of SQL below the name of a database. */
function triggerFor(database: string): string[] {
  const [, section = ''] = textOf('docs/prisma.md').split(`On ${database}:\n`);
  const [, sql = ''] = /```sql\n([\s\S]*?)```/.exec(section) ?? [];
  const statements = sql.trim().split(/\n{2,}/);
  expect(statements[0]).toMatch(/^CREATE/);
  return statements;
}

// Without Prisma this file would have no test, which jest takes for a mistake.
if (!isInstalled) describe.skip('Prisma', () => it('needs npm run orms', () => {}));
