import { Column, DataSource, Entity, PrimaryColumn, UpdateDateColumn, VersionColumn } from 'typeorm';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EtagTypeOrmModule, TypeOrmAdapter } from '../../src/typeorm/index.js';
import { describeDatabases, open, optionsFor } from '../typeorm/databases.js';
import { describeContract } from './contract.js';
import { describeHttp } from './http.js';

@Entity()
class Product {
  @PrimaryColumn() id!: number;
  @Column() title!: string;
  @Column({ type: 'varchar', length: 40, nullable: true, unique: true }) sku!: string | null;
  @Column() stock!: number;
  @VersionColumn() version!: number;
  @UpdateDateColumn({ precision: 3 }) updatedAt!: Date;
}

@Entity()
class Line {
  @PrimaryColumn() order!: number;
  @PrimaryColumn({ length: 40 }) line!: string;
  @Column() quantity!: number;
  @VersionColumn() version!: number;
}

describeDatabases('TypeORM', (database) => {
  describeContract(database.name, async () => {
    const { source, close } = await open(database, [Product, Line]);
    const adapter = new TypeOrmAdapter('default', source);
    for (const entity of [Product, Line]) adapter.lookAfter(entity);
    const row = (id: number) => ({ id, title: 'a', sku: 'unique', stock: 1 });
    return {
      adapter,
      product: Product,
      line: Line,
      transaction: (run) => source.transaction(run),
      errors: {
        exists: async () => {
          await source.getRepository(Product).insert(row(1));
          await source.getRepository(Product).insert(row(2));
        },
      },
      close,
    };
  });

  describeHttp(database.name, async () => {
    const connection = { ...optionsFor(database), entities: [Product], synchronize: true };
    return {
      imports: [TypeOrmModule.forRoot(connection), EtagTypeOrmModule.forFeature([Product])],
      product: Product,
      list: ({ app }) =>
        app
          .get(DataSource)
          .getRepository(Product)
          .find({ order: { id: 'ASC' } }),
      collection: true,
      clear: ({ app }) => app.get(DataSource).getRepository(Product).clear(),
    };
  });
});
