import { SequelizeModule } from '@nestjs/sequelize';
import { EtagSequelizeModule } from 'nestjs-etag/sequelize';
import pg, { Client, type ClientConfig } from 'pg';
import { Column, DataType, Model, Table } from 'sequelize-typescript';
import { isMariadb, type SetUp } from './raced.js';

@Table({ tableName: 'products', version: true, timestamps: false })
class Product extends Model {
  @Column({ type: DataType.INTEGER, primaryKey: true }) declare id: number;
  @Column(DataType.STRING) declare name: string;
  @Column(DataType.INTEGER) declare stock: number;
  declare version: number;
}

/**
 * The server may end a connection in the moment before Sequelize listens for its errors, and an error nobody listens for
 * ends the process.
 */
class ListeningClient extends Client {
  constructor(options: ClientConfig) {
    super(options);
    this.on('error', () => undefined);
  }
}

export const setUp: SetUp = (url) => ({
  entity: Product,
  imports: [
    SequelizeModule.forRoot({
      uri: url,
      ...(isMariadb(url)
        ? { dialect: 'mysql' }
        : { dialect: 'postgres', dialectModule: { ...pg, Client: ListeningClient } }),
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
