import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BadRequestException, Controller, Get, Req, type Type } from '@nestjs/common';
import { InjectDataSource, TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, type ObjectLiteral } from 'typeorm';
import { EntityAdapters, EtagModule, Versioned, type LookupRequest } from '../../src/index.js';
import { EtagTypeOrmModule, type CollectionQuery, type EntityEntry } from '../../src/typeorm/index.js';
import { CollectionTagger } from '../../src/tags/collection.tagger.js';
import { ADAPTERS, startApp, type RunningApp } from '../support/adapters.js';
import { request, type WireResponse } from '../support/wire.js';
import { Grouped, Item, kinds, Old, Sorted } from './collections.entities.js';
import { describeDatabases, dropTables, optionsFor, Statements } from './databases.js';

const ORDERS: Record<string, NonNullable<CollectionQuery<Item>['order']>> = {
  name: { name: 'DESC', id: 'ASC' },
  nulls: { name: { direction: 'DESC', nulls: 'LAST' }, id: 'ASC' },
};

/** One function for the decorator and for the handler. */
const page = ({ query }: LookupRequest): CollectionQuery<Item> => {
  if (query['take'] === 'x') throw new BadRequestException('take is a number');
  return {
    ...(query['category'] !== undefined && { where: { category: query['category'] as string } }),
    order: ORDERS[query['sort'] as string] ?? { id: 'ASC' },
    ...(query['take'] !== undefined && { take: Number(query['take']), skip: Number(query['skip'] ?? 0) }),
    withDeleted: query['deleted'] === 'yes',
    envelope: (data, total) => ({ data, total, next: total > data.length }),
  };
};
const plain = async (from: LookupRequest): Promise<CollectionQuery<Item>> => {
  const { envelope: _, ...query } = page(from);
  return query;
};
const DATA = (body: { data: Item[] }) => body.data;

@Controller()
class ItemsController {
  calls = 0;

  constructor(@InjectDataSource() private readonly source: DataSource) {}

  private find(query: CollectionQuery<Item>): Promise<Item[]> {
    this.calls += 1;
    return this.source.getRepository(Item).find(query);
  }

  @Get('items')
  @Versioned(Item, { collection: plain })
  async list(@Req() from: LookupRequest): Promise<Item[]> {
    return this.find(await plain(from));
  }

  @Get('paged')
  @Versioned(Item, { collection: page, items: DATA })
  async paged(@Req() from: LookupRequest): Promise<object> {
    this.calls += 1;
    const query = page(from);
    const [items, total] = await this.source.getRepository(Item).findAndCount(query);
    return query.envelope!(items, total);
  }

  @Get('mapped')
  @Versioned(Item, {
    collection: (from) => ({
      ...page(from),
      envelope: (data: Item[]) => ({ data: data.map((item) => item) }),
    }),
    items: DATA,
  })
  async mapped(@Req() from: LookupRequest): Promise<object> {
    return { data: await this.find(page(from)) };
  }

  @Get('joined')
  @Versioned(Item, { collection: () => JOINED })
  joined(): Promise<Item[]> {
    return this.find(JOINED);
  }

  @Get('old')
  @Versioned(Old, { collection: true })
  old(): Promise<Old[]> {
    return this.source.getRepository(Old).find({ order: { id: 'ASC' } });
  }

  @Get('unknown')
  @Versioned(Item, { collection: () => undefined })
  unknown(): Promise<Item[]> {
    return this.find({});
  }

  @Get('sorted')
  @Versioned(Sorted, {
    collection: () => ({ envelope: (data: Sorted[], total: number) => ({ data, total }) }),
    items: DATA,
  })
  async sorted(): Promise<object> {
    this.calls += 1;
    const [data, total] = await this.source.getRepository(Sorted).findAndCount();
    return { data, total };
  }
}

const JOINED: CollectionQuery<Item> = { where: { group: { name: 'x' } }, order: { id: 'ASC' } };

function kindController(path: string, entity: Type<ObjectLiteral>): Type {
  @Controller(path)
  class KindController {
    constructor(@InjectDataSource() private readonly source: DataSource) {}

    @Get()
    @Versioned(entity, { collection: true })
    list(): Promise<object[]> {
      return this.source.getRepository(entity).find({ order: { key: 'ASC' } });
    }
  }
  return KindController;
}

describeDatabases('a collection', (database) => {
  const cases = Object.entries(kinds(database));
  const entities: EntityEntry[] = cases.map(([, { entry }]) => entry);

  describe.each(ADAPTERS)('and $name', (adapter) => {
    const statements = new Statements();
    let app: RunningApp;
    let source: DataSource;

    beforeAll(async () => {
      app = await startApp(
        {
          imports: [
            EtagTypeOrmModule.forFeature([Item, Sorted, { entity: Old, version: 'rev' }, ...entities]),
            TypeOrmModule.forRoot({
              ...optionsFor(database, statements),
              entities: [Grouped, Item, Old, Sorted, ...cases.map(([, { entity }]) => entity)],
              synchronize: true,
              retryAttempts: 0,
            }),
            EtagModule.forRoot({ audit: false }),
          ],
          controllers: [
            ItemsController,
            ...cases.map(([, { entity }], at) => kindController(`kind${at}`, entity)),
          ],
        },
        adapter,
      );
      source = app.app.get(DataSource);
    });
    afterAll(async () => {
      if (!app) return;
      await dropTables(source);
      await app.close();
    });

    const get = (path: string, headers: Record<string, string> = {}) => request(app.port, { path, headers });
    const tagOf = ({ headers }: WireResponse) => headers['etag']!;
    const calls = () => app.app.get(ItemsController).calls;

    /** The list is sent with a tag, and a 304 to that is answered by one SELECT, and without the handler. */
    async function expectAgreement(path: string, rows?: number): Promise<string> {
      const sent = await get(path);
      expect([sent.status, typeof tagOf(sent)]).toEqual([200, 'string']);
      const before = calls();
      const words = await statements.of(async () => {
        const again = await get(path, { 'If-None-Match': tagOf(sent) });
        expect([again.status, tagOf(again), again.text]).toEqual([304, tagOf(sent), '']);
      });
      expect(words).toEqual(['SELECT']);
      expect(calls()).toBe(before);
      expect(statements.list[0]).not.toMatch(/label|price/);
      if (rows !== undefined) expect(sent.json as unknown[]).toHaveLength(rows);
      return tagOf(sent);
    }

    describe.each(cases)('of %s', (_, { entity, rows, digest }) => {
      const path = () => `/kind${cases.findIndex(([, each]) => each.entity === entity)}`;

      it('has one tag before and after the handler', async () => {
        const repository = source.getRepository<ObjectLiteral>(entity);
        const empty = await expectAgreement(path(), 0);
        await repository.save(rows.map((row) => ({ ...row })));
        const full = await expectAgreement(path(), rows.length);
        expect(full).not.toBe(empty);
        expect(/sha2/i.test(statements.list[0]!)).toBe(digest);
        const [first] = await repository.find();
        await repository.remove(first!);
        expect([empty, full]).not.toContain(await expectAgreement(path(), rows.length - 1));
      });
    });

    describe('of items', () => {
      const QUERIES = [
        '',
        // MySQL and MariaDB have no word for where the nulls are.
        ...(database.returnsUpdates ? ['?sort=nulls'] : []),
        '?sort=name',
        '?category=a',
        '?take=2&skip=1',
        '?deleted=yes',
        '?take=2&category=a',
      ];
      let items: Item[];
      const repository = () => source.getRepository(Item);
      const create = async (names: string[]) => {
        const made = names.map((name, at) => ({ name, category: at % 2 ? 'b' : 'a', price: at }));
        items = await repository().save(made as Item[]);
      };

      beforeEach(async () => {
        await repository().createQueryBuilder().delete().execute();
        await create(['n0', 'n1', 'n2', 'n3', 'n4']);
      });

      it.each(QUERIES.flatMap((query) => [`/items${query}`, `/paged${query}`]))(
        'has one tag before and after the handler: %s',
        async (path) => {
          await expectAgreement(path);
        },
      );

      it('has another tag for another page, order, filter and form', async () => {
        const paths = [
          '/items',
          '/items?take=2&skip=0',
          '/items?take=2&skip=1',
          '/items?category=a',
          '/paged',
        ];
        const tags = await Promise.all(paths.map(async (path) => tagOf(await get(path))));
        expect(new Set(tags).size).toBe(paths.length);
      });

      type Change = (key: { id: number }, last: { id: number }) => Promise<unknown>;
      const again = async ({ id }: { id: number }) => {
        const { name, category, price } = await repository().findOneByOrFail({ id });
        await repository().delete({ id });
        return { id, name, category, price };
      };
      // Explicit columns, as a seed has them: TypeORM by itself leaves a generated key to the database.
      const insert = (row: object) => {
        const into = repository().createQueryBuilder().insert();
        return into.into(Item, ['id', 'name', 'category', 'price', 'version']).values(row).execute();
      };
      const table = () => source.driver.escape(source.getMetadata(Item).tablePath);

      it.each<[string, Change, boolean]>([
        ['an update', (key) => repository().update(key, { price: 77 }), true],
        ['a delete', (key) => repository().delete(key), true],
        ['a soft delete', (key) => repository().softDelete(key), true],
        ['an insert', () => repository().save({ name: 'new', category: 'c', price: 1 } as Item), true],
        [
          'delete and reinsert under another id',
          async (key) => insert({ ...(await again(key)), id: 900_000 }),
          true,
        ],
        [
          'a filter that lets another through',
          () => source.query(`UPDATE ${table()} SET category = 'b'`),
          false,
        ],
        [
          'a reorder',
          async ({ id }, last) => {
            const names = [`UPDATE ${table()} SET id = 910000 WHERE id = ${last.id}`];
            names.push(`UPDATE ${table()} SET id = ${last.id} WHERE id = ${id}`);
            for (const sql of names) await source.query(sql);
          },
          true,
        ],
        ['a row before the page', () => insert({ id: -1, name: 'n', category: 'z', price: 1 }), true],
      ])('has another tag after %s', async (_, change, all) => {
        const paths = all ? ['/items', '/paged?take=3'] : ['/items?category=a', '/paged?category=a'];
        const before = await Promise.all(paths.map(async (path) => tagOf(await get(path))));
        await change({ id: items[0]!.id }, { id: items[4]!.id });
        for (const [at, path] of paths.entries()) {
          const stale = await get(path, { 'If-None-Match': before[at]! });
          expect([stale.status, tagOf(stale) === before[at]]).toEqual([200, false]);
          await expectAgreement(path);
        }
      });

      it('has another tag where only the total changed, on an empty page too', async () => {
        for (const path of ['/paged?take=2', '/paged?take=2&skip=40']) {
          const before = await expectAgreement(path);
          await create(['later']);
          expect((await get(path, { 'If-None-Match': before })).status).toBe(200);
          expect(await expectAgreement(path)).not.toBe(before);
        }
      });

      it('has the tag of no items at all', async () => {
        const full = await expectAgreement('/items');
        await repository().createQueryBuilder().delete().execute();
        expect(await expectAgreement('/items', 0)).not.toBe(full);
        await expectAgreement('/paged?take=2');
      });

      it.each(['/mapped', '/joined', '/unknown'])(
        'is the handler’s to answer where nobody else can: %s',
        async (path) => {
          const before = calls();
          const sent = await get(path);
          expect((await get(path, { 'If-None-Match': tagOf(sent) })).status).toBe(304);
          expect(calls()).toBe(before + 2);
        },
      );

      it.each([
        { 'If-None-Match': '*' },
        { 'If-Match': '"x"', 'If-None-Match': '"x"' },
        { 'If-Modified-Since': 'x' },
      ])('asks the database nothing of its own for %j', async (headers) => {
        const before = calls();
        await get('/items', headers as Record<string, string>);
        expect(calls()).toBe(before + 1);
      });

      it('is looked up in no order, and with a total, where that is what is asked for', async () => {
        const { adapter: typeorm } = app.app.get(EntityAdapters).find(Item)!;
        expect(await typeorm.collection!(Item, {}, false)).toMatchObject({ count: 5, total: undefined });
        expect(await typeorm.collection!(Item, undefined, true)).toMatchObject({ count: 5, total: 5 });
      });

      if (!database.returnsUpdates) {
        it('has the same tag where its text is too long for GROUP_CONCAT()', async () => {
          const { adapter: typeorm } = app.app.get(EntityAdapters).find(Item)!;
          const runner = source.createQueryRunner();
          const find = () => typeorm.collection!(Item, { take: 4 }, true, runner.manager);
          const whole = await find();
          for (const [length, words] of [
            [4, 2],
            [1_048_576, 1],
          ] as const) {
            await runner.query(`SET SESSION group_concat_max_len = ${length}`);
            expect(await statements.of(find)).toHaveLength(words);
            const { pairs, count, total } = (await find())!;
            expect([count, total]).toEqual([4, 5]);
            const taggers = new CollectionTagger({ id: 'id', column: 'version' });
            expect(taggers.stateOf({ pairs, count, total })).toEqual(taggers.stateOf(whole!));
          }
          await runner.release();
        });
      }

      it('has no tag where a row has no version, and that of the others is not its', async () => {
        const old = source.getRepository(Old);
        await old.save({});
        const whole = tagOf(await get('/old'));
        const { id } = await old.save({});
        await old.createQueryBuilder().update().set({ rev: null }).where({ id }).execute();
        const { status, headers } = await get('/old', { 'If-None-Match': whole });
        expect([status, headers['etag']]).toEqual([200, undefined]);
      });

      it('is as wrong as the request', async () => {
        expect((await get('/items?take=x', { 'If-None-Match': '"x"' })).status).toBe(400);
      });

      it('is ordered as the entity says, where nothing else does', async () => {
        await source.getRepository(Sorted).save([
          { id: 1, name: 'b' },
          { id: 2, name: 'a' },
        ]);
        await expectAgreement('/sorted');
        expect(statements.list[0]).toMatch(/OVER \(ORDER BY .*name/);
      });
    });
  });
});
