import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Param, ParseIntPipe, Put } from '@nestjs/common';
import {
  Column,
  DataSource,
  Entity,
  PrimaryGeneratedColumn,
  VersionColumn,
  type EntityManager,
  type Repository,
} from 'typeorm';
import { ExpectedVersion, IfMatch, Versioned } from '../../src/index.js';
import { InjectVersionedRepository, VersionedRepository } from '../../src/typeorm/index.js';
import { ADAPTERS } from '../support/adapters.js';
import { outcome, startWith, type EntityApp } from './app.js';
import { describeDatabases } from './databases.js';

@Entity('seats')
class Seat {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { length: 20 })
  guest!: string;

  @VersionColumn()
  version!: number;
}

interface Order {
  readonly guest: string;
  readonly first: number;
  readonly isolation?: 'SERIALIZABLE' | 'REPEATABLE READ';
  readonly settings?: readonly string[];
}

/** What a handler waits for between its two statements. */
let meeting: () => Promise<unknown> = async () => undefined;

@Controller('seats')
@Versioned(Seat)
class SeatsController {
  constructor(
    @InjectVersionedRepository(Seat) private readonly seats: VersionedRepository<Seat>,
    private readonly dataSource: DataSource,
  ) {}

  /** Does something with another row first, and then writes this one. */
  @Put(':id')
  put(@Param('id', ParseIntPipe) id: number, @Body() body: Order, @IfMatch() expected: ExpectedVersion) {
    const { isolation = 'REPEATABLE READ', settings = [], first, guest } = body;
    return this.dataSource.transaction(isolation, async (manager) => {
      for (const sql of settings) await manager.query(sql);
      await (first === id ? manager.findOneByOrFail(Seat, { id }) : lock(manager, first));
      await meeting();
      return this.seats.within(manager).update({ id }, { guest }, expected);
    });
  }
}

function lock(manager: EntityManager, id: number) {
  return manager.findOneOrFail(Seat, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

describeDatabases('a write that the database refuses', (database) => {
  if (!database.concurrent) {
    it.todo('needs a database where two transactions meet');
    return;
  }
  describe.each(ADAPTERS)('and $name', (adapter) => {
    const isPostgres = database.name === 'PostgreSQL';
    let app: EntityApp;
    let seats: Repository<Seat>;
    let [one, other] = [0, 0];

    beforeAll(async () => {
      app = await startWith(database, adapter, { versioned: [Seat], controllers: [SeatsController] });
      seats = app.source.getRepository(Seat);
    });
    afterAll(() => app?.close());

    beforeEach(async () => {
      const saved = await seats.save([{ guest: 'a' }, { guest: 'a' }]);
      [one, other] = saved.map(({ id }) => id) as [number, number];
      meeting = async () => undefined;
    });

    const put = (id: number, headers: Record<string, string>, body: Order) =>
      app.send('PUT', `/seats/${id}`, headers, body);

    it.each([
      ['412 where the request was conditional', { 'If-Match': '"1"' }, 412, '"1"'],
      ['409 where it was not', {}, 409, undefined],
    ])('a deadlock is %s', async (_, headers, status, tag) => {
      meeting = allOf(2);
      const answers = await Promise.all([
        put(one, headers as Record<string, string>, { guest: 'b', first: other }),
        put(other, headers as Record<string, string>, { guest: 'b', first: one }),
      ]);
      const refused = answers.filter((answer) => answer.status !== 200);
      expect(refused.map(outcome)).toEqual([[status, tag]]);
      expect(await seats.countBy({ guest: 'b', version: 2 })).toBeGreaterThan(0);
    });

    it('a lock that cannot be had in time is a conflict', async () => {
      const settings = isPostgres
        ? ["SET LOCAL lock_timeout = '10ms'"]
        : ['SET innodb_lock_wait_timeout = 1'];
      await app.source.transaction(async (manager) => {
        await lock(manager, one);
        const refused = await put(one, { 'If-Match': '"1"' }, { guest: 'b', first: other, settings });
        expect(outcome(refused)).toEqual([412, '"1"']);
        const unconditional = await put(one, {}, { guest: 'b', first: other, settings });
        expect(unconditional.status).toBe(409);
      });
      expect(await seats.findOneByOrFail({ id: one })).toMatchObject({ guest: 'a', version: 1 });
    });

    it('a row that changed since the transaction read it is a conflict', async () => {
      meeting = () => seats.update({ id: one }, { guest: 'other' });
      const settings = isPostgres ? [] : ['SET innodb_snapshot_isolation = ON'];
      const refused = await put(one, { 'If-Match': '*' }, { guest: 'b', first: one, settings });
      expect(outcome(refused)).toEqual([412, '"2"']);
      expect(await seats.findOneByOrFail({ id: one })).toMatchObject({ guest: 'other', version: 2 });
    });
  });
});

/** Goes on when so many have come. */
function allOf(count: number): () => Promise<void> {
  const arrived: (() => void)[] = [];
  return () =>
    new Promise((resolve) => {
      arrived.push(resolve);
      if (arrived.length === count) for (const each of arrived) each();
    });
}
