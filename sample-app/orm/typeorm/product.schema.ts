import { EntitySchema } from 'typeorm';
import type { DatabaseType } from '../../database/database-type.js';
import { Product } from '../../products/product.js';

/** `numeric` keeps cents exact, and comes back as text. */
const AS_NUMBER = { to: (price: number) => price, from: (price: string) => Number(price) };

/** What `@Entity()` and the decorators of columns would say, for a class that other libraries use as well. */
export function productSchema(type: DatabaseType): EntitySchema<Product> {
  return new EntitySchema<Product>({
    name: 'Product',
    target: Product,
    tableName: 'products',
    columns: {
      id: { type: 'integer', primary: true, generated: 'increment' },
      name: { type: 'text' },
      price: { type: 'numeric', precision: 12, scale: 2, transformer: AS_NUMBER },
      stock: { type: 'integer' },
      version: { type: 'integer', version: true },
      // A moment: `timestamptz` says by itself which one it means, and only PostgreSQL has it.
      updatedAt: { type: type === 'postgres' ? 'timestamptz' : 'datetime', updateDate: true },
    },
  });
}
