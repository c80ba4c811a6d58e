/** What an EntityManager knows after a write, its transactions, and lists. */
import type { EntityManager, MikroORM } from '@mikro-orm/core';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mikroOrmModel } from '../../src/mikro-orm/mikro-orm-model.js';
import { MikroOrmStatements } from '../../src/mikro-orm/mikro-orm.statements.js';
import { conditionOf } from '../../src/mikro-orm/row-condition.js';
import { ModelAdapter } from '../../src/versioned/model-adapter.js';
import { connected, MIKRO_ORM_DATABASES } from './mikro-orm.databases.js';
import { Product, SCHEMAS } from './mikro-orm.entities.js';
import { describeOn } from './servers.js';

let ids = 0;

for (const database of MIKRO_ORM_DATABASES) {
  describeOn(database.server, `writes with MikroORM on ${database.name}`, () => {
    let orm: MikroORM;
    let close: () => Promise<void>;
    let adapter: ModelAdapter<ReturnType<typeof mikroOrmModel>, EntityManager>;

    beforeAll(async () => {
      ({ orm, close } = await connected(database, SCHEMAS));
      adapter = new ModelAdapter('EtagMikroOrmModule', 'default', new MikroOrmStatements(orm));
      adapter.lookAfter(mikroOrmModel(orm, { entity: Product }));
    });
    afterAll(() => close?.());

    const make = async (values: object = {}) => {
      ids += 1;
      return (await adapter.insert(Product, { id: ids, title: 'one', stock: 1, ...values })) as Product;
    };
    const read = (key: number) => orm.em.fork().findOne(Product, key);

    it('leaves what an EntityManager has loaded as the write left it, and flushes nothing', async () => {
      const [{ id: one }, { id: two }] = [await make(), await make()];
      const em = orm.em.fork();
      const [loaded, other] = [await em.findOneOrFail(Product, one), await em.findOneOrFail(Product, two)];
      loaded.title = 'never flushed';
      other.title = 'not yet';
      const written = await adapter.update(Product, { id: one }, { stock: 2 }, undefined, em);
      expect(written).toBe(loaded);
      expect(loaded).toMatchObject({ title: 'one', stock: 2 });
      expect(await adapter.find(Product, { id: two }, 'all', em)).toMatchObject({ title: 'one' });
      expect(await read(two)).toMatchObject({ title: 'one' });
      await em.flush();
      expect(await read(one)).toEqual(loaded);
      expect(await read(two)).toMatchObject({ title: 'not yet' });
    });

    it('has an EntityManager find no row that is deleted', async () => {
      const em = orm.em.fork();
      const { id: key } = await make();
      await em.findOneOrFail(Product, key);
      expect(await adapter.delete(Product, { id: key }, undefined, em)).toBe(true);
      expect(await em.findOne(Product, key)).toBeNull();
    });

    it('keeps to the global EntityManager where an application may use it', async () => {
      const { id: key } = await make();
      orm.config.set('allowGlobalContext', true);
      const loaded = await orm.em.findOneOrFail(Product, key);
      await adapter.update(Product, { id: key }, { title: 'two' }, undefined);
      expect(loaded.title).toBe('two');
      orm.em.clear();
      orm.config.set('allowGlobalContext', false);
    });

    it('writes in the transaction that surrounds it, without being told', async () => {
      const { id: key } = await make();
      const attempt = orm.em.fork({ useContext: true }).transactional(async () => {
        expect(await adapter.update(Product, { id: key }, { title: 'undone' }, undefined)).not.toBeNull();
        expect(await adapter.find(Product, { id: key }, 'all')).toMatchObject({ title: 'undone' });
        throw new Error('undo');
      });
      await expect(attempt).rejects.toThrow(/^undo$/);
      expect(await read(key)).toMatchObject({ title: 'one' });
    });

    it.each([
      ['an operator', { $gt: 0 }],
      ['a list', [1, 2]],
    ])('takes %s in a key for a value, and no choice of rows', async (_, stock) => {
      const { id: key } = await make();
      const attempt = adapter.update(Product, { id: key, stock }, { title: 'lost' }, undefined);
      expect(await attempt.catch(() => null)).toBeNull();
      expect(await read(key)).toMatchObject({ title: 'one' });
    });

    it('reads a page of a list and the total in one statement', async () => {
      await orm.em.fork().nativeDelete(Product, {});
      const rows = [await make(), await make(), await make()];
      const pair = ({ id: key, version }: Product) => ({ id: key, version });
      const page = await adapter.collection!(Product, { limit: 1, offset: 1 }, true);
      expect(page).toEqual({ pairs: [pair(rows[1]!)], count: 1, total: 3 });
      const rest = { where: { stock: 1 }, orderBy: { id: 'desc' }, offset: 1 };
      expect((await adapter.collection!(Product, rest, false))!.pairs).toEqual(
        [rows[1]!, rows[0]!].map(pair),
      );
      expect(await adapter.collection!(Product, { offset: 9, limit: 1 }, true)).toBeUndefined();
      const none = await adapter.collection!(Product, { where: { title: 'none' } }, true);
      expect(none).toEqual({ pairs: [], count: 0, total: 0 });
    });

    it('has no statement without a condition', () => {
      expect(() => conditionOf(mikroOrmModel(orm, { entity: Product }), {})).toThrow(
        'A statement on Product has no condition.',
      );
    });
  });
}
