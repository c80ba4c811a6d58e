import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { MikroOrmModule } from '@mikro-orm/nestjs';
import { EntityManager, PostgreSqlDriver } from '@mikro-orm/postgresql';
import { EtagMikroOrmModule } from 'nestjs-etag/mikro-orm';
import type { Connect } from './orm.interface.js';

@Entity({ tableName: 'products' })
class Product {
  @PrimaryKey({ type: 'integer', autoincrement: false }) id: number;
  @Property({ type: 'text' }) name: string;
  @Property({ type: 'integer' }) stock: number;
  @Property({ type: 'integer', version: true }) version: number;
}

export const connect: Connect = async (url) => ({
  entity: Product,
  imports: [
    await MikroOrmModule.forRoot({
      driver: PostgreSqlDriver,
      clientUrl: url,
      entities: [Product],
      useBatchUpdates: false,
    }),
    MikroOrmModule.forFeature([Product]),
  ],
  versioned: [EtagMikroOrmModule.forFeature([Product])],
  inject: [EntityManager],
  store: (em: EntityManager) => ({
    find: (id) => em.findOne(Product, id),
    async update(id, version, changes) {
      // MikroORM counts the version by itself.
      const query = em.createQueryBuilder(Product).update(changes).where({ id, version }).returning('*');
      const [row] = await query.execute<object[]>('all', false);
      return row && em.map(Product, row);
    },
  }),
});
