import { Module } from '@nestjs/common';
import { expect, it } from '@jest/globals';
import { ModelAdapter } from '../../src/versioned/model-adapter.js';
import { EtagSqlModule } from '../../src/sql/index.js';
import { sqlModel } from '../../src/sql/sql-model.js';
import { SqlStatements } from '../../src/sql/sql.statements.js';
import { describeContract } from './contract.js';
import { describeHttp } from './http.js';
import { describeOn } from './servers.js';
import { createTables, Line, Product, SQL_DATABASES } from './sql.databases.js';
import { hasSqlite, SQLITE_DATABASES } from './sql.sqlite.js';

it('has a library for each database', () => {
  expect(new Set(SQL_DATABASES.map(({ server }) => server)).size).toBe(3);
});

for (const { name, server, open } of [...SQL_DATABASES, ...(hasSqlite ? SQLITE_DATABASES : [])]) {
  describeOn(server, `nestjs-etag/sql with ${name}`, () => {
    describeContract(name, async () => {
      const library = await open();
      const { executor } = library;
      const tables = await createTables(executor);
      const adapter = new ModelAdapter('EtagSqlModule', 'default', new SqlStatements(executor));
      for (const entity of [tables.product, tables.line])
        adapter.lookAfter(sqlModel(entity, executor.dialect));
      const row = (id: number) =>
        `INSERT INTO ${tables.product.table} VALUES (${id}, 'a', 'unique', 1, 1, '2020-01-01')`;
      return {
        adapter,
        product: Product,
        line: Line,
        transaction: library.transaction,
        errors: {
          exists: async () => {
            await executor.execute(row(1), [], undefined);
            await executor.execute(row(2), [], undefined);
          },
        },
        close: async () => {
          await tables.drop();
          await library.close();
        },
      };
    });

    describeHttp(name, async () => {
      const library = await open();
      const { executor } = library;
      const { product, drop } = await createTables(executor);
      @Module({ imports: [EtagSqlModule.forFeature([product], executor)], exports: [EtagSqlModule] })
      class ProductsModule {}
      const { id, updatedAt, ...same } = product.columns;
      const columns = [`${id} AS id`, ...Object.values(same)].join(', ');
      const time = executor.dialect === 'mysql' ? '`updatedAt`' : '"updatedAt"';
      const all = `SELECT ${columns}, ${updatedAt} AS ${time} FROM ${product.table} ORDER BY ${id}`;
      return {
        imports: [ProductsModule],
        product: Product,
        list: async () => [...(await executor.execute(all, [], undefined)).rows],
        collection: true,
        clear: async () => {},
        close: async () => {
          await drop();
          await library.close();
        },
      };
    });
  });
}
