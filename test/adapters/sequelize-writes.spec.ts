/** Writes of Sequelize's own that the adapter looks after, and lists that it leaves to the handler. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DataTypes, ValidationError } from 'sequelize';
import { BelongsTo, Column, ForeignKey, Model, Table, type Sequelize } from 'sequelize-typescript';
import { conditionOf } from '../../src/sequelize/row-condition.js';
import { SequelizeAdapter } from '../../src/sequelize/sequelize.adapter.js';
import { sequelizeModel } from '../../src/sequelize/sequelize-model.js';
import { SequelizeStatements } from '../../src/sequelize/sequelize.statements.js';
import { guardVersions } from '../../src/sequelize/version-guard.js';
import { SEQUELIZE_DATABASES } from './sequelize.databases.js';
import { connected, entities, type Entities } from './sequelize.entities.js';
import { describeOn } from './servers.js';

/** Classes of their own, since a model has one connection. */
function countedEntities() {
  /** The database counts its keys up, and gives each out once. */
  @Table({ tableName: 'sq_counted', version: true, timestamps: false })
  class Counted extends Model {
    @Column({ type: DataTypes.STRING, allowNull: false }) declare title: string;
    declare version: number;
  }

  /** Read along with what it belongs to. */
  @Table({ tableName: 'sq_joined', version: true, timestamps: false })
  class Joined extends Model {
    @ForeignKey(() => Counted) @Column(DataTypes.INTEGER) declare countedId: number;
    @BelongsTo(() => Counted) declare counted: object;
    declare version: number;
  }
  return { Counted, Joined };
}

for (const { name, server, connect } of SEQUELIZE_DATABASES) {
  describeOn(server, `writes of Sequelize on ${name}`, () => {
    let connection: Awaited<ReturnType<typeof connect>>;
    let sequelize: Sequelize;
    let Product: Entities['Product'];
    let adapter: SequelizeAdapter;
    const { Counted, Joined } = countedEntities();

    beforeAll(async () => {
      connection = await connect();
      const own = entities();
      ({ Product } = own);
      sequelize = await connected(connection.options, own);
      sequelize.addModels([Counted, Joined]);
      Joined.addScope('defaultScope', { include: [Counted] }, { override: true });
      await sequelize.sync();
      adapter = new SequelizeAdapter('default', new SequelizeStatements(sequelize));
      for (const entity of [Product, Counted, Joined]) {
        const model = sequelizeModel(sequelize, { entity });
        guardVersions(model);
        adapter.lookAfter(model);
      }
    });
    afterAll(async () => {
      await sequelize.drop();
      await sequelize.close();
      await connection.end();
    });

    it('save() rejects with what a validator says, and writes nothing', async () => {
      const row = await Product.create({ id: 1, title: 'one', stock: 1 });
      const saved = adapter.save(Product, row.set('title', null as never));
      await expect(saved).rejects.toThrow(ValidationError);
      expect(await Product.findByPk(1)).toMatchObject({ title: 'one', version: row.version });
    });

    it('save() in a transaction is undone with it', async () => {
      const row = await Product.create({ id: 4, title: 'one', stock: 1 });
      const { version } = row;
      const attempt = sequelize.transaction(async (transaction) => {
        const saved = await adapter.save(Product, row.set('title', 'two'), transaction);
        expect(saved).toMatchObject({ title: 'two' });
        throw new Error('undo');
      });
      await expect(attempt).rejects.toThrow(/^undo$/);
      expect(await Product.findByPk(4)).toMatchObject({ title: 'one', version });
    });

    it('gives what the default scope joins with a row that it writes', async () => {
      const { id: countedId } = await Counted.create({ title: 'joined' });
      const created = (await adapter.insert(Joined, { countedId })) as InstanceType<typeof Joined>;
      expect(created.counted).toMatchObject({ title: 'joined' });
      const key = { id: created.id as number };
      const written = (await adapter.update(Joined, key, { countedId: null }, undefined)) as InstanceType<
        typeof Joined
      >;
      expect([written.counted, written.version]).toEqual([null, created.version + 1]);
    });

    it('save() rejects with the lost race of another row in a hook', async () => {
      const row = await Product.create({ id: 2, title: 'two', stock: 1 });
      const stale = (await Counted.create({ title: 'one' }))!;
      await Counted.update({ title: 'theirs' }, { where: { id: stale.id } });
      Product.addHook('afterUpdate', 'another', async (_, { transaction = null }) => {
        await stale.update({ title: 'lost' }, { transaction });
      });
      const saved = adapter.save(Product, row.set('title', 'lost'));
      await expect(saved).rejects.toMatchObject({
        name: 'SequelizeOptimisticLockError',
        modelName: 'Counted',
      });
      Product.removeHook('afterUpdate', 'another');
      expect(await Product.findByPk(2)).toMatchObject({ title: 'two' });
    });

    it('a key that the database counts is never another row’s, and begins at 0', async () => {
      const one = await Counted.create({ title: 'one' });
      const [two] = await Counted.bulkCreate([{ title: 'two' }]);
      expect([one.version, two!.version]).toEqual([0, 0]);
      const over = [{ id: two!.id, title: 'over' }];
      await Counted.bulkCreate(over, { updateOnDuplicate: ['title'], fields: ['id', 'title'] });
      const written = (await Counted.findByPk(two!.id))!;
      expect(written.title).toBe('over');
      expect(written.version).toBeGreaterThan(0);
    });

    it('lists all rows where nothing restricts them, and none of a scope that joins', async () => {
      const rows = await Counted.findAll({ order: ['id'] });
      const pairs = rows.map(({ id, version }) => ({ id, version }));
      expect((await adapter.collection!(Counted, undefined, false, undefined, {}))!.pairs).toEqual(pairs);
      expect(await adapter.collection!(Counted, { limit: 0 }, true)).toBeUndefined();
      expect(await adapter.collection!(Joined, undefined, false)).toBeUndefined();
    });

    it('has no statement without a condition', () => {
      expect(() => conditionOf(sequelizeModel(sequelize, { entity: Counted }), {})).toThrow(
        'A statement on Counted has no condition.',
      );
    });
  });
}
