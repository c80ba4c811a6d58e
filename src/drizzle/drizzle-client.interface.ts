import type { SQL, Table } from 'drizzle-orm';

/** One statement that is put together step by step, and runs when it is awaited. */
export interface DrizzleQuery extends PromiseLike<unknown> {
  where(condition: SQL): DrizzleQuery;
  returning(fields?: object): DrizzleQuery;
  onConflictDoNothing(): DrizzleQuery;
  orderBy(...by: readonly unknown[]): DrizzleQuery;
  limit(rows: number): DrizzleQuery;
  offset(rows: number): DrizzleQuery;
  for(lock: 'update'): DrizzleQuery;
}

/** What databases and transactions of Drizzle have in common, whatever their driver is. */
export interface DrizzleClient {
  select(fields?: object): { from(table: Table): DrizzleQuery };
  update(table: Table): { set(values: object): DrizzleQuery };
  delete(table: Table): DrizzleQuery;
  insert(table: Table): { values(values: object): DrizzleQuery };
  transaction<T>(run: (transaction: DrizzleClient) => Promise<T>): Promise<T>;
}
