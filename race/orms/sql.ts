import { createPool } from 'mysql2/promise';
import { EtagSqlModule, fromMysql2, fromPg, type SqlEntity, type SqlExecutor } from 'nestjs-etag/sql';
import { Pool } from 'pg';
import { isMariadb, type SetUp } from './raced.js';

class Product {
  id!: number;
  name!: string;
  stock!: number;
  version!: number;
}

const product: SqlEntity<Product> = {
  entity: Product,
  table: 'products',
  columns: { id: 'id', name: 'name', stock: 'stock', version: 'version' },
  key: { id: 'integer' },
  version: 'version',
};

function executorOn(url: string): SqlExecutor {
  if (isMariadb(url)) return fromMysql2(createPool(url)) as SqlExecutor;
  const pool = new Pool({ connectionString: url });
  // Who has none dies with a connection that is cut.
  pool.on('error', () => undefined);
  return fromPg(pool) as SqlExecutor;
}

export const setUp: SetUp = (url) => {
  const executor = executorOn(url);
  const [a, b, c] = isMariadb(url) ? ['?', '?', '?'] : ['$1', '$2', '$3'];
  const run = (text: string, values: readonly unknown[]) => executor.execute(text, values, undefined);
  return {
    entity: Product,
    imports: [EtagSqlModule.forFeature([product], executor as never)],
    inject: [],
    store: () => ({
      find: async (id) => (await run(`SELECT * FROM products WHERE id = ${a}`, [id])).rows[0] ?? null,
      overwrite: (id, { name, stock }) =>
        run(`UPDATE products SET name = ${a}, stock = ${b}, version = version + 1 WHERE id = ${c}`, [
          name,
          stock,
          id,
        ]),
    }),
  };
};
