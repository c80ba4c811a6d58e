/** Versions of every kind, and transactions, through the repository that an application injects. */
import type { PGlite } from '@electric-sql/pglite';
import { Module, type DynamicModule } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eq, sql, type SQL, type Table } from 'drizzle-orm';
import * as pg from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/pglite';
import { EtagModule, ExpectedVersion } from '../../src/index.js';
import {
  EtagDrizzleModule,
  getVersionedRepositoryToken,
  type VersionedRepository,
} from '../../src/drizzle/index.js';
import { textOf } from '../../src/tags/text-of.js';
import { freshPGlite } from '../support/pglite.js';

class Note {
  id!: bigint | number;
  title!: string | null;
  version!: unknown;
  updatedAt!: Date;
}

const at = (row: Note) => ExpectedVersion.of({ 'if-match': `"${textOf(row.version)}"` });

describe('rows of Drizzle with PGlite', () => {
  let client: PGlite;
  let db: ReturnType<typeof drizzle>;
  beforeAll(async () => {
    client = await freshPGlite();
    db = drizzle({ client });
  });
  afterAll(() => client?.close());

  @Module({})
  class DrizzleModule {}

  /** An application that has Drizzle's database under a token, or what returns the one of the moment. */
  async function start(table: Table, value: unknown): Promise<TestingModule> {
    const named: DynamicModule = {
      module: DrizzleModule,
      global: true,
      providers: [{ provide: 'DRIZZLE', useValue: value }],
      exports: ['DRIZZLE'],
    };
    const ours = EtagDrizzleModule.forFeature([{ entity: Note, table }], 'DRIZZLE');
    return Test.createTestingModule({ imports: [EtagModule.forRoot(), named, ours] }).compile();
  }

  describe.each([
    ['an integer', () => pg.integer(), /^[1-9]\d{0,9}$/],
    ['a bigint', () => pg.bigint({ mode: 'bigint' }), /^[1-9]\d{0,14}$/],
    ['a bigint as number', () => pg.bigint({ mode: 'number' }), /^[1-9]\d{0,14}$/],
    [
      'a bigint as text, of which Drizzle 0.45 makes none',
      () => pg.bigint({ mode: 'string' as 'bigint' }),
      /^[1-9]\d{0,14}$/,
    ],
    ['a bigint as numeric', () => pg.numeric({ mode: 'bigint' }), /^[1-9]\d{0,14}$/],
    ['a text', () => pg.text(), /^[\w-]{22}$/],
    ['a uuid', () => pg.uuid(), /^[0-9a-f-]{36}$/],
  ])('whose version is %s', (_, version, form) => {
    let app: TestingModule;
    let notes: VersionedRepository<Note>;
    const table = pg.pgTable('note', {
      id: pg.bigint({ mode: 'bigint' }).primaryKey(),
      title: pg.text(),
      version: (version() as ReturnType<typeof pg.text>)
        .notNull()
        .$onUpdate((): SQL => sql`${table.version}`),
      updatedAt: pg.timestamp('updated_at', { precision: 3 }),
    });
    const id = 2n ** 40n;

    beforeAll(async () => {
      await db.execute('DROP TABLE IF EXISTS note');
      const columns = `id bigint PRIMARY KEY, title text, version ${table.version.getSQLType()} NOT NULL`;
      await db.execute(`CREATE TABLE note (${columns}, updated_at timestamp(3))`);
      // A class has one version on a client.
      app = await start(table, () => db);
      notes = app.get(getVersionedRepositoryToken(Note), { strict: false });
    });
    afterAll(() => app?.close());

    it('gets another one with every write, of nothing as well, and lets no late one through', async () => {
      const created = await notes.insert({ id, title: 'one' });
      const updated = await notes.update({ id }, { title: 'two' }, at(created));
      const untouched = await notes.update({ id }, {}, at(updated));
      const tags = [created, updated, untouched].map((row) => textOf(row.version));
      for (const tag of tags) expect(tag).toMatch(form);
      expect(new Set(tags).size).toBe(3);
      expect(untouched).toMatchObject({ id, title: 'two', updatedAt: expect.any(Date) });
      for (const late of [created, updated, { ...created, version: 'nonsense' }]) {
        const refused = { status: 412 };
        await expect(notes.update({ id }, { title: 'lost' }, at(late))).rejects.toMatchObject(refused);
        await expect(notes.delete({ id }, at(late))).rejects.toMatchObject(refused);
      }
      await notes.delete({ id }, at(untouched));
      await expect(notes.update({ id }, {}, at(untouched))).rejects.toMatchObject({ status: 404 });
    });
  });

  describe('in a transaction of Drizzle’s', () => {
    const table = pg.pgTable('line', {
      id: pg.integer().primaryKey(),
      title: pg.text(),
      version: pg.integer().$onUpdate(() => 1),
    });
    let app: TestingModule;
    let notes: VersionedRepository<Note>;

    beforeAll(async () => {
      await db.execute('CREATE TABLE line (id integer PRIMARY KEY, title text, version integer)');
      app = await start(table, db);
      notes = app.get(getVersionedRepositoryToken(Note), { strict: false });
    });
    afterAll(() => app?.close());

    it('are kept and undone with it', async () => {
      const created = await notes.insert({ id: 9, title: 'one' });
      const attempt = db.transaction(async (transaction) => {
        const within = notes.within(transaction);
        const updated = await within.update({ id: 9 }, { title: 'undone' }, at(created));
        await within.delete({ id: 9 }, at(updated));
        throw new Error('undo');
      });
      await expect(attempt).rejects.toThrow('undo');
      const kept = await db.transaction((transaction) =>
        notes.within(transaction).update({ id: 9 }, { title: 'kept' }, at(created)),
      );
      expect(await db.select().from(table).where(eq(table.id, 9))).toEqual([kept]);
      await notes.delete({ id: 9 }, at(kept));
    });
  });
});
