import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OptimisticLockVersionMismatchError, QueryFailedError } from 'typeorm';
import { TypeOrmAdapter } from '../../src/typeorm/index.js';
import { describeDatabases, open, startAtOne, type OpenDatabase } from './databases.js';
import { Author, Car, ENTITIES, Frame, Kinds, Note, OrderLine, Page, Picture, Vehicle } from './entities.js';

const NOBODY = '00000000-0000-4000-8000-000000000000';
let orders = 0;

describeDatabases('the adapter', (database) => {
  let db: OpenDatabase;
  let adapter: TypeOrmAdapter;

  beforeAll(async () => {
    db = await open(database, ENTITIES);
    adapter = new TypeOrmAdapter('default', db.source);
    for (const entity of [OrderLine, Kinds, Note, Picture, Frame, Vehicle, Car]) adapter.lookAfter(entity);
    adapter.lookAfter({ entity: Page, version: 'etag', lastModified: 'touched' });
  });
  afterAll(() => db?.close());

  const line = async () => {
    orders += 1;
    const key = { order: orders, line: 'a' };
    await adapter.insert(OrderLine, { ...key, quantity: 1 });
    await startAtOne(db.source, OrderLine, key, 'revision');
    return (await read(key))!;
  };
  const keyOf = ({ order, line: key }: OrderLine) => ({ order, line: key });
  const read = (key: object) => adapter.find(OrderLine, key as never, 'all') as Promise<OrderLine | null>;
  const picture = async () =>
    (await adapter.insert(Picture, {
      price: 9.5,
      painted: '1999-12-31',
      colours: { red: [1, 2], blue: null },
      tags: ['a', 'b'],
      medium: 'ink',
      size: { width: 3, height: null },
    })) as Picture;

  it('describes an entity by its properties, whatever the columns are called', () => {
    expect(adapter.describe(OrderLine)).toEqual({
      version: 'revision',
      key: ['order', 'line'],
      lastModified: 'changedAt',
      numbers: ['order', 'quantity', 'revision'],
    });
    expect(adapter.describe(Picture)).toEqual({
      version: 'version',
      key: ['id'],
      lastModified: undefined,
      numbers: ['id', 'version'],
    });
    expect(adapter.describe(Page)).toEqual({
      version: 'etag',
      key: ['id'],
      lastModified: 'touched',
      numbers: ['id'],
    });
    expect(adapter.describe(Author)).toBeUndefined();
    expect(() => adapter.keyFrom(Author, {})).toThrow('EtagTypeOrmModule.forFeature([Author])');
  });

  it('finds by composite key: version and date alone, or everything', async () => {
    const created = await line();
    expect(created).toEqual({
      order: orders,
      line: 'a',
      quantity: 1,
      revision: 1,
      changedAt: expect.any(Date),
    });
    const { quantity: _, ...validators } = created;
    expect(await adapter.find(OrderLine, keyOf(created), 'validators')).toEqual(validators);
    expect(await read(keyOf(created))).toEqual(created);
    expect(await read({ order: orders, line: 'b' })).toBeNull();
  });

  it('touches no row where a part of the key is missing', async () => {
    const created = await line();
    for (const key of [
      {},
      { order: orders },
      { order: orders, line: undefined },
      { order: null, line: 'a' },
    ]) {
      expect(await adapter.update(OrderLine, key, { quantity: 9 }, undefined)).toBeNull();
      expect(await adapter.delete(OrderLine, key, undefined)).toBe(false);
      expect(await read(key)).toBeNull();
    }
    expect(await read(keyOf(created))).toEqual(created);
  });

  it('changes the row with this key, and no other', async () => {
    const [one, other] = [await line(), await line()];
    const changed = (await adapter.update(OrderLine, keyOf(one), { quantity: 2 }, ['1'])) as OrderLine;
    expect(changed).toMatchObject({ quantity: 2, revision: 2 });
    expect(changed).toEqual(await read(keyOf(one)));
    expect(await read(keyOf(other))).toEqual(other);
    expect(await adapter.delete(OrderLine, keyOf(one), ['2'])).toBe(true);
    expect(await read(keyOf(other))).toEqual(other);
  });

  it('takes neither key, version nor date from the changes, and passes over what is no column', async () => {
    const created = await line();
    const changes = { ...created, line: 'z', quantity: 3, revision: 0, changedAt: new Date(0), extra: {} };
    const changed = (await adapter.update(OrderLine, keyOf(created), changes, undefined)) as OrderLine;
    expect(changed).toEqual({ ...created, quantity: 3, revision: 2, changedAt: expect.any(Date) });
    expect(changed.changedAt.getTime()).toBeGreaterThan(0);
  });

  it('gives a new version even where nothing else changes', async () => {
    const created = await line();
    expect(await adapter.update(OrderLine, keyOf(created), {}, ['1'])).toMatchObject({ revision: 2 });
    const drawn = await picture();
    const key = { id: drawn.id };
    expect(await adapter.update(Picture, key, { createdBy: 'me', price: undefined }, ['1'])).toMatchObject({
      createdBy: 'nobody',
      version: 2,
    });
  });

  it('gives a plain date column the time of the write', async () => {
    const created = (await adapter.insert(Page, { text: 'a' })) as Page;
    expect(created.touched.getTime()).toBeGreaterThan(Date.now() - 15 * 60_000);
    const kept = (await adapter.insert(Page, { text: 'a', touched: new Date(7), etag: NOBODY })) as Page;
    expect(kept.touched).toEqual(new Date(7));
    // A body could give it the version of a row that is gone.
    expect(kept.etag).not.toBe(NOBODY);
    const changed = (await adapter.update(Page, { id: kept.id }, { text: 'b' }, [kept.etag!])) as Page;
    expect(changed.touched.getTime()).toBeGreaterThan(Date.now() - 15 * 60_000);
    expect(changed).toEqual(await adapter.find(Page, { id: kept.id }, 'all'));
  });

  describe('what a write gives is what a read gives', () => {
    it('with columns of every kind, computed properties and listeners', async () => {
      const created = await picture();
      const reader = () => adapter.find(Picture, { id: created.id }, 'all');
      expect(created).toBeInstanceOf(Picture);
      expect(created).toMatchObject({ price: 9.5, label: 'ink 3', tags: ['a', 'b'], painted: '1999-12-31' });
      expect(created).toEqual(await reader());
      expect(created.secret).toBeUndefined();
      const rows = await db.source
        .getRepository(Picture)
        .find({ select: { id: true, size: { width: true }, secret: true }, where: { id: created.id } });
      expect(rows[0]?.secret).toBe('signed');
      const changes = { colours: ['x'], framed: true, size: { width: 5, height: 6 }, painted: null };
      const changed = await adapter.update(Picture, { id: created.id }, changes, ['1']);
      expect(changed).toMatchObject({ ...changes, label: 'ink 5', version: 2 });
      expect(changed).toEqual(await reader());
    });

    it('with a relation of its own', async () => {
      const author = await db.source.getRepository(Author).save({ name: 'Anna' });
      const created = await picture();
      await adapter.update(Picture, { id: created.id }, { author }, ['1']);
      const found = await db.source
        .getRepository(Picture)
        .findOne({ where: { id: created.id }, relations: { author: true } });
      expect(found?.author?.name).toBe('Anna');
    });

    it('with eager relations', async () => {
      const maker = await db.source.getRepository(Author).save({ name: 'Ben' });
      const created = await adapter.insert(Frame, { code: `${maker.id}`, wood: 'oak', maker });
      expect(created).toMatchObject({ maker: { name: 'Ben' } });
      const key = { code: `${maker.id}` };
      expect(created).toEqual(await adapter.find(Frame, key, 'all'));
      await startAtOne(db.source, Frame, key);
      const changed = await adapter.update(Frame, key, { wood: 'ash' }, ['1']);
      expect(changed).toMatchObject({ wood: 'ash', maker: { name: 'Ben' }, version: 2 });
      expect(await adapter.update(Frame, key, { wood: 'elm' }, ['1'])).toBeNull();
      expect(await adapter.insert(Frame, { code: `${maker.id}`, wood: 'fir' })).toBeNull();
    });

    it('with several classes in one table', async () => {
      const created = (await adapter.insert(Car, { name: 'a', doors: 3 })) as Car;
      const changed = await adapter.update(Vehicle, { id: created.id }, { name: 'b' }, ['1']);
      expect(changed).toBeInstanceOf(Car);
      expect(changed).toMatchObject({ name: 'b', doors: 3, version: 2 });
      const other = (await adapter.insert(Vehicle, { name: 'c' })) as Vehicle;
      expect(await adapter.update(Car, { id: other.id }, { doors: 5 }, undefined)).toBeNull();
    });
  });

  it('neither changes nor deletes a row that is marked as deleted', async () => {
    const { id } = await picture();
    await db.source.getRepository(Picture).softDelete({ id });
    expect(await adapter.find(Picture, { id }, 'validators')).toBeNull();
    expect(await adapter.update(Picture, { id }, { price: 1 }, undefined)).toBeNull();
    expect(await adapter.delete(Picture, { id }, undefined)).toBe(false);
  });

  describe('insert', () => {
    it('creates what is absent, with the generated key it is given or the next one', async () => {
      const given = (await adapter.insert(Vehicle, { id: 5000 + orders, name: 'x' })) as Vehicle;
      expect(given.id).toBe(5000 + orders);
      expect(await adapter.insert(Vehicle, { id: given.id, name: 'y' })).toBeNull();
      expect(await adapter.find(Vehicle, { id: given.id }, 'all')).toEqual(given);
      expect((await adapter.insert(Note, { title: 'generated' })) as Note).toMatchObject({
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        version: 1,
      });
    });

    it('is null where another unique value exists', async () => {
      expect(await adapter.insert(Note, { title: 'one' })).toMatchObject({ title: 'one' });
      expect(await adapter.insert(Note, { title: 'one' })).toBeNull();
    });

    it('hides no other error', async () => {
      const without = adapter.insert(OrderLine, { order: 1_000_000, line: 'x' });
      await expect(without).rejects.toThrow(QueryFailedError);
      const long = adapter.insert(OrderLine, { order: 1_000_000, line: 'x'.repeat(21), quantity: 1 });
      await expect(long).rejects.toThrow(QueryFailedError);
      expect(await read({ order: 1_000_000, line: 'x' })).toBeNull();
    });
  });

  describe('in a transaction', () => {
    it('works inside, and is undone with it', async () => {
      const [one, other] = [await line(), await line()];
      const run = db.source.transaction(async (manager) => {
        expect(await adapter.update(OrderLine, keyOf(one), { quantity: 7 }, ['1'], manager)).toMatchObject({
          quantity: 7,
        });
        expect(await adapter.find(OrderLine, keyOf(one), 'all', manager)).toMatchObject({ revision: 2 });
        expect(await adapter.update(OrderLine, keyOf(one), { quantity: 8 }, ['1'], manager)).toBeNull();
        expect(await adapter.delete(OrderLine, keyOf(other), ['1'], manager)).toBe(true);
        await adapter.insert(OrderLine, { order: 2_000_000, line: 'a', quantity: 1 }, manager);
        expect(
          await adapter.find(OrderLine, { order: 2_000_000, line: 'a' }, 'validators', manager),
        ).toBeTruthy();
        throw new Error('undo');
      });
      await expect(run).rejects.toThrow(/^undo$/);
      expect(await read(keyOf(one))).toEqual(one);
      expect(await read(keyOf(other))).toEqual(other);
      expect(await read({ order: 2_000_000, line: 'a' })).toBeNull();
    });

    it('goes on after an insert that met a row', async () => {
      const created = await line();
      await db.source.transaction(async (manager) => {
        expect(await adapter.insert(OrderLine, { ...keyOf(created), quantity: 5 }, manager)).toBeNull();
        await adapter.update(OrderLine, keyOf(created), { quantity: 6 }, ['1'], manager);
      });
      expect(await read(keyOf(created))).toMatchObject({ quantity: 6, revision: 2 });
    });

    if (!database.concurrent) return;

    it('sees what others changed since it began', async () => {
      const created = await line();
      await db.source.transaction(async (manager) => {
        expect(await manager.countBy(OrderLine, keyOf(created))).toBe(1);
        await adapter.update(OrderLine, keyOf(created), { quantity: 2 }, ['1']);
        expect(await adapter.update(OrderLine, keyOf(created), { quantity: 3 }, ['1'], manager)).toBeNull();
        expect(await adapter.find(OrderLine, keyOf(created), 'all', manager)).toMatchObject({ revision: 2 });
      });
    });
  });

  describe('sends', () => {
    const inOne = database.returnsUpdates;
    const transaction = (...statements: string[]) =>
      inOne ? statements.slice(0, 1) : ['START', ...statements, 'COMMIT'];

    it('one statement for a write, and no more than its result takes', async () => {
      const created = await line();
      const key = keyOf(created);
      const { statements } = db;
      const sent = (run: () => Promise<unknown>) => statements.of(run);
      expect(await sent(() => adapter.find(OrderLine, key, 'validators'))).toEqual(['SELECT']);
      expect(await sent(() => adapter.update(OrderLine, key, { quantity: 2 }, ['1', '7', 'x']))).toEqual(
        transaction('UPDATE', 'SELECT'),
      );
      expect(await sent(() => adapter.update(OrderLine, key, { quantity: 3 }, ['1']))).toEqual(
        transaction('UPDATE'),
      );
      expect(await sent(() => adapter.update(OrderLine, key, { quantity: 3 }, ['x']))).toEqual([]);
      expect(await sent(() => adapter.update(OrderLine, key, { quantity: 3 }, []))).toEqual([]);
      expect(await sent(() => adapter.delete(OrderLine, key, ['x']))).toEqual([]);
      expect(await sent(() => adapter.delete(OrderLine, key, ['2']))).toEqual(['DELETE']);
      const inserts = await sent(() => adapter.insert(OrderLine, { ...key, quantity: 1 }));
      if (database.name !== 'MariaDB as MySQL') expect(inserts).toEqual(['INSERT']);
    });

    it('inside a transaction of the caller, none of its own', async () => {
      const created = await line();
      const sent = await db.statements.of(() =>
        db.source.transaction((manager) =>
          adapter.update(OrderLine, keyOf(created), { quantity: 2 }, ['1'], manager),
        ),
      );
      expect(sent).toEqual(['START', 'UPDATE', ...(inOne ? [] : ['SELECT']), 'COMMIT']);
    });
  });

  describe('keyFrom()', () => {
    it.each<[new () => object, Record<string, string>, object | undefined]>([
      [OrderLine, { order: '7', line: 'a b' }, { order: 7, line: 'a b' }],
      [OrderLine, { order: '-2147483648', line: '' }, { order: -2_147_483_648, line: '' }],
      [OrderLine, { order: '2147483648', line: 'a' }, undefined],
      [OrderLine, { order: '1.5', line: 'a' }, undefined],
      [OrderLine, { order: '1e3', line: 'a' }, undefined],
      [OrderLine, { order: '', line: 'a' }, undefined],
      [OrderLine, { line: 'a' }, undefined],
      [OrderLine, { order: '1', line: 'a\0' }, undefined],
      [Note, { id: NOBODY }, { id: NOBODY }],
      [Note, { id: NOBODY.replace('8', 'A') }, { id: NOBODY.replace('8', 'a') }],
      [Note, { id: NOBODY.slice(1) }, undefined],
      [Note, { id: 'x' }, undefined],
      [Picture, { id: '9223372036854775807' }, { id: '9223372036854775807' }],
      [Picture, { id: '9223372036854775808' }, undefined],
    ])('%p %j', async (entity, params, expected) => {
      const key = adapter.keyFrom(entity, params);
      expect(key).toEqual(expected);
      if (key) expect(await adapter.find(entity, key, 'validators')).toBeNull();
    });

    const KEY = {
      decimal: '12.50',
      date: '2024-02-29',
      moment: '2024-02-29T12:00:00.123Z',
      flag: 'true',
      medium: 'ink',
      plain: '7',
      small: '-3',
      prefixed: 'item-42',
      wrapped: '2024-02-29',
    };

    it('reads every kind of column', async () => {
      const key = adapter.keyFrom(Kinds, KEY)!;
      expect(key).toEqual({
        ...KEY,
        moment: new Date(KEY.moment),
        flag: true,
        plain: 7,
        small: -3,
        wrapped: { iso: KEY.wrapped },
      });
      expect(adapter.keyFrom(Kinds, { ...KEY, prefixed: '42', flag: 'false' })).toMatchObject({
        prefixed: 'item-42',
        flag: false,
      });
      const created = (await adapter.insert(Kinds, key)) as Kinds;
      expect(created).toMatchObject({ small: -3, version: expect.any(Number) });
      expect(await adapter.find(Kinds, key, 'all')).toEqual(created);
      const next = created.version + 1;
      expect(await adapter.update(Kinds, key, {}, [`${created.version}`])).toMatchObject({ version: next });
      expect(await adapter.delete(Kinds, key, [`${next}`])).toBe(true);
    });

    it.each([
      ['decimal', '1e5'],
      ['decimal', '1.'],
      ['decimal', '1'.repeat(31)],
      ['date', '2023-02-29'],
      ['date', '2024-2-9'],
      ['date', '2024-02-29T00:00'],
      ['date', '0000-01-01'],
      ['moment', 'yesterday'],
      ['moment', '2024-13-01'],
      ['flag', '1'],
      ['medium', 'chalk'],
      ['plain', '0x1'],
      ['small', '32768'],
      ['prefixed', 'item-x'],
      ['wrapped', 'x'],
    ])('has no key where %s is %s', (name, text) => {
      expect(adapter.keyFrom(Kinds, { ...KEY, [name]: text })).toBeUndefined();
    });

    it('gives the key an entity is found by', async () => {
      const created = await picture();
      const key = adapter.keyFrom(Picture, { id: String(created.id) })!;
      expect(await adapter.find(Picture, key, 'all')).toEqual(created);
    });
  });

  describe('conflictOf()', () => {
    it('tells a unique violation from other errors', async () => {
      const notes = db.source.getRepository(Note);
      await notes.insert({ title: 'twice' });
      const twice = await notes.insert({ title: 'twice' }).catch((error: unknown) => error);
      expect(adapter.conflictOf(twice)).toBe('exists');
      const wrong = await db.source.query('SELECT nonsense').catch((error: unknown) => error);
      expect(wrong).toBeInstanceOf(QueryFailedError);
      expect(adapter.conflictOf(wrong)).toBeUndefined();
    });
  });
});

describe('conflictOf()', () => {
  const adapter = new TypeOrmAdapter('default', {} as never);
  const failed = (code: string) => new QueryFailedError('', [], Object.assign(new Error(code), { code }));

  it.each([
    ['stale', new OptimisticLockVersionMismatchError('Note', 1, 2)],
    ['stale', failed('40001')],
    ['exists', failed('23505')],
    ['exists', failed('ER_DUP_ENTRY')],
    ['exists', failed('SQLITE_CONSTRAINT_UNIQUE')],
    ['exists', failed('SQLITE_CONSTRAINT_PRIMARYKEY')],
    [undefined, failed('23503')],
    [undefined, Object.assign(new Error('not from the database'), { code: '23505' })],
    [undefined, null],
  ])('%s: %s', (conflict, error) => {
    expect(adapter.conflictOf(error)).toBe(conflict);
  });
});
