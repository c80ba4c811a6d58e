import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Delete, Get, Param, ParseIntPipe, Post, Put } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import {
  Column,
  DataSource,
  Entity,
  OptimisticLockVersionMismatchError,
  PrimaryColumn,
  type DataSourceOptions,
  type Repository,
} from 'typeorm';
import { ExpectedVersion, IfMatch, Versioned } from '../../src/index.js';
import {
  EtagTypeOrmModule,
  InjectVersionedRepository,
  TypeOrmAdapter,
  VersionedRepository,
  xmin,
} from '../../src/typeorm/index.js';
import { ADAPTERS } from '../support/adapters.js';
import { outcome, startWith, type EntityApp } from './app.js';
import { describeDatabases, optionsFor } from './databases.js';
import { TYPEORM } from './typeorm-version.js';

/** A table that nobody may give a version. */
@Entity('legacy')
class Legacy {
  @PrimaryColumn('int')
  id!: number;

  @Column('varchar', { length: 20 })
  text!: string;
}

const VERSIONED = { entity: Legacy, version: xmin } as const;

@Controller('legacy')
@Versioned(Legacy)
class LegacyController {
  constructor(
    @InjectVersionedRepository(Legacy) private readonly versions: VersionedRepository<Legacy>,
    @InjectRepository(Legacy) private readonly rows: Repository<Legacy>,
  ) {}

  @Get()
  list() {
    return this.rows.find({ order: { id: 'ASC' } });
  }

  @Get(':id')
  find(@Param('id', ParseIntPipe) id: number) {
    return this.rows.findOneByOrFail({ id });
  }

  @Post()
  create(@Body() body: Partial<Legacy>) {
    return this.versions.insert(body);
  }

  @Put(':id')
  put(
    @Param('id', ParseIntPipe) id: number,
    @Body() body: Partial<Legacy>,
    @IfMatch() expected: ExpectedVersion,
  ) {
    return this.versions.update({ id }, body, expected);
  }

  @Put(':id/saved')
  @Versioned(Legacy, { param: 'id', current: false })
  async putSaved(
    @Param('id', ParseIntPipe) id: number,
    @Body() body: Partial<Legacy>,
    @IfMatch() expected: ExpectedVersion,
  ) {
    return this.versions.save(Object.assign(await this.rows.findOneByOrFail({ id }), body), expected);
  }

  @Delete(':id')
  remove(@Param('id', ParseIntPipe) id: number, @IfMatch() expected: ExpectedVersion) {
    return this.versions.delete({ id }, expected);
  }
}

let last = 0;

describeDatabases('a row with xmin for its version', (database) => {
  if (database.types.timestamp === 'datetime') {
    it('is refused at start-up, where there is none', async () => {
      const source = new DataSource({ ...optionsFor(database), entities: [Legacy] } as DataSourceOptions);
      await source.initialize();
      const adapter = new TypeOrmAdapter('default', source);
      expect(() => adapter.lookAfter(VERSIONED)).toThrow(
        'EtagTypeOrmModule cannot look after Legacy: the data source "default" is not PostgreSQL, and has no xmin.',
      );
      await source.destroy();
    });
    return;
  }

  if (!TYPEORM.readsVirtualColumns) {
    it('is refused at start-up, where TypeORM does not read it', async () => {
      const source = new DataSource({ ...optionsFor(database), entities: [Legacy] } as DataSourceOptions);
      await source.initialize();
      const adapter = new TypeOrmAdapter('default', source);
      expect(() => adapter.lookAfter(VERSIONED)).toThrow(
        'EtagTypeOrmModule cannot look after Legacy: this TypeORM loads no entity with its xmin.',
      );
      await source.destroy();
    });
    return;
  }

  describe.each(ADAPTERS)('and $name', (adapter) => {
    let app: EntityApp;
    let rows: Repository<Legacy>;
    let path: string;
    let tag: string;

    beforeAll(async () => {
      app = await startWith(database, adapter, { versioned: [VERSIONED], controllers: [LegacyController] });
      rows = app.source.getRepository(Legacy);
    });
    afterAll(() => app?.close());

    beforeEach(async () => {
      const created = await app.send('POST', '/legacy', {}, { id: (last += 1), text: 'a' });
      expect(created.json).toEqual({ id: last, text: 'a' });
      path = `/legacy/${last}`;
      tag = created.headers['etag']!;
      expect(tag).toMatch(/^"\d+"$/);
    });

    const put = (ifMatch: string, body: object, to = path) =>
      app.send('PUT', to, { 'If-Match': ifMatch }, body);

    it('is read and written under its tag, which is in no body', async () => {
      const read = await app.send('GET', path);
      expect([outcome(read), read.json]).toEqual([[200, tag], { id: last, text: 'a' }]);
      expect(outcome(await app.send('GET', path, { 'If-None-Match': tag }))).toEqual([304, tag]);
      const written = await put(tag, { text: 'b' });
      const [status, next] = outcome(written);
      expect([status, written.json]).toEqual([200, { id: last, text: 'b' }]);
      expect(next).not.toBe(tag);
      expect(outcome(await app.send('GET', path))).toEqual([200, next]);
      expect(outcome(await put(tag, { text: 'c' }))).toEqual([412, next]);
      for (const none of ['"x"', '"99999999999"', '"-1"']) {
        expect(outcome(await put(none, { text: 'c' }))).toEqual([412, next]);
      }
      expect(outcome(await app.send('DELETE', path, { 'If-Match': tag }))).toEqual([412, next]);
      expect((await app.send('DELETE', path, { 'If-Match': next! })).status).toBe(200);
    });

    it('changes with every write, whoever makes it', async () => {
      const empty = await put(tag, {});
      expect([empty.status, empty.json]).toEqual([200, { id: last, text: 'a' }]);
      expect(empty.headers['etag']).not.toBe(tag);
      await app.source.query(`UPDATE ${rows.metadata.tablePath} SET text = 'by hand' WHERE id = ${last}`);
      expect((await put(empty.headers['etag']!, { text: 'c' })).status).toBe(412);
      expect(await rows.findOneByOrFail({ id: last })).toMatchObject({ text: 'by hand' });
    });

    it('is saved at the version that was loaded', async () => {
      const saved = await put(tag, { text: 'b' }, `${path}/saved`);
      expect([saved.status, saved.json]).toEqual([200, { id: last, text: 'b' }]);
      expect(outcome(await app.send('GET', path))).toEqual([200, saved.headers['etag']]);
      expect((await put(tag, { text: 'c' }, `${path}/saved`)).status).toBe(412);
      const again = await put(saved.headers['etag']!, {}, `${path}/saved`);
      expect(again.status).toBe(200);
      expect(again.headers['etag']).not.toBe(saved.headers['etag']);
    });

    it('is guarded against a stale save(), and knows its own', async () => {
      const load = () => rows.findOneByOrFail({ id: last });
      const [stale, fresh] = [await load(), await load()];
      await rows.save(Object.assign(fresh, { text: 'b' }));
      await rows.save(Object.assign(fresh, { text: 'c' }));
      await expect(rows.save(Object.assign(stale, { text: 'd' }))).rejects.toThrow(
        OptimisticLockVersionMismatchError,
      );
      expect(await load()).toMatchObject({ text: 'c' });
    });

    it('has its place in the tag of a list', async () => {
      const { headers } = await app.send('GET', '/legacy');
      const again = () => app.send('GET', '/legacy', { 'If-None-Match': headers['etag']! });
      expect((await again()).status).toBe(304);
      await put('*', { text: 'b' });
      expect((await again()).status).toBe(200);
    });

    it('lets one of ten at once win', async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, (_, at) => put(tag, { text: `${at}` })));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array<number>(9).fill(412)]);
    });
  });
});

// A class is mapped before its data source is initialised; twice is once.
EtagTypeOrmModule.forFeature([VERSIONED]);
