/** Who listens to what TypeORM tells of a write hears of ours what it hears of a query builder's. */
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { BeforeInsert, Column, Entity, PrimaryColumn, VersionColumn, type EntityMetadata } from 'typeorm';
import { TypeOrmAdapter } from '../../src/typeorm/index.js';
import { describeDatabases, open, type OpenDatabase } from './databases.js';

@Entity()
class Song {
  @PrimaryColumn('integer')
  id!: number;

  @Column('text')
  title!: string;

  @VersionColumn()
  version!: number;
}

@Entity()
class Tune extends Song {
  @BeforeInsert()
  mark(): void {
    this.title += '!';
  }
}

const MOMENTS = [
  'beforeInsert',
  'afterInsert',
  'beforeUpdate',
  'afterUpdate',
  'beforeRemove',
  'afterRemove',
] as const;

describeDatabases('who listens to writes', (database) => {
  let db: OpenDatabase;
  let adapter: TypeOrmAdapter;
  let ids = 0;
  beforeAll(async () => {
    db = await open(database, [Song, Tune]);
    adapter = new TypeOrmAdapter('default', db.source);
    for (const entity of [Song, Tune]) adapter.lookAfter(entity);
  });
  afterEach(() => void db.source.subscribers.splice(1));
  afterAll(() => db?.close());

  async function ours(id: number): Promise<void> {
    await adapter.insert(Song, { id, title: 'a' });
    expect(await adapter.update(Song, { id }, { title: 'b' }, undefined)).toMatchObject({ title: 'b' });
    expect(await adapter.delete(Song, { id }, undefined)).toBe(true);
  }

  async function theirs(id: number): Promise<void> {
    const query = () => db.source.createQueryBuilder();
    await query().insert().into(Song).values({ id, title: 'a' }).execute();
    await query().update(Song).set({ title: 'b' }).where({ id }).execute();
    await query().delete().from(Song).where({ id }).execute();
  }

  it.each(MOMENTS)('is told of %s, once', async (moment) => {
    const heard: string[] = [];
    const subscriber = {
      [moment]: ({ metadata }: { metadata: EntityMetadata }) => void heard.push(metadata.name),
    };
    db.source.subscribers.push(subscriber);
    await theirs((ids += 1));
    expect(heard).toEqual(['Song']);
    await ours((ids += 1));
    expect(heard).toEqual(['Song', 'Song']);
  });

  it('is told where the entity itself listens', async () => {
    expect(await adapter.insert(Tune, { id: 1, title: 'a' })).toMatchObject({ title: 'a!' });
  });

  it('keeps a write from being made by a beforeUpdate that throws', async () => {
    await adapter.insert(Song, { id: (ids += 1), title: 'a' });
    db.source.subscribers.push({ beforeUpdate: () => Promise.reject(new Error('not now')) });
    await expect(adapter.update(Song, { id: ids }, { title: 'b' }, undefined)).rejects.toThrow('not now');
    expect(await adapter.find(Song, { id: ids }, 'all')).toMatchObject({ title: 'a' });
  });
});
