import { EntityManager } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { MariaDbDriver } from '@mikro-orm/mariadb';
import { MikroOrmModule } from '@mikro-orm/nestjs';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { EtagMikroOrmModule } from 'nestjs-etag/mikro-orm';
import { isMariadb, type SetUp } from './raced.js';

@Entity({ tableName: 'products' })
class Product {
  @PrimaryKey({ type: 'integer', autoincrement: false }) id!: number;
  @Property({ type: 'string' }) name!: string;
  @Property({ type: 'integer' }) stock!: number;
  @Property({ type: 'integer', version: true }) version!: number;
}

export const setUp: SetUp = async (url) => ({
  entity: Product,
  imports: [
    await MikroOrmModule.forRoot({
      driver: isMariadb(url) ? MariaDbDriver : PostgreSqlDriver,
      clientUrl: url,
      entities: [Product],
      useBatchUpdates: false,
    }),
    EtagMikroOrmModule.forFeature([Product]),
  ],
  inject: [EntityManager],
  store: (em: EntityManager) => ({
    find: (id) => em.findOne(Product, id, { refresh: true }),
    // A flush() would compare the version.
    overwrite: (id, changes) => em.nativeUpdate(Product, { id }, changes),
  }),
});
