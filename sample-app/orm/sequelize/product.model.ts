import { Column, DataType, Model, Table, UpdatedAt } from 'sequelize-typescript';

/** Sequelize wants the class of its rows to be one of its own. */
@Table({ tableName: 'products', version: true, createdAt: false })
export class Product extends Model {
  @Column({ type: DataType.INTEGER, primaryKey: true, autoIncrement: true })
  declare id: number;

  @Column({ type: DataType.TEXT, allowNull: false })
  declare name: string;

  /** Text, which keeps cents exact. */
  @Column({ type: DataType.DECIMAL(12, 2), allowNull: false })
  declare price: string;

  @Column({ type: DataType.INTEGER, allowNull: false })
  declare stock: number;

  declare version: number;

  @UpdatedAt
  @Column(DataType.DATE(3))
  declare updatedAt: Date;
}
