import { getRepositoryToken, TypeOrmModule } from '@nestjs/typeorm';
import { EtagTypeOrmModule } from 'nestjs-etag/typeorm';
import { Column, Entity, PrimaryColumn, VersionColumn, type Repository } from 'typeorm';
import type { EventEmitter } from 'node:events';
import { isMariadb, type SetUp } from './raced.js';

@Entity('products')
class Product {
  @PrimaryColumn('integer') id!: number;
  @Column('varchar', { length: 200 }) name!: string;
  @Column('integer') stock!: number;
  @VersionColumn() version!: number;
}

/** As in the sample: an error in the moment before TypeORM listens for it would end the process. */
function listenForErrors(client: EventEmitter): void {
  client.on('error', () => undefined);
}

export const setUp: SetUp = (url) => ({
  entity: Product,
  imports: [
    TypeOrmModule.forRoot({
      ...(isMariadb(url) ? { type: 'mysql' } : { type: 'postgres', extra: { onConnect: listenForErrors } }),
      url,
      entities: [Product],
    }),
    EtagTypeOrmModule.forFeature([Product]),
  ],
  inject: [getRepositoryToken(Product)],
  store: (products: Repository<Product>) => ({
    find: (id) => products.findOneBy({ id }),
    overwrite: (id, changes) => products.update({ id }, changes),
  }),
});
