import { EtagSqlModule, fromPg, type SqlEntity } from 'nestjs-etag/sql';
import { Pool } from 'pg';
import type { Connect, Row } from './orm.interface.js';

class Product {
  id: number;
  name: string;
  stock: number;
  version: number;
}

const product: SqlEntity<Product> = {
  entity: Product,
  table: 'products',
  columns: { id: 'id', name: 'name', stock: 'stock', version: 'version' },
  key: { id: 'integer' },
  version: 'version',
};

const UPDATE = `UPDATE products SET name = $1, stock = $2, version = version + 1 WHERE id = $3 AND version = $4
  RETURNING id, name, stock, version`;

export const connect: Connect = (url) => {
  const pool = new Pool({ connectionString: url });
  // Its connections may outlive end() until the database is dropped.
  pool.on('error', () => undefined);
  return {
    entity: Product,
    imports: [],
    versioned: [EtagSqlModule.forFeature([product], fromPg(pool))],
    inject: [],
    close: () => pool.end(),
    store: () => ({
      find: async (id) =>
        (await pool.query<Row>('SELECT * FROM products WHERE id = $1', [id])).rows[0] ?? null,
      update: async (id, version, { name, stock }) =>
        (await pool.query<Row>(UPDATE, [name, stock, id, version])).rows[0],
    }),
  };
};
