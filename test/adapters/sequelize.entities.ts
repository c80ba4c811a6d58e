import { randomBytes } from 'node:crypto';
import { DataTypes } from 'sequelize';
import {
  Column,
  Model,
  PrimaryKey,
  Sequelize,
  Table,
  Unique,
  UpdatedAt,
  type SequelizeOptions,
} from 'sequelize-typescript';

export interface Entities {
  readonly Product: ReturnType<typeof productOf>;
  readonly Line: ReturnType<typeof lineOf>;
}

function productOf(tableName: string) {
  @Table({ tableName, version: true, createdAt: false })
  class Product extends Model {
    @PrimaryKey @Column({ type: DataTypes.INTEGER, field: 'product_id' }) declare id: number;
    @Column({ type: DataTypes.STRING, allowNull: false }) declare title: string;
    @Unique @Column(DataTypes.STRING(40)) declare sku: string | null;
    @Column(DataTypes.INTEGER) declare stock: number;
    @Column({ type: DataTypes.INTEGER, field: 'row_version', allowNull: false, defaultValue: 0 })
    declare version: number;
    @UpdatedAt @Column({ type: DataTypes.DATE(3), field: 'updated_at' }) declare updatedAt: Date;
  }
  return Product;
}

function lineOf(tableName: string) {
  @Table({ tableName, version: true, timestamps: false })
  class Line extends Model {
    @PrimaryKey @Column(DataTypes.INTEGER) declare order: number;
    @PrimaryKey @Column(DataTypes.STRING(40)) declare line: string;
    @Column(DataTypes.INTEGER) declare quantity: number;
    declare version: number;
  }
  return Line;
}

/** Classes of their own, since a model has one connection, with tables of their own. */
export function entities(): Entities {
  const prefix = `sq_${randomBytes(6).toString('hex')}`;
  return { Product: productOf(`${prefix}_product`), Line: lineOf(`${prefix}_line`) };
}

/** A connection with new tables. */
export async function connected(options: SequelizeOptions, { Product, Line }: Entities): Promise<Sequelize> {
  const sequelize = new Sequelize({ ...options, models: [Product, Line] });
  await sequelize.sync();
  return sequelize;
}
