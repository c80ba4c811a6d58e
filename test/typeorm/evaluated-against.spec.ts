import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Param, ParseIntPipe, Put } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import {
  Column,
  Entity,
  ManyToOne,
  PrimaryGeneratedColumn,
  VersionColumn,
  type Relation,
  type Repository,
} from 'typeorm';
import { ExpectedVersion, IfMatch, Versioned } from '../../src/index.js';
import { InjectVersionedRepository, VersionedRepository } from '../../src/typeorm/index.js';
import { ADAPTERS } from '../support/adapters.js';
import { outcome, startWith, type EntityApp } from './app.js';
import { describeDatabases } from './databases.js';
import { MemoryCache } from './memory-cache.js';
import { laggingReplica, type Replica } from './replica.js';

@Entity('makers')
class Maker {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { length: 20 })
  name!: string;
}

@Entity('goods')
class Good {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { length: 20 })
  name!: string;

  @ManyToOne(() => Maker, { nullable: true })
  maker?: Relation<Maker> | null;

  @VersionColumn()
  version!: number;
}

@Controller('goods')
@Versioned(Good)
class GoodsController {
  constructor(
    @InjectVersionedRepository(Good) private readonly versions: VersionedRepository<Good>,
    @InjectRepository(Good) private readonly goods: Repository<Good>,
  ) {}

  @Get(':id')
  find(@Param('id', ParseIntPipe) id: number) {
    return this.goods.findOneByOrFail({ id });
  }

  @Put(':id')
  put(
    @Param('id', ParseIntPipe) id: number,
    @Body() body: Partial<Good>,
    @IfMatch() expected: ExpectedVersion,
  ) {
    return this.versions.update({ id }, body, expected);
  }

  @Put(':id/unless-unchanged')
  @Versioned(Good, { param: 'id', current: false })
  putUnlessUnchanged(
    @Param('id', ParseIntPipe) id: number,
    @Body() body: Partial<Good>,
    @IfMatch() expected: ExpectedVersion,
  ) {
    return this.versions.update({ id }, body, expected, { skipUnchanged: true });
  }

  @Put(':id/saved')
  @Versioned(Good, { param: 'id', current: false })
  async putSaved(
    @Param('id', ParseIntPipe) id: number,
    @Body() body: Partial<Good>,
    @IfMatch() expected: ExpectedVersion,
  ) {
    const good = await this.goods.createQueryBuilder('good').where({ id }).cache(false).getOneOrFail();
    return this.versions.save(Object.assign(good, body), expected);
  }
}

/** Every SELECT is answered from what was read first, unless it says otherwise. */
const CACHED = { cache: { alwaysEnabled: true, provider: () => new MemoryCache() } };

describeDatabases('what a write is evaluated against', (database) => {
  describe.each(ADAPTERS)('beside a query cache, and $name', (adapter) => {
    let app: EntityApp;
    let goods: Repository<Good>;
    let path: string;
    let id: number;

    beforeAll(async () => {
      app = await startWith(database, adapter, {
        versioned: [Good],
        others: [Maker],
        controllers: [GoodsController],
        options: CACHED,
      });
      goods = app.source.getRepository(Good);
    });
    afterAll(() => app?.close());

    beforeEach(async () => {
      ({ id } = await goods.save({ name: 'a' }));
      path = `/goods/${id}`;
    });

    const put = (to: string, tag: string, body: object) => app.send('PUT', to, { 'If-Match': tag }, body);
    /** As the database has it. */
    const row = () => goods.createQueryBuilder('good').where({ id }).cache(false).getOneOrFail();

    it('takes one’s own fresh tag, time after time, and no other', async () => {
      expect(outcome(await put(path, '"1"', { name: 'b' }))).toEqual([200, '"2"']);
      expect(outcome(await put(path, '"2"', { name: 'c' }))).toEqual([200, '"3"']);
      expect(outcome(await put(path, '"1"', { name: 'd' }))).toEqual([412, '"3"']);
      expect(await row()).toMatchObject({ name: 'c', version: 3 });
    });

    it('with current: false and save() alike', async () => {
      expect(outcome(await put(`${path}/saved`, '"1"', { name: 'b' }))).toEqual([200, '"2"']);
      expect(outcome(await put(`${path}/saved`, '"2"', { name: 'a' }))).toEqual([200, '"3"']);
      expect(outcome(await put(`${path}/saved`, '"1"', { name: 'd' }))).toEqual([412, '"3"']);
      expect(await row()).toMatchObject({ name: 'a', version: 3 });
    });

    it('skips a write only where the row itself has all of it', async () => {
      const to = `${path}/unless-unchanged`;
      expect(outcome(await put(to, '"1"', { name: 'a' }))).toEqual([200, '"1"']);
      expect(outcome(await put(to, '"1"', { name: 'b' }))).toEqual([200, '"2"']);
      expect(outcome(await put(to, '"2"', { name: 'a' }))).toEqual([200, '"3"']);
      expect(await row()).toMatchObject({ name: 'a', version: 3 });
    });

    it('lets no stale save() through, and keeps what a fresh one changes', async () => {
      const maker = await app.source.getRepository(Maker).save({ name: 'm' });
      const stale = await goods.findOneByOrFail({ id });
      const fresh = await row();
      await goods.save(Object.assign(fresh, { name: 'b', maker }));
      await goods.save(Object.assign(fresh, { name: 'a', maker: null }));
      await expect(goods.save(Object.assign(stale, { name: 'c' }))).rejects.toThrow(/optimistic lock/);
      expect(await row()).toMatchObject({ name: 'a', version: 3 });
      const found = goods.createQueryBuilder('good').leftJoinAndSelect('good.maker', 'maker').where({ id });
      expect((await found.cache(false).getOneOrFail()).maker).toBeNull();
    });
  });

  if (database.name === 'PGlite') return;

  describe.each(ADAPTERS)('beside a replica that lags, and $name', (adapter) => {
    let app: EntityApp;
    let replica: Replica;
    const path = '/goods/1';

    beforeAll(async () => {
      replica = await laggingReplica(database);
      app = await startWith(database, adapter, {
        versioned: [Good],
        others: [Maker],
        controllers: [GoodsController],
        options: replica.options,
      });
      await app.source.getRepository(Good).save({ name: 'a' });
      await replica.fill(app.source, Good, [{ id: 1, name: 'a', version: 1 }]);
    });
    afterAll(async () => {
      await app?.close();
      await replica?.drop();
    });

    it('is the master, for all that a write asks', async () => {
      const put = (to: string, tag: string, body: object) => app.send('PUT', to, { 'If-Match': tag }, body);
      expect(outcome(await put(path, '"1"', { name: 'b' }))).toEqual([200, '"2"']);
      expect(outcome(await put(path, '"2"', { name: 'c' }))).toEqual([200, '"3"']);
      expect(outcome(await put(path, '"1"', { name: 'd' }))).toEqual([412, '"3"']);
      expect(outcome(await put(`${path}/unless-unchanged`, '"3"', { name: 'a' }))).toEqual([200, '"4"']);
      expect(outcome(await put(`${path}/unless-unchanged`, '"3"', { name: 'a' }))).toEqual([412, '"4"']);
    });

    it('is the master for GET as well: 304 to what the PUT gave', async () => {
      const { headers } = await app.send('PUT', path, { 'If-Match': '*' }, { name: 'e' });
      expect((await app.send('GET', path, { 'If-None-Match': headers['etag']! })).status).toBe(304);
    });
  });
});
