import { SequelizeModule } from '@nestjs/sequelize';
import { EtagSequelizeModule } from 'nestjs-etag/sequelize';
import { Column, DataType, Model, Table } from 'sequelize-typescript';
import { isMariadb, type SetUp } from './raced.js';

@Table({ tableName: 'products', version: true, timestamps: false })
class Product extends Model {
  @Column({ type: DataType.INTEGER, primaryKey: true }) declare id: number;
  @Column(DataType.STRING) declare name: string;
  @Column(DataType.INTEGER) declare stock: number;
  declare version: number;
}

export const setUp: SetUp = (url) => ({
  entity: Product,
  imports: [
    SequelizeModule.forRoot({
      uri: url,
      dialect: isMariadb(url) ? 'mysql' : 'postgres',
      models: [Product],
      logging: false,
      synchronize: false,
    }),
    EtagSequelizeModule.forFeature([Product]),
  ],
  inject: [],
  store: () => ({
    find: (id) => Product.findByPk(id),
    // The save() of a row would compare its version.
    overwrite: (id, changes) => Product.update(changes, { where: { id } }),
  }),
});
