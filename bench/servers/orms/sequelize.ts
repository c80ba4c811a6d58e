import { SequelizeModule } from '@nestjs/sequelize';
import { EtagSequelizeModule } from 'nestjs-etag/sequelize';
import { literal } from 'sequelize';
import { Column, DataType, Model, Table } from 'sequelize-typescript';
import type { Connect } from './orm.interface.js';

@Table({ tableName: 'products', version: true, timestamps: false })
class Product extends Model {
  @Column({ type: DataType.INTEGER, primaryKey: true }) declare id: number;
  @Column(DataType.TEXT) declare name: string;
  @Column(DataType.INTEGER) declare stock: number;
  declare version: number;
}

export const connect: Connect = (url) => ({
  entity: Product,
  imports: [
    SequelizeModule.forRoot({ uri: url, dialect: 'postgres', models: [Product], logging: false }),
    SequelizeModule.forFeature([Product]),
  ],
  versioned: [EtagSequelizeModule.forFeature([Product])],
  inject: [],
  store: () => ({
    find: (id) => Product.findByPk(id),
    async update(id, version, changes) {
      const values = { ...changes, version: literal('version + 1') };
      const [, rows] = await Product.update(values, { where: { id, version }, returning: true });
      return rows[0];
    },
  }),
});
