import { DecimalType, EntitySchema } from '@mikro-orm/core';
import { Product } from '../../products/product.js';

const now = () => new Date();

/** What `@Entity()` and `@Property()` would say, for a class that other libraries use as well. */
export const productSchema = new EntitySchema<Product>({
  class: Product,
  tableName: 'products',
  properties: {
    id: { type: 'integer', primary: true, autoincrement: true },
    name: { type: 'text' },
    price: { type: new DecimalType('number'), precision: 12, scale: 2 },
    stock: { type: 'integer' },
    version: { type: 'integer', version: true },
    updatedAt: { type: 'datetime', length: 3, fieldName: 'updatedAt', onCreate: now, onUpdate: now },
  },
});
