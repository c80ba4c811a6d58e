/** Where MikroORM by itself loses a write, and what comes of it with the adapter. */
import { readFileSync } from 'node:fs';
import { MikroORM, OptimisticLockError, type EntityManager } from '@mikro-orm/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mikroOrmModel } from '../../src/mikro-orm/mikro-orm-model.js';
import { MikroOrmStatements } from '../../src/mikro-orm/mikro-orm.statements.js';
import { guardVersions } from '../../src/mikro-orm/version-guard.js';
import { ModelAdapter } from '../../src/versioned/model-adapter.js';
import { connected, MIKRO_ORM_DATABASES } from './mikro-orm.databases.js';
import { Line, Product, SCHEMAS } from './mikro-orm.entities.js';
import { describeOn } from './servers.js';

const TRIGGERS = [...readFileSync('docs/mikro-orm.md', 'utf8').matchAll(/^```sql\n([^]*?)^```$/gm)].map(
  ([, text]) => text!,
);

let ids = 0;

for (const database of MIKRO_ORM_DATABASES) {
  const { name, server } = database;
  describeOn(server, `the traps of MikroORM on ${name}`, () => {
    let orm: MikroORM;
    let close: () => Promise<void>;
    let adapter: ModelAdapter<ReturnType<typeof mikroOrmModel>, EntityManager>;

    beforeAll(async () => {
      ({ orm, close } = await connected(database, SCHEMAS));
      adapter = new ModelAdapter('EtagMikroOrmModule', 'default', new MikroOrmStatements(orm));
      for (const entity of [Product, Line]) {
        const model = mikroOrmModel(orm, { entity });
        adapter.lookAfter(model);
        guardVersions(orm, model, entity === Line);
      }
    });
    afterAll(() => close?.());

    /** Without the subscribers of the adapter. */
    const alone = () => orm.em.fork({ freshEventManager: true });
    const make = async (em = orm.em.fork()): Promise<Product> => {
      ids += 1;
      await em.insert(Product, { id: ids, title: 'one', stock: 1, version: 5, updatedAt: new Date() });
      return em.findOneOrFail(Product, ids);
    };
    const read = ({ id }: Product) => orm.em.fork().findOne(Product, id);
    const bump = ({ id }: Product) => orm.em.fork().nativeUpdate(Product, { id }, { title: 'theirs' });
    const over = ({ id }: Product) => ({ id, title: 'over', updatedAt: new Date() }) as Product;

    it('upsert() and upsertMany() leave the version: with the adapter they are refused', async () => {
      const row = await make();
      await alone().upsert(Product, over(row));
      expect(await read(row)).toMatchObject({ title: 'over', version: 5 });
      const em = orm.em.fork();
      await expect(em.upsert(Product, over(row))).rejects.toThrow('leave its version');
      await expect(em.upsertMany(Product, [over(row)])).rejects.toThrow('{ hasTrigger: true }');
    });

    it('remove() of a stale entity deletes: with the adapter it is refused', async () => {
      for (const [open, isRefused] of [
        [alone, false],
        [() => orm.em.fork(), true],
      ] as const) {
        const em = open();
        const stale = await make(em);
        await bump(stale);
        const removed = em.remove(stale).flush();
        if (isRefused) await expect(removed).rejects.toThrow(OptimisticLockError);
        else await removed;
        expect((await read(stale)) !== null).toBe(isRefused);
      }
    });

    it('remove() deletes what has not moved, what nobody has loaded, and says nothing of what is gone', async () => {
      const em = orm.em.fork();
      const fresh = await make(em);
      await em.remove(fresh).flush();
      expect(await read(fresh)).toBeNull();
      const moved = await make();
      await bump(moved);
      await em.remove(em.getReference(Product, moved.id)).flush();
      expect(await read(moved)).toBeNull();
      const gone = await make(em);
      await orm.em.fork().nativeDelete(Product, { id: gone.id });
      await em.remove(gone).flush();
    });

    it('create() of a loaded key inserts nothing and says nothing: insert() says that it exists', async () => {
      const em = orm.em.fork();
      const row = await make(em);
      em.create(Product, { ...over(row), stock: 1, sku: null, version: 1 });
      await em.flush();
      expect(await read(row)).toMatchObject({ title: 'one' });
      expect(await adapter.insert(Product, { id: row.id, title: 'again' }, em)).toBeNull();
    });

    // The embedded database has one connection, where two flushes never meet.
    if (server)
      it.each([
        [true, 'both of two writers win'],
        [false, 'one of two writers wins'],
      ])('flush() of two changed entities, useBatchUpdates: %p: %s', async (useBatchUpdates) => {
        const { options, end } = await database.connect();
        const other = await MikroORM.init({ ...options, useBatchUpdates, entities: SCHEMAS });
        let bothWon = 0;
        for (let round = 0; round < 30; round += 1) {
          const rows = [await make(), await make()];
          const writers = [other.em.fork(), other.em.fork()];
          for (const em of writers)
            for (const { id } of rows)
              (await em.findOneOrFail(Product, id)).title = `by ${writers.indexOf(em)}`;
          const settled = await Promise.allSettled(writers.map((em) => em.flush()));
          if (settled.every(({ status }) => status === 'fulfilled')) bothWon += 1;
        }
        await other.close();
        await end();
        if (useBatchUpdates) expect(bothWon).toBeGreaterThan(0);
        else expect(bothWon).toBe(0);
      });

    describe('with the trigger of the documentation', () => {
      it('counts each write once, and upserts too', async () => {
        const { tableName, properties } = orm.getMetadata().get(Line);
        const column = properties.version.fieldNames[0]!;
        const text = TRIGGERS[name.startsWith('MariaDB') ? 1 : 0]!.replaceAll('orders', tableName)
          .replace(/(NEW|OLD)\.version/g, `$1.${column}`)
          .replaceAll('OLD.version', `OLD.${column}`);
        await orm.em.getConnection().execute(text);
        const key = { order: 1, line: 'a' };
        await orm.em.fork().insert(Line, { ...key, quantity: 1, version: 1 });
        await orm.em.fork().upsert(Line, { ...key, quantity: 2 } as Line);
        expect(await adapter.update(Line, key, { quantity: 3 }, ['2'])).toMatchObject({ version: 3 });
        expect(await adapter.update(Line, key, { quantity: 4 }, ['2'])).toBeNull();
        const em = orm.em.fork();
        (await em.findOneOrFail(Line, key)).quantity = 5;
        await em.flush();
        expect(await adapter.find(Line, key, 'all')).toMatchObject({ quantity: 5, version: 4 });
        if (!name.startsWith('MariaDB'))
          await orm.em.getConnection().execute(`DROP FUNCTION ${tableName}_version CASCADE`);
      });
    });
  });
}
