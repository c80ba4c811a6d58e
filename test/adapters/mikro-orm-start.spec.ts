/** What a start-up says: entities that cannot be looked after, a flush that loses updates, and modules. */
import { EntitySchema, MikroORM } from '@mikro-orm/core';
import { getRepositoryToken, MikroOrmModule } from '@mikro-orm/nestjs';
import { MariaDbDriver } from '@mikro-orm/mariadb';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { Logger } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { EtagModule } from '../../src/index.js';
import { EtagMikroOrmModule, getVersionedRepositoryToken } from '../../src/mikro-orm/index.js';
import { mikroOrmModel } from '../../src/mikro-orm/mikro-orm-model.js';
import type { MikroOrmOptions } from './mikro-orm.databases.js';

const id = { type: 'integer', primary: true } as const;
const version = { type: 'integer', version: true } as const;

class Counted {}
class Uncounted {}
class Dated {}
class Owned {}
class Base {}
class Child extends Base {}
class Blind {}
class Foreign {}

const entities: EntitySchema[] = [
  new EntitySchema({ class: Counted, properties: { id, version } } as never),
  new EntitySchema({ class: Uncounted, properties: { id } } as never),
  new EntitySchema({ class: Dated, properties: { id, rev: { type: 'datetime', version: true } } } as never),
  new EntitySchema({
    class: Owned,
    properties: { owner: { kind: 'm:1', entity: () => Counted, primary: true }, version },
  } as never),
  new EntitySchema({
    class: Base,
    discriminatorColumn: 'type',
    discriminatorMap: { base: Base, child: Child },
    properties: { id, version },
  } as never),
  new EntitySchema({ class: Child, extends: Base, properties: {} } as never),
  new EntitySchema({
    class: Blind,
    properties: { id, version, slug: { type: 'string', onUpdate: (row: { id: number }) => `n-${row.id}` } },
  } as never),
];

const base = { dbName: 'test', entities, connect: false, ensureDatabase: false, logger: () => {} };
const postgres = { ...base, driver: PostgreSqlDriver };

describe('what a start-up says of MikroORM', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it.each([
    [Uncounted, 'Uncounted: its versions are not counted. Say @Property({ version: true })'],
    [Dated, 'Dated: its version "rev" is a date, and two writes may have one. Let it be a number'],
    [Owned, 'Owned: its key "owner" is a relation. Use a scalar'],
    [Base, 'Base: it shares its table with other classes. Give it a table of its own'],
    [Child, 'Child: it shares its table with other classes'],
    [Blind, 'Blind: its onUpdate of "slug" takes the entity, and a statement has none'],
    [Foreign, 'Foreign: its connection has no such entity. Name it in `entities`, or set autoLoadEntities'],
    [{ Counted: class {} }.Counted, 'Counted: its connection has no such entity'],
  ])('names an entity that cannot be looked after, with the fix: %p', async (entity, message) => {
    const orm: MikroORM = await MikroORM.init(postgres);
    expect(() => mikroOrmModel(orm, { entity })).toThrow(`EtagMikroOrmModule cannot look after ${message}`);
  });

  it('names a database that nothing was tested on', async () => {
    const orm: MikroORM = await MikroORM.init(postgres);
    class SqlitePlatform {}
    orm.em.getPlatform = () => new SqlitePlatform() as never;
    expect(() => mikroOrmModel(orm, { entity: Counted })).toThrow('its database is one of SqlitePlatform');
  });

  it.each<[string, Partial<MikroOrmOptions>, boolean]>([
    ['as it comes', {}, true],
    ['where updates are batched', { useBatchUpdates: true }, true],
    ['where they are not', { useBatchUpdates: false }, false],
    ['where a batch has one', { batchSize: 1 }, false],
    ['on MariaDB', { driver: MariaDbDriver as never }, true],
  ])('warns once of a flush that loses updates: %s', async (_, options, isWarned) => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => {});
    const imports = [
      EtagModule.forRoot(),
      await MikroOrmModule.forRoot({ ...postgres, ...options }),
      EtagMikroOrmModule.forFeature([Counted]),
      EtagMikroOrmModule.forFeature([{ entity: Counted, hasTrigger: true }]),
    ];
    const module = await Test.createTestingModule({ imports }).compile();
    const warnings = warn.mock.calls.filter(([text]) => String(text).includes('useBatchUpdates: false'));
    expect(warnings).toHaveLength(isWarned ? 1 : 0);
    await module.close();
  });

  it('provides repositories of a connection that has a name', async () => {
    const imports = [
      EtagModule.forRoot(),
      await MikroOrmModule.forRoot({ ...postgres, contextName: 'second', useBatchUpdates: false }),
      EtagMikroOrmModule.forFeature([Counted], 'second'),
    ];
    const module = await Test.createTestingModule({ imports }).compile();
    expect(module.get(getVersionedRepositoryToken(Counted, 'second'), { strict: false })).toBeDefined();
    expect(module.get(getRepositoryToken(Counted, 'second'), { strict: false })).toBeDefined();
    await module.close();
  });
});
