/** Versions of every kind that a table may have, through the repository that an application injects. */
import { Test, type TestingModule } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EtagModule, ExpectedVersion } from '../../src/index.js';
import {
  EtagSqlModule,
  getVersionedRepositoryToken,
  xmin,
  type AnySqlEntity,
  type SqlDialect,
  type SqlExecutor,
  type VersionedRepository,
} from '../../src/sql/index.js';
import { textOf } from '../../src/tags/text-of.js';
import { describeOn } from './servers.js';
import { SQL_DATABASES } from './sql.databases.js';
import { hasSqlite, SQLITE_DATABASES } from './sql.sqlite.js';

class Note {
  id!: number;
  title!: string | null;
  isOpen!: boolean | number;
  version!: unknown;
  xmin!: string;
}

/** What the column is in SQL, what `forFeature()` is told of it, and how its versions look. */
type Kind = readonly [
  what: string,
  column: string,
  entry: Partial<AnySqlEntity>,
  form: RegExp,
  only?: SqlDialect,
];

const KINDS: readonly Kind[] = [
  ['an integer', 'integer', {}, /^[1-9]\d{0,9}$/],
  ['an integer of 64 bits', 'bigint', { versionType: { kind: 'integer', bits: 64 } }, /^[1-9]\d{0,14}$/],
  ['an integer of 16 bits', 'smallint', { versionType: { kind: 'integer', bits: 16 } }, /^[1-5]$/],
  ['a text', 'varchar(22)', { versionType: 'text' }, /^[\w-]{22}$/],
  ['a uuid', 'uuid', { versionType: 'uuid' }, /^[0-9a-f-]{36}$/, 'postgres'],
  ['bytes', 'bytea', { versionType: 'bytes' }, /^[0-9a-f]{16}$/, 'postgres'],
  ['xmin', 'integer', { version: xmin, columns: { id: 'id', title: 'title' } }, /^[1-9]\d*$/, 'postgres'],
];

const swapped = (tag: string) =>
  tag.replace(/[a-z]/gi, (each) => (each < 'a' ? each.toLowerCase() : each.toUpperCase()));

for (const { name, server, open } of [...SQL_DATABASES, ...(hasSqlite ? SQLITE_DATABASES : [])]) {
  describeOn(server, `versions of nestjs-etag/sql with ${name}`, () => {
    let database: Awaited<ReturnType<typeof open>>;
    const run = ({ execute }: SqlExecutor<never>, text: string) => execute(text, [], undefined);
    const tableOf = ({ dialect }: SqlExecutor<never>) => (dialect === 'mysql' ? '`a " note`' : '"a "" note"');
    beforeAll(async () => {
      database = await open();
    });
    afterAll(() => database?.close());

    describe.each(KINDS)('that are %s', (_, column, entry, form, only) => {
      const version = entry.version === xmin ? 'xmin' : 'version';
      let app: TestingModule | undefined;
      let notes: VersionedRepository<Note>;
      const tagOf = (row: Note) => textOf(row[version])!;
      const at = (tag: string) => ExpectedVersion.of({ 'if-match': `"${tag}"` }, { column: version });

      beforeAll(async () => {
        // A class has one version on an executor.
        const executor = { ...database.executor };
        if (only && executor.dialect !== only) return;
        await run(executor, `DROP TABLE IF EXISTS ${tableOf(executor)}`);
        const columns = `id integer PRIMARY KEY, title varchar(40), is_open boolean, version ${column}, CHECK (id < 100)`;
        await run(executor, `CREATE TABLE ${tableOf(executor)} (${columns})`);
        const note: AnySqlEntity = {
          entity: Note,
          table: 'a " note',
          columns: { id: 'id', title: 'title', isOpen: 'is_open', version: 'version' },
          key: { id: 'integer' },
          version: 'version',
          ...entry,
        };
        const imports = [EtagModule.forRoot(), EtagSqlModule.forFeature([note], executor)];
        app = await Test.createTestingModule({ imports }).compile();
        notes = app.get(getVersionedRepositoryToken(Note), { strict: false });
      });
      afterAll(async () => {
        await app?.close();
        await run(database.executor, `DROP TABLE IF EXISTS ${tableOf(database.executor)}`);
      });

      it('are new with every write, of nothing as well, and let no late one through', async () => {
        if (!app) return;
        const created = await notes.insert({ id: 1, title: 'one', isOpen: true });
        const updated = await notes.update({ id: 1 }, { title: 'two' }, at(tagOf(created)));
        const untouched = await notes.update({ id: 1 }, {}, at(tagOf(updated)));
        const tags = [created, updated, untouched].map(tagOf);
        for (const tag of tags) expect(tag).toMatch(form);
        expect(new Set(tags).size).toBe(3);
        expect(untouched).toMatchObject({ id: 1, title: 'two' });
        // A collation may take a text in other letters for the same.
        const others = [...tags.slice(0, 2), 'nonsense', '\\', swapped(tags[2]!)];
        for (const late of others.filter((tag) => tag !== tags[2])) {
          const refused = { status: 412 };
          await expect(notes.update({ id: 1 }, { title: 'lost' }, at(late))).rejects.toMatchObject(refused);
          await expect(notes.delete({ id: 1 }, at(late))).rejects.toMatchObject(refused);
        }
        const emptied = await notes.update({ id: 1 }, { title: null }, at(tags[2]!));
        expect(emptied).toMatchObject({ id: 1, title: null });
        await notes.delete({ id: 1 }, at(tagOf(emptied)));
        await expect(notes.update({ id: 1 }, {}, at(tagOf(emptied)))).rejects.toMatchObject({ status: 404 });
      });

      it('are none of a row that cannot be, whose error is the database’s', async () => {
        if (!app) return;
        await expect(notes.insert({ id: 100, title: 'one' })).rejects.not.toMatchObject({ status: 409 });
        await expect(notes.insert({ id: 100, title: 'one' })).rejects.toThrow();
      });

      it('are not what a body says they are', async () => {
        if (!app) return;
        const created = await notes.insert({ id: 2, title: 'one', [version]: 7 });
        expect(tagOf(created)).not.toBe('7');
        const updated = await notes.update({ id: 2 }, { [version]: '7' }, at(tagOf(created)));
        expect(tagOf(updated)).not.toBe('7');
      });
    });
  });
}
