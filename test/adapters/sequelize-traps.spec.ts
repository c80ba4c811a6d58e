import { AsyncLocalStorage } from 'node:async_hooks';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Sequelize } from 'sequelize-typescript';
import { SequelizeAdapter } from '../../src/sequelize/sequelize.adapter.js';
import { sequelizeModel } from '../../src/sequelize/sequelize-model.js';
import { SequelizeStatements } from '../../src/sequelize/sequelize.statements.js';
import { guardVersions } from '../../src/sequelize/version-guard.js';
import { SEQUELIZE_DATABASES } from './sequelize.databases.js';
import { connected, entities, type Entities } from './sequelize.entities.js';
import { describeOn } from './servers.js';

type Products = Entities['Product'];
type Product = InstanceType<Products>;

let ids = 0;

for (const { name, server, connect } of SEQUELIZE_DATABASES) {
  describeOn(server, `the traps of Sequelize on ${name}`, () => {
    let connection: Awaited<ReturnType<typeof connect>>;
    let alone: Sequelize;
    let sequelize: Sequelize;
    let Alone: Products;
    let Guarded: Products;
    let lines: Entities['Line'];
    let adapter: SequelizeAdapter;

    beforeAll(async () => {
      connection = await connect();
      const [without, withUs] = [entities(), entities()];
      [Alone, Guarded] = [without.Product, withUs.Product];
      lines = without.Line;
      alone = await connected(connection.options, without);
      sequelize = name === 'PGlite' ? alone : await connected(connection.options, withUs);
      if (sequelize === alone) {
        alone.addModels([withUs.Product]);
        await withUs.Product.sync();
      }
      const model = sequelizeModel(sequelize, { entity: Guarded });
      guardVersions(model);
      guardVersions(model);
      adapter = new SequelizeAdapter('default', new SequelizeStatements(sequelize));
      adapter.lookAfter(model);
    });
    afterAll(async () => {
      for (const each of new Set([alone, sequelize])) {
        await each.drop();
        await each.close();
      }
      await connection.end();
    });

    const make = (products: Products): Promise<Product> => {
      ids += 1;
      return products.create({ id: ids, title: 'one', stock: 1 });
    };
    const versionOf = async ({ id }: Product, products: Products) => (await products.findByPk(id))!.version;

    it('Model.update() leaves the version: with the adapter it counts', async () => {
      const [one, two] = [await make(Alone), await make(Guarded)];
      await Alone.update({ title: 'two' }, { where: { id: one.id } });
      await Guarded.update({ title: 'two' }, { where: { id: two.id } });
      expect(await versionOf(one, Alone)).toBe(one.version);
      expect(await versionOf(two, Guarded)).toBe(two.version + 1);
      await Guarded.update({ title: 'three' }, { where: { id: two.id }, fields: ['title'] });
      expect(await Guarded.findByPk(two.id)).toMatchObject({ title: 'three', version: two.version + 2 });
    });

    it('upsert() leaves the version: with the adapter it is refused', async () => {
      const [one, two] = [await make(Alone), await make(Guarded)];
      await Alone.upsert({ id: one.id, title: 'two' });
      expect(await Alone.findByPk(one.id)).toMatchObject({ title: 'two', version: one.version });
      await expect(Guarded.upsert({ id: two.id, title: 'two' })).rejects.toThrow('bulkCreate');
      expect(await Guarded.findByPk(two.id)).toMatchObject({ title: 'one', version: two.version });
    });

    it('bulkCreate() over a row leaves the version: with the adapter the row has another one', async () => {
      const [one, two] = [await make(Alone), await make(Guarded)];
      const over = (id: number) => [{ id, title: 'two' }];
      const options = { updateOnDuplicate: ['title'] as never[], conflictAttributes: ['id'] as never[] };
      await Alone.bulkCreate(over(one.id), options);
      await Guarded.bulkCreate(over(two.id), options);
      expect(await Alone.findByPk(one.id)).toMatchObject({ title: 'two', version: one.version });
      const written = await Guarded.findByPk(two.id);
      expect(written!.title).toBe('two');
      expect(written!.version).not.toBe(two.version);
    });

    it('a key that is used again begins at 0 again: with the adapter anywhere', async () => {
      const [one, two] = [await make(Alone), await make(Guarded)];
      expect(one.version).toBe(0);
      await two.destroy();
      const again = await Guarded.create({ id: two.id, title: 'again' });
      expect(again.version).not.toBe(two.version);
      expect(await versionOf(two, Guarded)).toBe(again.version);
    });

    it('destroy() of a stale row deletes nothing and says nothing: with the adapter it is refused', async () => {
      for (const [products, isRefused] of [
        [Alone, false],
        [Guarded, true],
      ] as const) {
        const stale = await make(products);
        await (await products.findByPk(stale.id))!.update({ title: 'two' });
        const answer = await stale.destroy().then(
          () => undefined,
          (error: unknown) => error,
        );
        expect(adapter.conflictOf(answer)).toBe(isRefused ? 'stale' : undefined);
        expect(await products.findByPk(stale.id)).toMatchObject({ title: 'two' });
        await (await products.findByPk(stale.id))!.destroy();
        expect(await products.findByPk(stale.id)).toBeNull();
      }
    });

    it('increment() and decrement() count the version without us', async () => {
      const row = await lines.create({ order: 1, line: 'a', quantity: 5 });
      await row.increment('quantity');
      expect(await row.reload()).toMatchObject({ quantity: 6, version: 1 });
      await lines.decrement('quantity', { where: { order: 1 } });
      expect(await row.reload()).toMatchObject({ quantity: 5, version: 2 });
    });

    describe('save()', () => {
      it('writes what was changed, where the row has the version that was loaded', async () => {
        const row = await make(Guarded);
        row.title = 'two';
        const written = (await adapter.save(Guarded, row)) as Product;
        expect(written).toMatchObject({ title: 'two', version: row.version });
        expect(await Guarded.findByPk(row.id)).toMatchObject({ title: 'two', version: written.version });
      });

      it('gives a new version where nothing was changed', async () => {
        const row = await make(Guarded);
        expect(((await adapter.save(Guarded, row)) as Product).version).toBe(row.version + 1);
      });

      it('writes nothing over a row that has moved, nor creates one', async () => {
        const row = await make(Guarded);
        await Guarded.update({ title: 'theirs' }, { where: { id: row.id } });
        row.title = 'lost';
        expect(await adapter.save(Guarded, row)).toBeNull();
        expect(await Guarded.findByPk(row.id)).toMatchObject({ title: 'theirs' });
        expect(await adapter.save(Guarded, Guarded.build({ id: row.id + 90_000, title: 'new' }))).toBeNull();
        expect(await Guarded.findByPk(row.id + 90_000)).toBeNull();
      });

      it('takes an object that is no row of Sequelize', async () => {
        const row = await make(Guarded);
        const plain = { ...row.get({ plain: true }), title: 'two' };
        expect(await adapter.save(Guarded, plain)).toMatchObject({ title: 'two' });
        expect(await adapter.save(Guarded, plain)).toBeNull();
        expect(await adapter.save(Guarded, { id: row.id, title: 'lost' })).toBeNull();
      });
    });

    it('takes the values of a row that was built', async () => {
      ids += 1;
      const created = await adapter.insert(Guarded, Guarded.build({ id: ids, title: 'built', stock: 1 }));
      expect(created).toMatchObject({ id: ids, title: 'built' });
      const changes = Guarded.build({ title: 'changed' });
      expect(await adapter.update(Guarded, { id: ids }, changes, undefined)).toMatchObject({
        title: 'changed',
      });
    });

    it('takes a list in a key for one value, and no choice of rows', async () => {
      const [one, two] = [await make(Guarded), await make(Guarded)];
      const rows = { id: [one.id, two.id] };
      const attempt = adapter.update(Guarded, rows, { title: 'lost' }, undefined);
      await attempt.catch(() => null);
      expect(await versionOf(one, Guarded)).toBe(one.version);
    });

    it('reads a page of a list and the total in one statement', async () => {
      await Guarded.destroy({ where: {} });
      const rows = [await make(Guarded), await make(Guarded), await make(Guarded)];
      const page = await adapter.collection!(Guarded, { limit: 1, offset: 1 }, true);
      expect(page).toEqual({
        pairs: [expect.objectContaining({ id: rows[1]!.id, version: rows[1]!.version })],
        count: 1,
        total: 3,
      });
      expect(await adapter.collection!(Guarded, { offset: 9, limit: 1 }, true)).toBeUndefined();
      const none = await adapter.collection!(Guarded, { where: { title: 'none' } }, true);
      expect(none).toEqual({ pairs: [], count: 0, total: 0 });
      const mine = await adapter.collection!(Guarded, undefined, false, undefined, { id: rows[2]!.id });
      expect(mine!.count).toBe(1);
    });

    it('returns what the default scope reads, and no column that it leaves out', async () => {
      const scope = { attributes: { exclude: ['sku'] }, where: { stock: 1 } };
      Guarded.addScope('defaultScope', scope, { override: true });
      const scoped = new SequelizeAdapter('default', new SequelizeStatements(sequelize));
      scoped.lookAfter(sequelizeModel(sequelize, { entity: Guarded }));
      ids += 1;
      const values = { id: ids, title: 'one', sku: `secret ${ids}`, stock: 1 };
      const created = (await scoped.insert(Guarded, values)) as Product;
      const updated = (await scoped.update(Guarded, { id: ids }, { stock: 2 }, [
        String(created.version),
      ])) as Product;
      expect(updated).toMatchObject({ stock: 2, version: created.version + 1 });
      expect([created, updated].map((row) => row.sku)).toEqual([undefined, undefined]);
      expect(await scoped.find(Guarded, { id: ids }, 'all')).toBeNull();
      expect(await scoped.update(Guarded, { id: ids }, { stock: 3 }, undefined)).toBeNull();
      Guarded.addScope('defaultScope', {}, { override: true });
    });

    // Sequelize has no public way to ask for this transaction: it is `_cls` of its class.
    it('writes in the transaction that Sequelize.useCLS() gives each statement', async () => {
      const storage = new AsyncLocalStorage<Map<string, unknown>>();
      const namespace = {
        get: (key: string) => storage.getStore()?.get(key),
        set: (key: string, value: unknown) => storage.getStore()!.set(key, value),
        run: (run: (context: unknown) => unknown) => storage.run(new Map(), () => run(storage.getStore())),
        bind: (bound: (...given: unknown[]) => unknown) => bound,
      };
      Sequelize.useCLS(namespace);
      try {
        const row = await make(Guarded);
        const attempt = sequelize.transaction(async () => {
          const changes = { title: 'undone' };
          expect(await adapter.update(Guarded, { id: row.id }, changes, undefined)).toMatchObject(changes);
          expect(await adapter.find(Guarded, { id: row.id }, 'all')).toMatchObject(changes);
          throw new Error('undo');
        });
        await expect(attempt).rejects.toThrow(/^undo$/);
        expect(await Guarded.findByPk(row.id)).toMatchObject({ title: 'one', version: row.version });
      } finally {
        for (const each of [Sequelize, Object.getPrototypeOf(Sequelize) as object])
          Reflect.deleteProperty(each, '_cls');
      }
    });
  });
}
