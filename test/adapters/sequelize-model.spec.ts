import { describe, expect, it } from '@jest/globals';
import { DataTypes, type ModelAttributeColumnOptions } from 'sequelize';
import { Column, Model, PrimaryKey, Sequelize, Table, type TableOptions } from 'sequelize-typescript';
import { sequelizeModel } from '../../src/sequelize/sequelize-model.js';

type Attribute = Partial<ModelAttributeColumnOptions>;

/** A class of its own, since a model has one connection. */
function classOf(options: TableOptions = {}, key: Attribute = { type: DataTypes.INTEGER }) {
  @Table({ version: true, ...options } as TableOptions)
  class Note extends Model {
    @PrimaryKey @Column(key) declare id: number;
    @Column(DataTypes.STRING) declare title: string;
    @Column(DataTypes.VIRTUAL(DataTypes.STRING)) declare shown: string;
  }
  return Note;
}

function modelOf(dialect: 'postgres' | 'mysql', Note: ReturnType<typeof classOf>, options = {}) {
  return sequelizeModel(new Sequelize({ dialect, models: [Note], ...options }), { entity: Note });
}

describe('a model of Sequelize', () => {
  it.each<[string, 'postgres' | 'mysql', Attribute, object]>([
    ['an integer', 'postgres', { type: DataTypes.INTEGER }, { kind: 'integer', bits: 32, unsigned: false }],
    [
      'an integer without a sign',
      'mysql',
      { type: DataTypes.BIGINT.UNSIGNED },
      { kind: 'integer', bits: 64, unsigned: true },
    ],
    ['an enum', 'postgres', { type: DataTypes.ENUM('a', 'b') }, { kind: 'enum', members: ['a', 'b'] }],
    ['a uuid', 'mysql', { type: DataTypes.UUID }, { kind: 'uuid' }],
    ['a type of the database’s own', 'postgres', { type: 'CITEXT' }, { kind: 'text' }],
  ])('reads a key as its type has it: %s on %s', (_, dialect, key, type) => {
    expect(modelOf(dialect, classOf({}, key)).key).toEqual({ id: expect.objectContaining(type) });
  });

  it.each<[string, TableOptions, string[], string | undefined]>([
    ['no times', { timestamps: false }, ['id', 'title', 'version'], undefined],
    ['times', {}, ['id', 'title', 'version', 'updatedAt'], 'updatedAt'],
    [
      'times of other names',
      { updatedAt: 'changedAt', createdAt: 'madeAt' },
      ['id', 'title', 'version', 'changedAt'],
      'changedAt',
    ],
    ['one time alone', { updatedAt: false }, ['id', 'title', 'version'], undefined],
    ['marks of deletion', { paranoid: true }, ['id', 'title', 'version', 'updatedAt'], 'updatedAt'],
  ])('has columns that a body may change, with %s', (_, options, columns, lastModified) => {
    const { columns: found, description } = modelOf('postgres', classOf(options));
    expect([...found].toSorted()).toEqual(columns.toSorted());
    expect(description.lastModified).toBe(lastModified);
  });

  it('is a repository where the connection has them', () => {
    const Note = classOf();
    const { table, entity } = modelOf('postgres', Note, { repositoryMode: true });
    expect(entity).toBe(Note);
    expect(table).not.toBe(Note);
    expect(table.getTableName()).toBe('Notes');
  });

  it('is none of another connection that has one of the same name', () => {
    const [Note, Other] = [classOf(), classOf()];
    const sequelize = new Sequelize({ dialect: 'postgres', models: [Note] });
    expect(new Sequelize({ dialect: 'postgres', models: [Other] }).isDefined('Note')).toBe(true);
    expect(() => sequelizeModel(sequelize, { entity: Other })).toThrow('its connection has no such model');
  });
});
