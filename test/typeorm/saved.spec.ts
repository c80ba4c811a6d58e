import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Param, ParseIntPipe, Put } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import {
  BeforeUpdate,
  Column,
  Entity,
  JoinTable,
  ManyToMany,
  ManyToOne,
  OneToMany,
  PrimaryGeneratedColumn,
  UpdateDateColumn,
  VersionColumn,
  type Relation,
  type Repository,
} from 'typeorm';
import { ExpectedVersion, IfMatch, Versioned } from '../../src/index.js';
import { InjectVersionedRepository, VersionedRepository } from '../../src/typeorm/index.js';
import { ADAPTERS } from '../support/adapters.js';
import { outcome, startWith, type EntityApp } from './app.js';
import { describeDatabases } from './databases.js';

/** A transformer that is no way back: what is written again is hashed again. */
const HASHED = { to: (text?: string) => text && `#${text}`, from: (text: string) => text };

@Entity('badges')
class Badge {
  @PrimaryGeneratedColumn()
  id!: number;
}

@Entity('accounts')
class Account {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { length: 40 })
  name!: string;

  @Column('varchar', { length: 100, transformer: HASHED })
  password!: string;

  @Column('varchar', { length: 20, select: false, default: 'hidden' })
  pin?: string;

  @Column('varchar', { length: 40, default: '' })
  slug!: string;

  @Column({ type: Date, precision: 6, nullable: true })
  seen!: Date | null;

  @OneToMany(() => Mail, (mail) => mail.account, { cascade: true })
  mails!: Relation<Mail>[];

  @ManyToMany(() => Badge, { lazy: true })
  @JoinTable({ name: 'account_badges' })
  badges!: Promise<Badge[]>;

  @UpdateDateColumn({ precision: 6 })
  updatedAt!: Date;

  @VersionColumn()
  version!: number;

  @BeforeUpdate()
  makeSlug(): void {
    this.slug = this.name.toLowerCase();
  }
}

@Entity('mails')
class Mail {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { length: 40 })
  address!: string;

  @ManyToOne(() => Account, (account) => account.mails)
  account!: Relation<Account>;

  @VersionColumn()
  version!: number;
}

interface Change {
  readonly name?: string;
  readonly mail?: string;
  readonly badge?: number;
}

@Controller('accounts')
@Versioned(Account, { current: false })
class AccountsController {
  constructor(
    @InjectVersionedRepository(Account) private readonly versions: VersionedRepository<Account>,
    @InjectRepository(Account) private readonly accounts: Repository<Account>,
  ) {}

  @Get(':id')
  find(@Param('id', ParseIntPipe) id: number) {
    return this.accounts.findOneByOrFail({ id });
  }

  @Put(':id')
  async put(
    @Param('id', ParseIntPipe) id: number,
    @Body() body: Change,
    @IfMatch() expected: ExpectedVersion,
  ) {
    return this.versions.save(await changed(this.accounts, id, body), expected);
  }

  /** The row is written, or deleted, after it was loaded. */
  @Put(':id/late/:how')
  @Versioned(Account, { param: 'id', current: false })
  async putLate(
    @Param('id', ParseIntPipe) id: number,
    @Param('how') how: string,
    @Body() body: Change,
    @IfMatch() expected: ExpectedVersion,
  ) {
    const account = await changed(this.accounts, id, body);
    await (how === 'gone' ? this.accounts.delete({ id }) : this.accounts.update({ id }, { name: 'Other' }));
    return this.versions.save(account, expected);
  }

  /** The refusal is caught, and the transaction goes on. */
  @Put(':id/in-transaction')
  @Versioned(Account, { param: 'id', current: false })
  putInTransaction(
    @Param('id', ParseIntPipe) id: number,
    @Body() body: Change,
    @IfMatch() expected: ExpectedVersion,
  ) {
    return this.accounts.manager.transaction(async (manager) => {
      const account = await changed(manager.getRepository(Account), id, body);
      const saved = await this.versions
        .within(manager)
        .save(account, expected)
        .catch(() => undefined);
      return saved ?? manager.findOneByOrFail(Account, { id });
    });
  }
}

async function changed(
  accounts: Repository<Account>,
  id: number,
  { name, mail, badge }: Change,
): Promise<Account> {
  const account = await accounts.findOneOrFail({ where: { id }, relations: { mails: true } });
  if (name !== undefined) account.name = name;
  if (mail !== undefined) account.mails.push({ address: mail } as Mail);
  if (badge !== undefined) account.badges = Promise.resolve([{ id: badge }]);
  return account;
}

describeDatabases('save() of a VersionedRepository', (database) => {
  describe.each(ADAPTERS)('and $name', (adapter) => {
    let app: EntityApp;
    let accounts: Repository<Account>;
    let path: string;
    let id: number;

    beforeAll(async () => {
      app = await startWith(database, adapter, {
        versioned: [Account],
        others: [Mail, Badge],
        controllers: [AccountsController],
      });
      accounts = app.source.getRepository(Account);
    });
    afterAll(() => app?.close());

    beforeEach(async () => {
      ({ id } = await accounts.save({ name: 'Anna', password: 'pw', mails: [{ address: 'a@x' }] }));
      const table = app.source.driver.escape(accounts.metadata.tablePath);
      // Finer than a Date of JavaScript.
      await app.source.query(`UPDATE ${table} SET seen = '2026-01-02 03:04:05.678901' WHERE id = ${id}`);
      path = `/accounts/${id}`;
    });

    const put = (to: string, tag: string, body: Change) => app.send('PUT', to, { 'If-Match': tag }, body);
    /** All columns as the database has them, and what cascades write. */
    async function stored(of: number): Promise<object> {
      const table = app.source.driver.escape(accounts.metadata.tablePath);
      const text = database.types.timestamp === 'datetime' ? 'CHAR' : 'text';
      const columns = `name, password, pin, slug, CAST(seen AS ${text}) AS seen, version`;
      const [row] = await app.source.query(`SELECT ${columns} FROM ${table} WHERE id = ${of}`);
      const { mails, badges } = await accounts.findOneOrFail({
        where: { id: of },
        relations: { mails: true },
      });
      const addresses = mails.map(({ address }) => address).toSorted();
      return { ...row, addresses, badges: (await badges).length };
    }

    it.each<[string, (badge: number) => Change]>([
      ['a column', () => ({ name: 'Ben' })],
      ['a column and a cascade', () => ({ name: 'Ben', mail: 'b@x' })],
      ['a column and a lazy relation', (badge) => ({ name: 'Ben', badge })],
    ])('writes what TypeORM’s own save() does: %s', async (_, changes) => {
      const badge = await app.source.getRepository(Badge).save({});
      const twin = await accounts.save({ name: 'Anna', password: 'pw', mails: [{ address: 'a@x' }] });
      const table = app.source.driver.escape(accounts.metadata.tablePath);
      await app.source.query(`UPDATE ${table} SET seen = '2026-01-02 03:04:05.678901' WHERE id = ${twin.id}`);
      await accounts.save(await changed(accounts, twin.id, changes(badge.id)));
      const saved = await put(path, '"1"', changes(badge.id));
      expect(outcome(saved)).toEqual([200, '"2"']);
      expect(await stored(id)).toEqual(await stored(twin.id));
      expect(await stored(id)).toMatchObject({ password: '#pw', slug: 'ben', pin: 'hidden' });
      expect(saved.json).toEqual((await app.send('GET', path)).json);
    });

    it.each<[string, (badge: number) => Change]>([
      ['nothing', () => ({})],
      ['cascades alone', () => ({ mail: 'b@x' })],
      ['a relation of many alone', (badge) => ({ badge })],
    ])('gives a new version where it changes %s', async (_, changes) => {
      const badge = await app.source.getRepository(Badge).save({});
      const before = (await stored(id)) as { addresses: string[] };
      const change = changes(badge.id);
      const saved = await put(path, '"1"', change);
      expect(outcome(saved)).toEqual([200, '"2"']);
      expect(await stored(id)).toEqual({
        ...before,
        version: 2,
        addresses: change.mail ? [...before.addresses, change.mail] : before.addresses,
        badges: change.badge ? 1 : 0,
      });
      expect(saved.json).toEqual((await app.send('GET', path)).json);
      expect(outcome(await put(path, '"1"', change))).toEqual([412, '"2"']);
    });

    it('writes nothing of what was overtaken, cascades neither', async () => {
      const refused = await put(`${path}/late/changed`, '"1"', { name: 'Ben', mail: 'b@x' });
      expect(outcome(refused)).toEqual([412, '"2"']);
      const unconditional = await app.send('PUT', `${path}/late/changed`, {}, { mail: 'b@x' });
      expect(unconditional.status).toBe(409);
      expect(await stored(id)).toMatchObject({ name: 'Other', version: 3, addresses: ['a@x'] });
    });

    it('brings nothing back that is gone', async () => {
      const lonely = await accounts.save({ name: 'Lonely', password: 'pw' });
      const refused = await put(`/accounts/${lonely.id}/late/gone`, '"1"', { name: 'Ben' });
      expect(refused.status).toBe(404);
      expect(await accounts.countBy({ id: lonely.id })).toBe(0);
    });

    it('works in a transaction of the caller’s, which can go on after a refusal', async () => {
      const to = `${path}/in-transaction`;
      expect((await put(to, '"1"', { name: 'Ben', mail: 'b@x' })).json).toMatchObject({
        name: 'Ben',
        version: 2,
      });
      expect((await put(to, '"1"', { name: 'Cid', mail: 'c@x' })).json).toMatchObject({
        name: 'Ben',
        version: 2,
      });
      expect(await stored(id)).toMatchObject({ name: 'Ben', addresses: ['a@x', 'b@x'] });
    });

    it('lets one of ten simultaneous writers win', async () => {
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, at) => put(path, '"1"', { name: `n${at}`, mail: `${at}@x` })),
      );
      const statuses = answers.map(({ status }) => status).toSorted();
      expect(statuses).toEqual([200, ...Array<number>(9).fill(412)]);
      expect((await stored(id)) as { addresses: string[] }).toMatchObject({ version: 2 });
      expect(((await stored(id)) as { addresses: string[] }).addresses).toHaveLength(2);
    });
  });
});
