import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Param, ParseIntPipe, Put } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Column, DataSource, Entity, PrimaryGeneratedColumn, VersionColumn, type Repository } from 'typeorm';
import {
  addTransactionalDataSource,
  deleteDataSourceByName,
  initializeTransactionalContext,
  StorageDriver,
  Transactional,
} from 'typeorm-transactional';
import { ExpectedVersion, IfMatch, Versioned } from '../../src/index.js';
import { InjectVersionedRepository, VersionedRepository } from '../../src/typeorm/index.js';
import { ADAPTERS } from '../support/adapters.js';
import { outcome, startWith, type EntityApp } from './app.js';
import { describeDatabases } from './databases.js';

@Entity('wallets')
class Wallet {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('int')
  money!: number;

  @VersionColumn()
  version!: number;
}

@Entity('bookings')
class Booking {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('int')
  money!: number;
}

interface Change {
  readonly money: number;
  readonly fails?: boolean;
}

@Controller('wallets')
@Versioned(Wallet)
class WalletsController {
  constructor(
    @InjectVersionedRepository(Wallet) private readonly versions: VersionedRepository<Wallet>,
    @InjectRepository(Wallet) private readonly wallets: Repository<Wallet>,
    private readonly source: DataSource,
  ) {}

  @Get(':id')
  find(@Param('id', ParseIntPipe) id: number) {
    return this.wallets.findOneByOrFail({ id });
  }

  /** Nobody hands a manager on: the library has all of it take part in the transaction. */
  @Put(':id')
  @Versioned(Wallet, { current: false })
  @Transactional()
  async put(
    @Param('id', ParseIntPipe) id: number,
    @Body() { money, fails }: Change,
    @IfMatch() expected: ExpectedVersion,
  ) {
    await this.source.manager.save(Booking, { money });
    const wallet = await this.versions.update({ id }, { money }, expected);
    if (fails) throw new Error('undo');
    return wallet;
  }

  @Put(':id/saved')
  @Versioned(Wallet, { param: 'id', current: false })
  @Transactional()
  async putSaved(
    @Param('id', ParseIntPipe) id: number,
    @Body() { money, fails }: Change,
    @IfMatch() expected: ExpectedVersion,
  ) {
    await this.source.manager.save(Booking, { money });
    const loaded = await this.wallets.findOneByOrFail({ id });
    const wallet = await this.versions.save(Object.assign(loaded, { money }), expected);
    if (fails) throw new Error('undo');
    return wallet;
  }
}

initializeTransactionalContext({ storageDriver: StorageDriver.ASYNC_LOCAL_STORAGE });

describeDatabases('typeorm-transactional', (database) => {
  describe.each(ADAPTERS)('and $name', (adapter) => {
    let app: EntityApp;
    let path: string;
    let id: number;

    beforeAll(async () => {
      app = await startWith(database, adapter, {
        versioned: [Wallet],
        others: [Booking],
        controllers: [WalletsController],
      });
      addTransactionalDataSource(app.source);
    });
    afterAll(async () => {
      deleteDataSourceByName('default');
      await app?.close();
    });

    beforeEach(async () => {
      await app.source.createQueryBuilder().delete().from(Booking).execute();
      ({ id } = await app.source.getRepository(Wallet).save({ money: 1 }));
      path = `/wallets/${id}`;
    });

    const put = (to: string, tag: string, body: Change) => app.send('PUT', to, { 'If-Match': tag }, body);
    const money = async () => [
      (await app.source.getRepository(Wallet).findOneByOrFail({ id })).money,
      await app.source.getRepository(Booking).count(),
    ];

    it.each(['', '/saved'])('takes part: PUT %s', async (rest) => {
      expect(outcome(await put(path + rest, '"1"', { money: 2 }))).toEqual([200, '"2"']);
      expect(await money()).toEqual([2, 1]);
    });

    it.each(['', '/saved'])('undoes what failed later: PUT %s', async (rest) => {
      expect((await put(path + rest, '"1"', { money: 2, fails: true })).status).toBe(500);
      expect(await money()).toEqual([1, 0]);
      expect((await app.send('GET', path)).headers['etag']).toBe('"1"');
    });

    it.each(['', '/saved'])('undoes what was written before a 412: PUT %s', async (rest) => {
      expect(outcome(await put(path + rest, '"0"', { money: 2 }))).toEqual([412, '"1"']);
      expect(await money()).toEqual([1, 0]);
    });

    it('lets one of ten simultaneous writers win, with all that it wrote', async () => {
      // All transactions share the one connection of PGlite.
      if (!database.concurrent) return;
      const answers = await Promise.all(Array.from({ length: 10 }, () => put(path, '"1"', { money: 2 })));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array<number>(9).fill(412)]);
      expect(await money()).toEqual([2, 1]);
    });
  });
});
