import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Type } from '@nestjs/common';
import { Column, Entity, PrimaryGeneratedColumn, VersionColumn, type ColumnOptions } from 'typeorm';
import { textOf } from '../../src/tags/text-of.js';
import { TypeOrmAdapter, type EntityEntry } from '../../src/typeorm/index.js';
import { describeDatabases, open, type Database, type OpenDatabase } from './databases.js';
import { TYPEORM } from './typeorm-version.js';

interface Doc {
  id: number;
  text: string;
  rev: unknown;
}

function docWith(table: string, version: PropertyDecorator): Type<Doc> {
  @Entity(table)
  class DocEntity implements Doc {
    @PrimaryGeneratedColumn()
    id!: number;
    @Column('text')
    text!: string;
    rev!: unknown;
  }
  version(DocEntity.prototype, 'rev');
  return DocEntity;
}

function named(table: string, options: ColumnOptions): EntityEntry {
  return { entity: docWith(table, Column(options)), version: 'rev' };
}

// TypeORM asks it for the value of an INSERT, too, where there is none.
const toBigInt = {
  to: (value?: bigint) => value?.toString(),
  from: (stored: string | number) => BigInt(stored),
};

function entries({ types }: Database): Record<string, EntityEntry> {
  return {
    'an integer counted by TypeORM': docWith('integers', VersionColumn()),
    'an integer with a transformer': docWith('transformed', VersionColumn({ transformer: toBigInt })),
    'a bigint with a transformer': named('big_transformed', { type: 'bigint', transformer: toBigInt }),
    'an integer that is no @VersionColumn()': named('counts', { type: 'int' }),
    'a bigint that is no @VersionColumn()': named('big_counts', { type: 'bigint' }),
    ...(types.bytes === 'varbinary' && {
      'an unsigned integer': named('unsigned', { type: 'int', unsigned: true }),
    }),
    'a uuid': named('uuids', { type: 'uuid' }),
    'a string': named('strings', { type: 'varchar', length: 40 }),
    'a short string': named('short_strings', { type: 'varchar', length: 12 }),
    bytes: named('bytes', { type: types.bytes, ...(types.bytes === 'varbinary' && { length: 16 }) }),
    'few bytes': named('few_bytes', { type: types.bytes, ...(types.bytes === 'varbinary' && { length: 6 }) }),
    'a timestamp with microseconds': named('timestamps', { type: types.timestamp, precision: 6 }),
    'a timestamp with milliseconds': named('milliseconds', { type: types.timestamp, precision: 3 }),
  };
}

const NEVER = [
  '',
  '01',
  '+1',
  '1.0',
  '1e0',
  ' 1',
  '99999999999999999999',
  '9223372036854775808',
  '2147483648',
  '-1',
  'x',
  'NaN',
  'a\0b',
  '00000000-0000-0000-0000-00000000000',
  '2026-02-30T00:00:00.000Z',
  '2026-01-01',
  '0000-01-01T00:00:00.000Z',
  '+275760-09-13T00:00:00.000Z',
  'abc',
  "'; --",
  '😀',
];

describeDatabases('versions', (database) => {
  const cases = Object.entries(entries(database));
  let db: OpenDatabase;
  let adapter: TypeOrmAdapter;

  beforeAll(async () => {
    db = await open(
      database,
      cases.map(([, entry]) => (typeof entry === 'function' ? entry : entry.entity)),
    );
    adapter = new TypeOrmAdapter('default', db.source);
    for (const [, entry] of cases) adapter.lookAfter(entry);
  });
  afterAll(() => db?.close());

  describe.each(cases)('%s', (_, entry) => {
    const entity = (typeof entry === 'function' ? entry : entry.entity) as Type<Doc>;
    const create = async () => (await adapter.insert(entity, { text: 'new' })) as Doc;
    const update = async ({ id }: Doc, versions: string[] | undefined, text = 'changed') =>
      (await adapter.update(entity, { id }, { text }, versions)) as Doc | null;
    const versionOf = ({ rev }: Doc) => textOf(rev)!;

    it('is there from the creation on, and is what a read gives', async () => {
      const created = await create();
      expect(versionOf(created)).toEqual(expect.any(String));
      expect(await adapter.find(entity, { id: created.id }, 'all')).toEqual(created);
      const validators = (await adapter.find(entity, { id: created.id }, 'validators')) as Doc;
      expect(validators).toEqual({ id: created.id, rev: created.rev });
    });

    it('changes with every update, whose result is what a read gives', async () => {
      let doc = await create();
      const seen = new Set([versionOf(doc)]);
      for (let round = 0; round < 20; round += 1) {
        doc = (await update(doc, [versionOf(doc)], `${round}`))!;
        seen.add(versionOf(doc));
      }
      expect(seen.size).toBe(21);
      expect(doc.text).toBe('19');
      expect(doc).toBeInstanceOf(entity);
      expect(await adapter.find(entity, { id: doc.id }, 'all')).toEqual(doc);
    });

    it('is compared in the statement: the current one matches once, alone or among others', async () => {
      const created = await create();
      const version = versionOf(created);
      const changed = (await update(created, [...NEVER, version]))!;
      expect(changed.text).toBe('changed');
      expect(await update(created, [version], 'lost')).toBeNull();
      expect(await adapter.delete(entity, { id: created.id }, [version])).toBe(false);
      expect(await adapter.find(entity, { id: created.id }, 'all')).toEqual(changed);
      expect(await update(created, undefined, 'any')).toMatchObject({ text: 'any' });
    });

    it('matches no text but its own, and raises no error for what it cannot be', async () => {
      const created = await create();
      const version = versionOf(created);
      const others = [...NEVER, version.toUpperCase(), `${version} `, ` ${version}`, `0${version}`];
      for (const text of others.filter((other) => other !== version)) {
        expect([text, await update(created, [text])]).toEqual([text, null]);
      }
      expect(await update(created, [])).toBeNull();
      expect(
        await adapter.delete(
          entity,
          { id: created.id },
          others.filter((other) => other !== version),
        ),
      ).toBe(false);
      expect(await adapter.delete(entity, { id: created.id }, [version])).toBe(true);
      expect(await adapter.delete(entity, { id: created.id }, [version])).toBe(false);
    });

    it('goes on with save()', async () => {
      const created = await create();
      const repository = db.source.getRepository<Doc>(entity);
      const loaded = await repository.findOneByOrFail({ id: created.id });
      loaded.text = 'saved';
      await repository.save(loaded);
      const current = (await adapter.find(entity, { id: created.id }, 'all')) as Doc;
      expect(current.text).toBe('saved');
      expect(versionOf(current)).not.toBe(versionOf(created));
      expect(versionOf(loaded)).toBe(versionOf(current));
      expect(versionOf(await repository.save(repository.create({ text: 'saved new' })))).toBeDefined();
      if (current.rev instanceof Uint8Array && !TYPEORM.comparesBytes) return;
      expect((await repository.save(loaded)).rev).toEqual(current.rev);
    });
  });

  it('never shares a millisecond, even where the clock of the last writer was ahead', async () => {
    const entry = entries(database)['a timestamp with microseconds']!;
    const table = cases.find(([name]) => name === 'a timestamp with microseconds')![1] as Exclude<
      EntityEntry,
      Type
    >;
    expect(entry).toBeDefined();
    const { entity } = table as { entity: Type<Doc> };
    const created = (await adapter.insert(entity, { text: 'new' })) as Doc;
    const { tablePath } = db.source.getMetadata(entity);
    const quoted = tablePath
      .split('.')
      .map((part) => db.source.driver.escape(part))
      .join('.');
    await db.source.query(`UPDATE ${quoted} SET rev = '2050-01-01 12:00:00.123456' WHERE id = ${created.id}`);
    const ahead = (await adapter.find(entity, { id: created.id }, 'all')) as Doc;
    const from = ahead.rev as Date;
    expect(from.getUTCMilliseconds()).toBe(123);
    const changed = (await adapter.update(entity, { id: created.id }, {}, [from.toISOString()])) as Doc;
    expect((changed.rev as Date).getTime()).toBe(from.getTime() + 1);
    const micros = await db.source.query(
      `SELECT rev FROM ${quoted} WHERE rev = ${database.types.timestamp === 'datetime' ? "'2050-01-01 12:00:00.124000'" : "'2050-01-01 12:00:00.124'"}`,
    );
    expect(micros).toHaveLength(1);
  });
});
