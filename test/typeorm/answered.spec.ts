import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Param, ParseIntPipe, Put } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import {
  AfterLoad,
  Column,
  Entity,
  ManyToOne,
  PrimaryGeneratedColumn,
  RelationId,
  VersionColumn,
  VirtualColumn,
  type Relation,
  type Repository,
} from 'typeorm';
import { ExpectedVersion, IfMatch, Versioned } from '../../src/index.js';
import { InjectVersionedRepository, VersionedRepository } from '../../src/typeorm/index.js';
import { ADAPTERS } from '../support/adapters.js';
import { outcome, startWith, type EntityApp } from './app.js';
import { describeDatabases } from './databases.js';
import { TYPEORM } from './typeorm-version.js';

@Entity('shops')
class Shop {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { length: 20 })
  name!: string;
}

@Entity('offers')
class Offer {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { length: 20 })
  name!: string;

  @ManyToOne(() => Shop, { nullable: true })
  shop!: Relation<Shop> | null;

  @RelationId((offer: Offer) => offer.shop)
  shopId!: number | null;

  @VersionColumn()
  version!: number;
}

@Entity('lazy_offers')
class LazyOffer {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { length: 20 })
  name!: string;

  @ManyToOne(() => Shop, { lazy: true, nullable: true })
  shop!: Promise<Shop | null>;

  label!: string;

  @VersionColumn()
  version!: number;

  @AfterLoad()
  makeLabel(): void {
    this.label = `offer ${this.name}`;
  }
}

@Entity('priced')
class Priced {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { length: 20 })
  name!: string;

  @VirtualColumn({ type: 'int', query: (alias) => `LENGTH(${alias}.name)` })
  letters!: number;

  @Column('varchar', { length: 20, default: '' })
  stamp!: string;

  @VersionColumn()
  version!: number;
}

@Controller()
class OffersController {
  constructor(
    @InjectVersionedRepository(Offer) private readonly offers: VersionedRepository<Offer>,
    @InjectVersionedRepository(LazyOffer) private readonly lazy: VersionedRepository<LazyOffer>,
    @InjectVersionedRepository(Priced) private readonly priced: VersionedRepository<Priced>,
    @InjectRepository(Offer) private readonly allOffers: Repository<Offer>,
    @InjectRepository(Priced) private readonly allPriced: Repository<Priced>,
  ) {}

  @Get('offers/:id')
  @Versioned(Offer)
  findOffer(@Param('id', ParseIntPipe) id: number) {
    return this.allOffers.findOneByOrFail({ id });
  }

  @Put('offers/:id')
  @Versioned(Offer)
  putOffer(
    @Param('id', ParseIntPipe) id: number,
    @Body() body: object,
    @IfMatch() expected: ExpectedVersion,
  ) {
    return this.offers.update({ id }, body, expected);
  }

  @Get('priced/:id')
  @Versioned(Priced)
  findPriced(@Param('id', ParseIntPipe) id: number) {
    return this.allPriced.findOneByOrFail({ id });
  }

  @Put('priced/:id')
  @Versioned(Priced)
  putPriced(
    @Param('id', ParseIntPipe) id: number,
    @Body() body: object,
    @IfMatch() expected: ExpectedVersion,
  ) {
    return this.priced.update({ id }, body, expected);
  }

  @Put('lazy-offers/:id')
  @Versioned(LazyOffer)
  async putLazy(
    @Param('id', ParseIntPipe) id: number,
    @Body() body: object,
    @IfMatch() expected: ExpectedVersion,
  ) {
    const offer = await this.lazy.update({ id }, body, expected);
    const { name, version, label } = offer;
    return { name, version, label, shop: (await offer.shop)?.name };
  }
}

describeDatabases('what a PUT answers', (database) => {
  describe.each(ADAPTERS)('and $name', (adapter) => {
    let app: EntityApp;
    let shop: Shop;
    let id: number;

    beforeAll(async () => {
      app = await startWith(database, adapter, {
        versioned: [Offer, LazyOffer, { entity: Priced, readsBack: true }],
        others: [Shop],
        controllers: [OffersController],
        // One connection: whoever keeps it lets nobody else write.
        options: { poolSize: 1 },
      });
      shop = await app.source.getRepository(Shop).save({ name: 's' });
    });
    afterAll(() => app?.close());

    const put = (path: string, body: object) => app.send('PUT', path, { 'If-Match': '*' }, body);
    const create = async (entity: new () => { id: number }, values: object) => {
      const repository = app.source.getRepository(entity);
      ({ id } = await repository.save(repository.create(values)));
    };

    it('is what GET answers, with the id of a relation', async () => {
      await create(Offer, { name: 'a', shop });
      const written = await put(`/offers/${id}`, { name: 'b' });
      expect(outcome(written)).toEqual([200, '"2"']);
      expect(written.json).toEqual({ id, name: 'b', shopId: shop.id, version: 2 });
      const read = await app.send('GET', `/offers/${id}`);
      expect([outcome(read), read.json]).toEqual([[200, '"2"'], written.json]);
      expect((await put(`/offers/${id}`, { shop: null })).json).toMatchObject({ shopId: null, version: 3 });
    });

    it('is what GET answers, with what is computed and what a trigger sets after the write', async () => {
      await create(Priced, { name: 'a' });
      const priced = app.source.getRepository(Priced).metadata.tablePath;
      const isPostgres = app.source.options.type === 'postgres';
      // MySQL lets no trigger write to its own table after the statement.
      const trigger = isPostgres
        ? [
            `CREATE OR REPLACE FUNCTION ${priced}_stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
               IF pg_trigger_depth() = 1 THEN UPDATE ${priced} SET stamp = 'by trigger' WHERE id = NEW.id; END IF;
               RETURN NULL; END $$`,
            `CREATE TRIGGER stamp AFTER UPDATE ON ${priced} FOR EACH ROW EXECUTE FUNCTION ${priced}_stamp()`,
          ]
        : [
            `CREATE TRIGGER ${priced}_stamp BEFORE UPDATE ON ${priced} FOR EACH ROW SET NEW.stamp = 'by trigger'`,
          ];
      for (const sql of trigger) await app.source.query(sql);
      const written = await put(`/priced/${id}`, { name: 'abc' });
      expect(written.json).toMatchObject({
        name: 'abc',
        ...(TYPEORM.readsVirtualColumns && { letters: 3 }),
        stamp: 'by trigger',
      });
      expect((await app.send('GET', `/priced/${id}`)).json).toEqual(written.json);
      await app.source.query(`DROP TABLE ${priced} CASCADE`);
      if (isPostgres) await app.source.query(`DROP FUNCTION ${priced}_stamp`);
    });

    it('keeps no connection, however often its lazy relation is read', async () => {
      await create(LazyOffer, { name: 'a' });
      const offers = app.source.getRepository(LazyOffer);
      await offers.createQueryBuilder().relation('shop').of(id).set(shop);
      for (const name of ['b', 'c', 'd']) {
        const written = await put(`/lazy-offers/${id}`, { name });
        expect(written.json).toMatchObject({ name, label: `offer ${name}`, shop: 's' });
      }
    });
  });
});
