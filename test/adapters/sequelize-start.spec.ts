import { readFileSync } from 'node:fs';
import { SequelizeModule } from '@nestjs/sequelize';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from '@jest/globals';
import { DataTypes } from 'sequelize';
import { Column, Model, Sequelize, Table } from 'sequelize-typescript';
import { EtagModule } from '../../src/index.js';
import { EtagSequelizeModule, getVersionedRepositoryToken } from '../../src/sequelize/index.js';
import { SequelizeAdapter } from '../../src/sequelize/sequelize.adapter.js';
import { sequelizeModel } from '../../src/sequelize/sequelize-model.js';
import { SequelizeStatements } from '../../src/sequelize/sequelize.statements.js';
import { SEQUELIZE_DATABASES } from './sequelize.databases.js';
import { connected, entities } from './sequelize.entities.js';
import { describeOn } from './servers.js';

@Table({ version: true })
class Counted extends Model {}

@Table
class Uncounted extends Model {}

@Table({ version: 'rev' })
class Dated extends Model {
  @Column(DataTypes.DATE) declare rev: Date;
}

@Table({ version: true })
class Hidden extends Model {
  @Column(DataTypes.STRING) title!: string;
}

@Table({ version: true })
class Keyless extends Model {}

@Table({ version: true })
class Foreign extends Model {}

describeOn(undefined, 'a model that cannot be looked after', () => {
  const models = [Counted, Uncounted, Dated, Hidden, Keyless];
  const postgres = new Sequelize({ dialect: 'postgres', models });
  Keyless.removeAttribute('id');

  it.each([
    [Uncounted, 'Uncounted: its versions are not counted. Say @Table({ version: true })'],
    [Dated, 'Dated: its version "rev" is a DATE. Use INTEGER or BIGINT'],
    [Hidden, 'Hidden: its field "title" hides the column of that name. Write "declare title: …"'],
    [Keyless, 'Keyless: it has no primary key. Add @PrimaryKey'],
    [Foreign, 'Foreign: its connection has no such model. Name it in `models`'],
  ])('is named with the fix: %p', (entity, message) => {
    expect(() => sequelizeModel(postgres, { entity })).toThrow(
      `EtagSequelizeModule cannot look after ${message}`,
    );
  });

  it('is none where nothing is wrong', () => {
    expect(sequelizeModel(postgres, { entity: Counted }).description).toMatchObject({
      version: 'version',
      key: ['id'],
      lastModified: 'updatedAt',
    });
  });

  it('is one of a database that nothing was tested on', () => {
    const other = Object.assign(Object.create(postgres) as Sequelize, { getDialect: () => 'mssql' });
    expect(() => sequelizeModel(other, { entity: Counted })).toThrow('its database is mssql');
  });
});

const BLOCKS = [...readFileSync('docs/sequelize.md', 'utf8').matchAll(/^```sql\n([^]*?)^```$/gm)].map(
  ([, text]) => text!,
);

for (const { name, server, connect } of SEQUELIZE_DATABASES) {
  describeOn(server, `the trigger of the documentation on ${name}`, () => {
    it('is left to count alone, where the module is told of it', async () => {
      const { Product: Triggered } = entities();
      const { options, end } = await connect();
      const imports = [
        EtagModule.forRoot(),
        SequelizeModule.forRoot({ ...options, autoLoadModels: true, synchronize: true }),
        EtagSequelizeModule.forFeature([{ entity: Triggered, hasTrigger: true }]),
      ];
      const module = await Test.createTestingModule({ imports }).compile();
      expect(module.get(getVersionedRepositoryToken(Triggered), { strict: false })).toBeDefined();
      await Triggered.upsert({ id: 1, title: 'one' });
      await Triggered.update({ title: 'two' }, { where: { id: 1 } });
      expect(await Triggered.findByPk(1)).toMatchObject({ title: 'two', version: 0 });
      await Triggered.drop();
      await module.close();
      await end();
    });

    describe('beside the version that Sequelize counts', () => {
      it('counts each write once', async () => {
        const { options, end } = await connect();
        const { Product, Line } = entities();
        const sequelize = await connected(options, { Product, Line });
        try {
          const text = BLOCKS[name === 'MariaDB' ? 1 : 0]!.replaceAll('orders', Line.tableName);
          await sequelize.query(text);
          const adapter = new SequelizeAdapter('default', new SequelizeStatements(sequelize));
          adapter.lookAfter(sequelizeModel(sequelize, { entity: Line, hasTrigger: true }));
          const key = { order: 1, line: 'a' };
          const row = await Line.create({ ...key, quantity: 1 });
          await Line.update({ quantity: 2 }, { where: key });
          await Line.upsert({ ...key, quantity: 3 });
          expect(await row.reload()).toMatchObject({ quantity: 3, version: 2 });
          expect(await adapter.update(Line, key, { quantity: 4 }, ['2'])).toMatchObject({ version: 3 });
          expect(await adapter.update(Line, key, { quantity: 5 }, ['2'])).toBeNull();
          await row.reload();
          await row.update({ quantity: 6 });
          expect(await row.reload()).toMatchObject({ quantity: 6, version: 4 });
        } finally {
          await sequelize.drop();
          if (name === 'PostgreSQL') await sequelize.query(`DROP FUNCTION ${Line.tableName}_version`);
          await sequelize.close();
          await end();
        }
      });
    });
  });
}
