import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { OptimisticLockVersionMismatchError, type Repository } from 'typeorm';
import { TypeOrmAdapter } from '../../src/typeorm/index.js';
import { describeDatabases, open, type OpenDatabase } from './databases.js';
import { Author, Note, Page, Picture } from './entities.js';

const ENTITIES = [Author, Note, Page, Picture];
let notesMade = 0;

describeDatabases('save()', (database) => {
  let db: OpenDatabase;
  let adapter: TypeOrmAdapter;
  let notes: Repository<Note>;

  beforeAll(async () => {
    db = await open(database, ENTITIES);
    adapter = new TypeOrmAdapter('default', db.source);
    notes = db.source.getRepository(Note);
  });
  afterAll(() => db?.close());

  const create = () => {
    notesMade += 1;
    return notes.save({ title: `note ${notesMade}` });
  };
  const load = ({ id }: Note) => notes.findOneByOrFail({ id });

  /** Two read, one writes twice, and then the other writes. */
  async function overtaken(): Promise<Note> {
    const created = await create();
    const [stale, fresh] = [await load(created), await load(created)];
    await notes.save(Object.assign(fresh, { title: `${created.title} changed` }));
    await notes.save(Object.assign(fresh, { title: `${created.title} changed again` }));
    return Object.assign(stale, { title: `${created.title} stale` });
  }

  it('of a stale entity sets the version back, as long as TypeORM is by itself', async () => {
    const stale = await overtaken();
    expect((await load(stale)).version).toBe(3);
    await notes.save(stale);
    expect(await load(stale)).toMatchObject({ version: 1, title: stale.title });
  });

  it('is refused, once the adapter looks after the entity', async () => {
    adapter.lookAfter(Note);
    const stale = await overtaken();
    const refused = await notes.save(stale).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(OptimisticLockVersionMismatchError);
    expect(adapter.conflictOf(refused)).toBe('stale');
    expect((refused as Error).message).toMatch(/Note.*1.*3/);
    const now = await load(stale);
    expect(now.version).toBe(3);
    expect(now.title).not.toBe(stale.title);
    await notes.save(Object.assign(now, { title: stale.title }));
    expect(now.version).toBe(4);
  });

  it('of an entity that is gone, or lost its version, is refused', async () => {
    const created = await create();
    const loaded = await load(created);
    await expect(notes.save(Object.assign(loaded, { version: null }))).rejects.toThrow(
      OptimisticLockVersionMismatchError,
    );
    expect((await load(created)).version).toBe(1);
  });

  it('takes one statement more, and leaves entities without a version alone', async () => {
    const created = await create();
    const loaded = await load(created);
    const sent = await db.statements.of(() =>
      notes.save(Object.assign(loaded, { title: `${loaded.title}!` })),
    );
    const plain = await db.statements.of(() => db.source.getRepository(Author).save({ name: 'Anna' }));
    expect(sent.filter((word) => word === 'SELECT')).toHaveLength(database.returnsUpdates ? 2 : 3);
    expect(db.statements.list.length).toBe(plain.length);
    expect(plain.filter((word) => word === 'SELECT').length).toBeLessThan(2);
    const partial = await notes.save({ id: created.id, title: `${loaded.title} partial` });
    expect(partial.title).toBe(`${loaded.title} partial`);
    expect((await load(created)).version).toBe(3);
    const untouched = await db.statements.of(() =>
      notes.save({ id: created.id, title: partial.title, version: 3 }),
    );
    expect(untouched).toEqual(['SELECT']);
  });

  it('leaves update() of repositories and query builders alone', async () => {
    const created = await create();
    await notes.update({ id: created.id }, { title: `${created.title} by update()` });
    expect((await load(created)).version).toBe(2);
  });

  it('gives a version that is no @VersionColumn() its new value, and its date', async () => {
    adapter.lookAfter({ entity: Page, version: 'etag', lastModified: 'touched' });
    const pages = db.source.getRepository(Page);
    const created = await pages.save(pages.create({ text: 'a', touched: new Date(5) }));
    expect(created.etag).toMatch(/^[0-9a-f-]{36}$/);
    const [stale, fresh] = [await pages.findOneByOrFail({}), await pages.findOneByOrFail({})];
    await pages.save(Object.assign(fresh, { text: 'b' }));
    const now = await pages.findOneByOrFail({});
    expect(now.etag).not.toBe(created.etag);
    expect(fresh.etag).toBe(now.etag);
    expect(now.touched.getTime()).toBeGreaterThan(5);
    await expect(pages.save(Object.assign(stale, { text: 'c' }))).rejects.toThrow(
      OptimisticLockVersionMismatchError,
    );
    expect((await pages.save({ id: now.id, text: 'd' })).text).toBe('d');
    expect((await pages.findOneByOrFail({})).etag).not.toBe(now.etag);
    await pages.update({ id: now.id }, { etag: null });
    await pages.save(Object.assign(await pages.findOneByOrFail({}), { text: 'e' }));
    expect((await pages.findOneByOrFail({})).etag).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('saves an entity that is marked as deleted', async () => {
    adapter.lookAfter(Picture);
    const pictures = db.source.getRepository(Picture);
    const created = await pictures.save({ price: 1, colours: {}, tags: [], size: { width: 1, height: 1 } });
    const loaded = await pictures.findOneByOrFail({ id: created.id });
    await pictures.softRemove(loaded);
    const deleted = await pictures.findOneOrFail({ where: { id: created.id }, withDeleted: true });
    await pictures.save(Object.assign(deleted, { price: 2 }));
    expect(await pictures.findOne({ where: { id: created.id }, withDeleted: true })).toMatchObject({
      price: 2,
    });
  });

  if (!database.concurrent) return;

  it('lets one of two that were both fresh win, round after round', async () => {
    for (let round = 0; round < 50; round += 1) {
      const created = await create();
      const [one, other] = [await load(created), await load(created)];
      const saved = await Promise.allSettled([
        notes.save(Object.assign(one, { title: `${created.title} one` })),
        notes.save(Object.assign(other, { title: `${created.title} other` })),
      ]);
      expect(saved.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect((await load(created)).version).toBe(2);
    }
  });

  it('without a transaction refuses what is stale already', async () => {
    const stale = await overtaken();
    await expect(notes.save(stale, { transaction: false })).rejects.toThrow(
      OptimisticLockVersionMismatchError,
    );
  });
});
