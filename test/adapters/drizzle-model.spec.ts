/** What EtagDrizzleModule says of tables at start-up, before anything is asked of a database. */
import { Logger, Module, type DynamicModule, type LoggerService } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { describe, expect, it, jest } from '@jest/globals';
import { sql, type Table } from 'drizzle-orm';
import * as pg from 'drizzle-orm/pg-core';
import { singlestoreTable } from 'drizzle-orm/singlestore-core';
import * as sqlite from 'drizzle-orm/sqlite-core';
import { EtagModule } from '../../src/index.js';
import {
  EtagDrizzleModule,
  getVersionedRepositoryToken,
  VersionedRepository,
  type ClientSource,
  type DrizzleEntity,
} from '../../src/drizzle/index.js';
import { drizzleModel } from '../../src/drizzle/drizzle-model.js';

class Product {}

const id = () => pg.integer().primaryKey();
const version = () => pg.integer().$onUpdate(() => 1);
const custom = pg.customType<{ data: number }>({ dataType: () => 'integer' });
const good = pg.pgTable('product', { id: id(), version: version() });
const entryOf = (table: object) => ({ entity: Product, table: table as Table });

const start = (...imports: readonly DynamicModule[]) =>
  Test.createTestingModule({ imports: [EtagModule.forRoot(), ...imports] }).compile();

describe('a table of Drizzle', () => {
  it.each<[string, string, object, Partial<DrizzleEntity>]>([
    ['has no key', 'no primary key', pg.pgTable('a', { id: pg.integer(), version: version() }), {}],
    ['has no key on SQLite', 'no primary key', sqlite.sqliteTable('a', { version: sqlite.integer() }), {}],
    ['is of another database', 'Add primaryKey()', singlestoreTable('a', {}), {}],
    ['has no version', 'no column "version". Add one', pg.pgTable('a', { id: id() }), {}],
    ['has no such version', 'no column "rev"', good, { version: 'rev' }],
    ['has a date as version', 'is a PgTimestamp', pg.pgTable('a', { id: id(), version: pg.timestamp() }), {}],
    ['has a custom version', 'is a PgCustomColumn', pg.pgTable('a', { id: id(), version: custom() }), {}],
    ['has no such date', 'no column "changed". Name', good, { lastModified: 'changed' }],
  ])('that %s is refused at start-up, with its name and the fix', async (_, text, table, entry) => {
    const client = { useFactory: () => ({}) };
    const refused = start(EtagDrizzleModule.forFeature([{ ...entryOf(table), ...entry }], client));
    await expect(refused).rejects.toThrow(/EtagDrizzleModule cannot look after Product: /);
    await expect(refused).rejects.toThrow(text);
  });

  it.each<[string, Partial<DrizzleEntity>, object, boolean]>([
    ['is not counted', {}, pg.pgTable('a', { id: id(), version: pg.integer() }), true],
    ['is counted by Drizzle', {}, good, false],
    [
      'is counted by a trigger',
      { hasTrigger: true },
      pg.pgTable('a', { id: id(), version: pg.integer() }),
      false,
    ],
  ])('whose version %s', (_, entry, table, isNamed) => {
    const logger = { log: jest.fn(), error: jest.fn(), warn: jest.fn() } satisfies LoggerService;
    Logger.overrideLogger(logger);
    try {
      drizzleModel({ ...entryOf(table), ...entry });
    } finally {
      Logger.overrideLogger(true);
    }
    const texts = logger.warn.mock.calls.map(([text]) => String(text));
    expect(texts).toEqual(isNamed ? [expect.stringContaining('does not give Product a new version')] : []);
  });

  it.each([
    ['by us', pg.timestamp(), 'updatedAt'],
    ['by Drizzle', pg.timestamp().$onUpdate(() => new Date()), undefined],
    ['by the application, as text', pg.timestamp({ mode: 'string' }), undefined],
    ['by the database', pg.timestamp().default(sql`now()`), 'updatedAt'],
  ])('has a date that is given the time %s', (_, updatedAt, stamped) => {
    const model = drizzleModel(entryOf(pg.pgTable('a', { id: id(), version: version(), updatedAt })));
    expect(model).toMatchObject({ stamped, description: { lastModified: 'updatedAt' } });
  });
});

describe('the client of EtagDrizzleModule', () => {
  @Module({
    providers: [{ provide: 'DRIZZLE', useValue: {} }],
    exports: ['DRIZZLE'],
  })
  class DrizzleModule {}
  const named: DynamicModule = { module: DrizzleModule, global: true };

  it.each<[string, DynamicModule[], ClientSource<object>]>([
    ['is a provider of a global module, by its token', [named], 'DRIZZLE'],
    ['is made without providers', [], { useFactory: () => ({}) }],
    ['is made of a provider', [named], { inject: ['DRIZZLE'], useFactory: (db: object) => db }],
    [
      'is made of a provider of a module',
      [],
      { imports: [DrizzleModule], inject: ['DRIZZLE'], useFactory: (db: object) => () => db },
    ],
  ])('%s', async (_, imports, client) => {
    const app = await start(...imports, EtagDrizzleModule.forFeature([entryOf(good)], client));
    const repository = app.get(getVersionedRepositoryToken(Product), { strict: false });
    expect(repository).toBeInstanceOf(VersionedRepository);
    await app.close();
  });
});
