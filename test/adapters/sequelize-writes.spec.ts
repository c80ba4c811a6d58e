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
  @BelongsTo(() => Counted) declare counted: Counted;
  declare version: number;
}

for (const { name, server, connect } of SEQUELIZE_DATABASES) {
  describeOn(server, `writes of Sequelize on ${name}`, () => {
    let connection: Awaited<ReturnType<typeof connect>>;
    let sequelize: Sequelize;
    let Product: Entities['Product'];
    let adapter: SequelizeAdapter;

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

    it('save() rejects with what another row’s version says in a hook', async () => {
      const [row, other] = await Product.bulkCreate([
        { id: 2, title: 'two', stock: 1 },
        { id: 3, title: 'three', stock: 1 },
      ]);
      const stale = (await Counted.create({ title: 'one' }))!;
      await Counted.update({ title: 'theirs' }, { where: { id: stale.id } });
      Product.addHook('afterUpdate', 'another', async (_, { transaction = null }) => {
        await stale.update({ title: 'lost' }, { transaction });
      });
      const saved = adapter.save(Product, row!.set('title', 'lost'));
      await expect(saved).rejects.toMatchObject({
        name: 'SequelizeOptimisticLockError',
        modelName: 'Counted',
      });
      Product.removeHook('afterUpdate', 'another');
      expect(await Product.findByPk(2)).toMatchObject({ title: 'two' });
      expect(other!.version).toBeGreaterThan(0);
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
