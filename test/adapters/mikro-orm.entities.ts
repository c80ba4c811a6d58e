import { randomBytes } from 'node:crypto';
import { EntitySchema } from '@mikro-orm/core';

/** Tables of one file: tests of several files are on one server. */
const prefix = `mk_${randomBytes(6).toString('hex')}`;

export class Product {
  declare id: number;
  declare title: string;
  declare sku: string | null;
  declare stock: number;
  declare version: number;
  declare updatedAt: Date;
}

export class Line {
  declare order: number;
  declare line: string;
  declare quantity: number;
  declare version: number;
}

const version = { type: 'integer', version: true, fieldName: 'row_version' } as const;

/** Schemas, which 6 and 7 have in one package, and not decorators. */
export const SCHEMAS: EntitySchema[] = [
  new EntitySchema<Product>({
    class: Product,
    tableName: `${prefix}_product`,
    properties: {
      id: { type: 'integer', primary: true, autoincrement: false, fieldName: 'product_id' },
      title: { type: 'string' },
      sku: { type: 'string', length: 40, nullable: true, unique: true },
      stock: { type: 'integer', nullable: true },
      version,
      updatedAt: {
        type: 'datetime',
        length: 3,
        fieldName: 'updated_at',
        onCreate: () => new Date(),
        onUpdate: () => new Date(),
      },
    },
  }),
  new EntitySchema<Line>({
    class: Line,
    tableName: `${prefix}_line`,
    properties: {
      order: { type: 'integer', primary: true, fieldName: 'order_id' },
      line: { type: 'string', length: 40, primary: true },
      quantity: { type: 'integer' },
      version,
    },
  }),
];
