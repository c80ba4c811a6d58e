import type { DataSource } from 'typeorm';
import { TypeOrmAdapter } from './typeorm.adapter.js';

const adapters = new WeakMap<DataSource, TypeOrmAdapter>();

/** The one adapter of a data source, however many modules have entities of it. */
export function adapterOf(dataSource: DataSource, source: string): TypeOrmAdapter {
  const adapter = adapters.get(dataSource) ?? new TypeOrmAdapter(source, dataSource);
  adapters.set(dataSource, adapter);
  return adapter;
}
