/** What EtagSqlModule says of tables at start-up, before anything is asked of a database. */
import { Module, type DynamicModule } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from '@jest/globals';
import { EtagModule } from '../../src/index.js';
import {
  EtagSqlModule,
  fromPg,
  getVersionedRepositoryToken,
  VersionedRepository,
  xmin,
  type AnySqlEntity,
  type SqlDialect,
  type SqlExecutor,
} from '../../src/sql/index.js';
import { sqlModel } from '../../src/sql/sql-model.js';

class Product {
  id!: number;
  tenant!: string;
  name!: string;
  version!: number;
  updatedAt!: Date;
}

const product: AnySqlEntity = {
  entity: Product,
  table: 'product',
  columns: { id: 'id', name: 'name', version: 'version' },
  key: { id: 'integer' },
  version: 'version',
};

const executorOf = (dialect: SqlDialect): SqlExecutor => ({
  dialect,
  execute: async () => Promise.reject(new Error('start-up asks the database for nothing')),
});

const start = (...imports: readonly DynamicModule[]) =>
  Test.createTestingModule({ imports: [EtagModule.forRoot(), ...imports] }).compile();

describe('a table of nestjs-etag/sql', () => {
  it.each<[string, string, Partial<AnySqlEntity>, SqlDialect]>([
    ['has no key', "it has no key. Name its columns: { key: { id: 'integer' } }", { key: {} }, 'sqlite'],
    ['names no column of its key', '"columns" has no "tenant"', { key: { tenant: 'uuid' } }, 'sqlite'],
    ['names no column of its version', '"columns" has no "rev"', { version: 'rev' }, 'sqlite'],
    ['names no column of its date', '"columns" has no "changed"', { lastModified: 'changed' }, 'sqlite'],
    ['has a date as version', 'its version is a timestamp', { versionType: 'timestamp' }, 'postgres'],
    ['has an enum as version', 'its version is a enum', { versionType: { kind: 'enum' } }, 'postgres'],
    ['has xmin on MySQL', 'its database is not PostgreSQL, and has no xmin', { version: xmin }, 'mysql'],
    ['has xmin on SQLite', 'Name a column as its version', { version: xmin }, 'sqlite'],
  ])('that %s is refused at start-up, with its name and the fix', async (_, text, entry, dialect) => {
    const refused = start(EtagSqlModule.forFeature([{ ...product, ...entry }], executorOf(dialect)));
    await expect(refused).rejects.toThrow(/EtagSqlModule cannot look after Product: /);
    await expect(refused).rejects.toThrow(text);
  });

  it.each<[string, Partial<AnySqlEntity>, object]>([
    ['an integer, unless another type is said', {}, { kind: 'integer' }],
    ['of a kind', { versionType: 'uuid' }, { kind: 'uuid' }],
    ['of a type', { versionType: { kind: 'integer', bits: 64 } }, { kind: 'integer', bits: 64 }],
    ['the text of xmin', { version: xmin, columns: { id: 'id' } }, { kind: 'text' }],
  ])('has a version: %s', (_, entry, version) => {
    expect(sqlModel({ ...product, ...entry }, 'postgres')).toMatchObject({ version });
  });

  it('is described by its properties', () => {
    const columns = { ...product.columns, tenant: 'tenant_id', updatedAt: 'updated_at' };
    const key = { tenant: 'uuid', id: 'integer' } as const;
    const model = sqlModel({ ...product, columns, key, lastModified: 'updatedAt' }, 'sqlite');
    expect(model.description).toEqual({
      version: 'version',
      key: ['tenant', 'id'],
      lastModified: 'updatedAt',
      numbers: ['id'],
    });
    expect([...model.columns]).toEqual(['id', 'name', 'version', 'tenant', 'updatedAt']);
  });

  it('has one version, however many modules have it', async () => {
    const executor = executorOf('postgres');
    const columns = { ...product.columns, rev: 'rev' };
    const again = { ...product, columns, version: 'rev' };
    const both = [EtagSqlModule.forFeature([product], executor), EtagSqlModule.forFeature([again], executor)];
    await expect(start(...both)).rejects.toThrow('Product has one version, but forFeature() was given');
  });
});

describe('the executor of EtagSqlModule', () => {
  const pool = { query: async () => ({ rows: [] }) };
  @Module({ providers: [{ provide: 'POOL', useValue: pool }], exports: ['POOL'] })
  class PoolModule {}

  it.each([
    ['is given as it is', () => fromPg(pool)],
    ['is made without providers', () => ({ useFactory: () => fromPg(pool) })],
    [
      'is made of a provider of a module',
      () => ({ imports: [PoolModule], inject: ['POOL'], useFactory: (given: typeof pool) => fromPg(given) }),
    ],
  ])('%s', async (_, executor) => {
    const app = await start(EtagSqlModule.forFeature([product], executor()));
    const repository = app.get<VersionedRepository<Product>>(getVersionedRepositoryToken(Product), {
      strict: false,
    });
    expect(repository).toBeInstanceOf(VersionedRepository);
    await app.close();
  });
});
