import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  OptimisticLockVersionMismatchError,
  QueryFailedError,
  type ObjectLiteral,
  type Repository,
} from 'typeorm';
import { TypeOrmAdapter } from '../../src/typeorm/index.js';
import { describeDatabases, open, type OpenDatabase } from './databases.js';
import { TYPEORM } from './typeorm-version.js';
import {
  Animal,
  Content,
  CountedKid,
  Dog,
  GUARDED,
  Kid,
  MarkedKid,
  Name,
  OldThing,
  Parent,
  Story,
} from './guard.entities.js';

const STALE = OptimisticLockVersionMismatchError;

describeDatabases('the guard against stale saves', (database) => {
  let db: OpenDatabase;
  let adapter: TypeOrmAdapter;
  const repository = <T extends ObjectLiteral>(entity: new () => T): Repository<T> =>
    db.source.getRepository(entity);

  beforeAll(async () => {
    db = await open(database, GUARDED);
    adapter = new TypeOrmAdapter('default', db.source);
    for (const entity of [Content, OldThing, Parent, CountedKid]) adapter.lookAfter(entity);
    for (const entity of [Animal, Dog, Kid, MarkedKid, Name]) adapter.lookAfter({ entity, version: 'rev' });
  });
  afterAll(() => db?.close());

  /** Two read, one writes, and then the other does, who is stale by then. */
  async function overtaken<T extends ObjectLiteral & { id: number }>(
    of: Repository<T>,
    change: object,
    id: number,
  ) {
    const where = { where: { id } as never };
    const [stale, fresh] = [await of.findOneOrFail(where), await of.findOneOrFail(where)];
    await of.save(Object.assign(fresh, change));
    return stale;
  }

  it('is there after destroy() and initialize(), once', async () => {
    const stories = repository(Content);
    const { id } = await stories.save({ title: 'a' });
    for (let round = 0; round < 2; round += 1) {
      await db.source.destroy();
      await db.source.initialize();
      const stale = await overtaken(repository(Content), { title: `b${round}` }, id);
      await expect(repository(Content).save(Object.assign(stale, { title: 'c' }))).rejects.toThrow(STALE);
      expect(
        await adapter.update(Content, { id }, { title: `d${round}` }, [`${2 * round + 2}`]),
      ).toMatchObject({
        title: `d${round}`,
      });
    }
    const sent = await db.statements.of(async () => {
      const loaded = await repository(Content).findOneByOrFail({ id });
      await repository(Content).save(Object.assign(loaded, { title: 'e' }));
    });
    expect(sent.filter((word) => word === 'SELECT')).toHaveLength(database.returnsUpdates ? 3 : 4);
  });

  it('asks the table of the class itself, once a row', async () => {
    const stories = repository(Story);
    await repository(Content).save([{ title: 'x' }, { title: 'y' }]);
    const { id } = await stories.save({ title: 'a', words: 1 });
    const stale = await overtaken(stories, { words: 2 }, id);
    const fresh = await stories.findOneByOrFail({ id });
    const sent = await db.statements.of(() => stories.save(Object.assign(fresh, { words: 3 })));
    expect(sent.filter((word) => word === 'SELECT')).toHaveLength(database.returnsUpdates ? 2 : 3);
    await expect(stories.save(Object.assign(stale, { words: 4 }))).rejects.toThrow(STALE);
    expect(await stories.findOneByOrFail({ id })).toMatchObject({ words: 3, version: 3 });
  });

  it('evaluates a row of one table with several classes once', async () => {
    const dogs = repository(Dog);
    const { id } = await dogs.save({ name: 'a' });
    const stale = await overtaken(dogs, { tricks: 1 }, id);
    const fresh = await repository(Animal).findOneByOrFail({ id });
    await repository(Animal).save(Object.assign(fresh, { name: 'b' }));
    expect(fresh.rev).toBe(3);
    await expect(dogs.save(Object.assign(stale, { tricks: 2 }))).rejects.toThrow(STALE);
  });

  it('takes a version that is NULL for one, until the first write gives another', async () => {
    const things = repository(OldThing);
    const { id } = await things.save({ name: 'a' });
    const clear = () =>
      things
        .createQueryBuilder()
        .update()
        .set({ version: () => 'NULL' })
        .where({ id })
        .execute();
    await clear();
    const stale = await overtaken(things, { name: 'b' }, id);
    expect(await things.findOneByOrFail({ id })).toMatchObject({ name: 'b', version: 1 });
    await expect(things.save(Object.assign(stale, { name: 'c' }))).rejects.toThrow(STALE);
    await clear();
    expect(await adapter.update(OldThing, { id }, { name: 'd' }, undefined)).toMatchObject({ version: 1 });
    expect(await adapter.update(OldThing, { id }, { name: 'e' }, ['1'])).toMatchObject({ version: 2 });
  });

  it('lets no child change without a new version that its parent is saved without', async () => {
    const parents = repository(Parent);
    const own = repository(Kid);
    const parent = await parents.save({ name: 'a' });
    const kid = await own.save({ parent });
    const counted = await repository(CountedKid).save({ parent });
    const load = () =>
      parents.findOneOrFail({ where: { id: parent.id }, relations: { kids: true, counted: true } });

    await expect(parents.save(Object.assign(await load(), { name: 'b', kids: [] }))).rejects.toThrow(
      'Kid would change without a new version, since another entity is saved without it. Save the Kid itself.',
    );
    expect(await load()).toMatchObject({ name: 'a', kids: [{ id: kid.id, rev: 1 }] });
    await own.save(Object.assign(await own.findOneByOrFail({ id: kid.id }), { parent: null }));
    expect(await own.findOneByOrFail({ id: kid.id })).toMatchObject({ rev: 2 });

    await parents.save(Object.assign(await load(), { counted: [] }));
    expect(await repository(CountedKid).findOneByOrFail({ id: counted.id })).toMatchObject({ version: 2 });
  });

  it('lets no child be marked as deleted without a new version that its parent is saved without', async () => {
    const [parents, kids] = [repository(Parent), repository(MarkedKid)];
    const parent = await parents.save({ name: 'a' });
    const { id } = await kids.save({ parent });
    const loaded = await parents.findOneOrFail({ where: { id: parent.id }, relations: { marked: true } });
    await expect(parents.save(Object.assign(loaded, { marked: [] }))).rejects.toThrow(
      'MarkedKid would change without a new version, since another entity is saved without it. Save the MarkedKid itself.',
    );
    expect(await kids.findOneByOrFail({ id })).toMatchObject({ rev: 1, deletedAt: null });
    await kids.softDelete({ id });
    expect(await kids.countBy({ id })).toBe(0);
  });

  it('lets an entity be saved again that the database refused and that was corrected', async () => {
    const names = repository(Name);
    await names.save({ name: 'taken' });
    const { id } = await names.save({ name: 'free' });
    const loaded = await names.findOneByOrFail({ id });
    for (const attempt of [1, 2]) {
      const refused = names.save(Object.assign(loaded, { name: 'taken' }));
      await expect(refused.then(() => attempt)).rejects.toThrow(QueryFailedError);
    }
    await names.save(Object.assign(loaded, { name: 'corrected' }));
    expect(await names.findOneByOrFail({ id })).toEqual(loaded);
    const stale = await names.findOneByOrFail({ id });
    await expect(names.save(Object.assign(stale, { name: 'taken' }))).rejects.toThrow(QueryFailedError);
    await names.save(Object.assign(loaded, { name: 'overtook' }));
    await expect(names.save(Object.assign(stale, { name: 'late' }))).rejects.toThrow(STALE);
  });

  it.each(['remove', 'softRemove'] as const)(
    'refuses %s() of a stale entity, and takes a fresh one',
    async (how) => {
      const names = repository(Name);
      const end = (name: Name): Promise<Name> => names[how as 'remove'](name);
      const { id } = await names.save({ name: `${how} a` });
      const stale = await overtaken(names, { name: `${how} b` }, id);
      await expect(end(stale)).rejects.toThrow(STALE);
      const fresh = await names.findOneByOrFail({ id });
      const before = fresh.rev;
      await end(fresh);
      expect(await names.countBy({ id })).toBe(0);
      if (how === 'remove') return;
      const deleted = await names.findOneOrFail({ where: { id }, withDeleted: true });
      expect(deleted.rev).not.toBe(before);
      await names.recover(deleted);
      expect((await names.findOneByOrFail({ id })).rev).not.toBe(before);
    },
  );

  it('asks one question at a time of a connection, whatever is saved at once', async () => {
    let [running, most] = [0, 0];
    const counter = {
      beforeQuery: () => void (most = Math.max(most, (running += 1))),
      afterQuery: () => void (running -= 1),
    };
    const contents = repository(Content);
    const saved = await contents.save([{ title: 'a' }, { title: 'b' }, { title: 'c' }]);
    for (const each of saved) each.title += '!';
    // TypeORM itself sends the UPDATEs of MySQL at once, and 0.3 those of any database.
    db.source.subscribers.push(counter);
    await contents.save(saved);
    db.source.subscribers.splice(db.source.subscribers.indexOf(counter), 1);
    if (database.returnsUpdates && TYPEORM.savesInTurn) expect(most).toBe(1);
    expect(saved.map(({ version }) => version)).toEqual([2, 2, 2]);
  });
});
