import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  Column,
  Entity,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  VersionColumn,
  type ObjectLiteral,
} from 'typeorm';
import { TypeOrmAdapter } from '../../src/typeorm/index.js';
import { describeDatabases, open, type OpenDatabase } from './databases.js';

abstract class Text {
  @Column('varchar', { length: 20, default: '' })
  text!: string;
}

@Entity('natural')
class Natural extends Text {
  @PrimaryColumn('varchar', { length: 20 })
  id!: string;
  @VersionColumn()
  version!: number;
}

@Entity('natural_big')
class Big extends Text {
  @PrimaryColumn('int')
  id!: number;
  @Column('bigint')
  version!: string;
}

@Entity('natural_small')
class Small extends Text {
  @PrimaryColumn('int')
  id!: number;
  @Column('smallint')
  version!: number;
}

@Entity('natural_random')
class Random extends Text {
  @PrimaryColumn('int')
  id!: number;
  @Column('uuid')
  version!: string;
}

@Entity('counted')
class Counted extends Text {
  @PrimaryGeneratedColumn()
  id!: number;
  @VersionColumn()
  version!: number;
}

@Entity('generated')
class Generated extends Text {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @VersionColumn()
  version!: number;
}

const ENTITIES = [Natural, Big, Small, Random, Counted, Generated];
const UUID = '00000000-0000-4000-8000-000000000000';

describeDatabases('a row that is created', (database) => {
  let db: OpenDatabase;
  let adapter: TypeOrmAdapter;

  beforeAll(async () => {
    db = await open(database, ENTITIES);
    adapter = new TypeOrmAdapter('default', db.source);
    for (const entity of [Natural, Counted, Generated]) adapter.lookAfter(entity);
    // TypeORM makes every @VersionColumn() an integer of 32 bits.
    for (const entity of [Big, Small, Random]) adapter.lookAfter({ entity, version: 'version' });
  });
  afterAll(() => db?.close());

  type New = new () => ObjectLiteral;
  type Insert = (entity: New, values: ObjectLiteral) => Promise<unknown>;
  const inserts: Record<string, Insert> = {
    'insert() of the adapter': (entity, values) => adapter.insert(entity, values),
    'save()': (entity, values) => db.source.getRepository(entity).save(values),
    'insert() of a repository': (entity, values) => db.source.getRepository(entity).insert(values),
  };
  const versionOf = async (entity: New, id: unknown) =>
    String((await db.source.getRepository(entity).findOneByOrFail({ id }))['version']);
  /** The versions of a row that is created and deleted again and again. */
  async function versions(insert: Insert, entity: New, values: ObjectLiteral, rounds = 4): Promise<string[]> {
    const found: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await insert(entity, { ...values });
      found.push(await versionOf(entity, values['id']));
      await db.source.getRepository(entity).delete(values['id'] as string);
    }
    return found;
  }

  it.each(Object.keys(inserts))('under a given key starts where the key was not before: %s', async (name) => {
    const insert = inserts[name]!;
    for (const [entity, id, room] of [
      [Natural, 'a', 2 ** 30],
      [Big, 7, 2 ** 48],
      [Generated, UUID, 2 ** 30],
    ] as const) {
      const found = await versions(insert, entity, { id });
      expect(new Set(found).size).toBe(found.length);
      const numbers = found.map(Number);
      for (const version of numbers) {
        expect(version).toBeGreaterThanOrEqual(1);
        expect(version).toBeLessThanOrEqual(room);
      }
      // One in a million million is as small as that.
      expect(Math.max(...numbers)).toBeGreaterThan(room / 1000);
    }
    expect(new Set(await versions(insert, Random, { id: 7 })).size).toBe(4);
  });

  it.each(Object.keys(inserts))('does not take the version of the row that was there: %s', async (name) => {
    for (const version of [1, 7]) {
      expect(await versions(inserts[name]!, Natural, { id: 'b', version }, 1)).not.toEqual([String(version)]);
    }
    expect(await versions(inserts[name]!, Random, { id: 8, version: UUID }, 1)).not.toEqual([UUID]);
  });

  it('starts at 1 where a random start has no room', async () => {
    for (const insert of Object.values(inserts))
      expect(await versions(insert, Small, { id: 7 }, 2)).toEqual(['1', '1']);
  });

  it('starts at 1 under a key of the database’s own', async () => {
    for (const entity of [Counted, Generated]) {
      expect(await adapter.insert(entity, { text: 'a' })).toMatchObject({ version: 1 });
      expect(await db.source.getRepository<ObjectLiteral>(entity).save({ text: 'a' })).toMatchObject({
        version: 1,
      });
    }
  });

  it('under a counted key that is given: at 1 in a seed, anew by the adapter', async () => {
    const seed = db.source.createQueryBuilder().insert().into(Counted, ['id', 'text', 'version']);
    await seed.values([{ id: 101, text: 'a' }]).execute();
    expect(await versionOf(Counted, 101)).toBe('1');
    await adapter.delete(Counted, { id: 101 }, ['1']);
    await adapter.insert(Counted, { id: 101, text: 'b' });
    expect(await adapter.delete(Counted, { id: 101 }, ['1'])).toBe(false);
  });

  it('counts up from there', async () => {
    const created = (await adapter.insert(Natural, { id: 'c' })) as Natural;
    const changed = await adapter.update(Natural, { id: 'c' }, { text: 'x' }, [String(created.version)]);
    expect(changed).toMatchObject({ version: created.version + 1 });
    const saved = await db.source.getRepository(Natural).save(Object.assign(changed!, { text: 'y' }));
    expect(saved).toMatchObject({ version: created.version + 2 });
  });
});
