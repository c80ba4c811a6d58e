import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Param, ParseIntPipe, Put, Query } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import {
  Column,
  Entity,
  PrimaryGeneratedColumn,
  VersionColumn,
  type QueryRunner,
  type Repository,
} from 'typeorm';
import { ExpectedVersion, IfMatch, Versioned } from '../../src/index.js';
import { InjectVersionedRepository, VersionedRepository } from '../../src/typeorm/index.js';
import { ADAPTERS } from '../support/adapters.js';
import { outcome, startWith, type EntityApp } from './app.js';
import { describeDatabases } from './databases.js';
import { laggingReplica, type Replica } from './replica.js';

@Entity('offers')
class Offer {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { length: 20 })
  name!: string;

  @VersionColumn()
  version!: number;
}

@Controller('offers')
@Versioned(Offer, { replica: true })
class OffersController {
  constructor(
    @InjectVersionedRepository(Offer) private readonly versions: VersionedRepository<Offer>,
    @InjectRepository(Offer) private readonly offers: Repository<Offer>,
  ) {}

  @Get(':id')
  find(@Param('id', ParseIntPipe) id: number) {
    return this.offers.findOneByOrFail({ id });
  }

  @Get(':id/on-master')
  @Versioned(Offer, { param: 'id' })
  findOnMaster(@Param('id', ParseIntPipe) id: number) {
    return this.offers.findOneByOrFail({ id });
  }

  @Put(':id')
  put(
    @Param('id', ParseIntPipe) id: number,
    @Body() body: Partial<Offer>,
    @Query('skip') skip: string | undefined,
    @IfMatch() expected: ExpectedVersion,
  ) {
    return this.versions.update({ id }, body, expected, { skipUnchanged: skip !== undefined });
  }
}

/** Which server each SELECT went to. */
class Servers {
  readonly asked: string[] = [];

  beforeQuery({ query, queryRunner }: { query: string; queryRunner: QueryRunner }): void {
    if (query.startsWith('SELECT')) this.asked.push(queryRunner.getReplicationMode());
  }
}

describeDatabases('@Versioned(Entity, { replica: true })', (database) => {
  if (database.name === 'PGlite') {
    it.each(ADAPTERS)('asks the one database there is on $name', async (adapter) => {
      const app = await startWith(database, adapter, { versioned: [Offer], controllers: [OffersController] });
      const { id } = await app.source.getRepository(Offer).save({ name: 'a' });
      const path = `/offers/${id}`;
      expect(outcome(await app.send('GET', path, { 'If-None-Match': '"1"' }))).toEqual([304, '"1"']);
      expect(outcome(await app.send('PUT', path, { 'If-Match': '"1"' }, { name: 'b' }))).toEqual([
        200,
        '"2"',
      ]);
      expect(outcome(await app.send('GET', path, { 'If-None-Match': '"1"' }))).toEqual([200, '"2"']);
      await app.close();
    });
    return;
  }

  describe.each(ADAPTERS)('and $name', (adapter) => {
    const servers = new Servers();
    const path = '/offers/1';
    let app: EntityApp;
    let replica: Replica;

    beforeAll(async () => {
      replica = await laggingReplica(database);
      app = await startWith(database, adapter, {
        versioned: [Offer],
        controllers: [OffersController],
        options: replica.options,
      });
      await app.source.getRepository(Offer).save({ name: 'a' });
      await replica.fill(app.source, Offer, [{ id: 1, name: 'a', version: 1 }]);
      app.source.subscribers.push(servers);
      await app.send('PUT', path, { 'If-Match': '"1"' }, { name: 'b' });
    });
    afterAll(async () => {
      await app?.close();
      await replica?.drop();
    });
    beforeEach(() => {
      servers.asked.splice(0);
    });

    it('looks up a read where its handler reads, and nothing else', async () => {
      expect(outcome(await app.send('GET', path, { 'If-None-Match': '"1"' }))).toEqual([304, '"1"']);
      expect(outcome(await app.send('HEAD', path, { 'If-None-Match': '"1"' }))).toEqual([304, '"1"']);
      expect(servers.asked).toEqual(['slave', 'slave']);
      // The older state that the replica has, and not a 304 for what it does not show.
      const read = await app.send('GET', path, { 'If-None-Match': '"2"' });
      expect([read.status, read.json, read.headers['etag']]).toEqual([
        200,
        { id: 1, name: 'a', version: 1 },
        '"1"',
      ]);
      expect(servers.asked).toEqual(['slave', 'slave', 'slave', 'slave']);
    });

    it('looks up a read on the master without the option', async () => {
      const read = await app.send('GET', `${path}/on-master`, { 'If-None-Match': '"2"' });
      expect([outcome(read), servers.asked]).toEqual([[304, '"2"'], ['master']]);
    });

    it('evaluates every write against the master', async () => {
      const put = (tag: string, body: object, query = '') =>
        app.send('PUT', path + query, { 'If-Match': tag }, body);
      expect(outcome(await put('"1"', { name: 'c' }))).toEqual([412, '"2"']);
      expect(outcome(await put('"2"', { name: 'b' }, '?skip'))).toEqual([200, '"2"']);
      expect(outcome(await put('"2"', { name: 'c' }))).toEqual([200, '"3"']);
      expect(outcome(await put('"3"', { name: 'b' }))).toEqual([200, '"4"']);
      expect(new Set(servers.asked)).toEqual(new Set(['master']));
      await app.source.createQueryBuilder().update(Offer).set({ version: 2 }).where({ id: 1 }).execute();
    });
  });
});
