import { randomBytes } from 'node:crypto';
import { DataSource, type DataSourceOptions } from 'typeorm';
import type { Database } from './databases.js';

export interface Replica {
  /** Options of a data source that reads from the replica. */
  readonly options: object;
  /** Gives the replica the tables of a data source and some rows, which stay as they are. */
  readonly fill: (source: DataSource, entity: Function, rows: readonly object[]) => Promise<void>;
  readonly drop: () => Promise<void>;
}

/** A database beside the one of the tests, that nothing is ever copied to: a replica that lags for ever. */
export async function laggingReplica({ connection }: Database): Promise<Replica> {
  const { url, ...rest } = connection() as DataSourceOptions & { url: string };
  const name = `r${randomBytes(6).toString('hex')}`;
  const admin = new DataSource({ ...rest, url } as DataSourceOptions);
  await admin.initialize();
  await admin.query(`CREATE DATABASE ${name}`);
  const replicaUrl = url.replace(/\/test$/, `/${name}`);
  return {
    options: { url: undefined, replication: { master: { url }, slaves: [{ url: replicaUrl }] } },
    fill: async ({ options: { entities, entityPrefix, namingStrategy } }, entity, rows) => {
      const own = { ...rest, url: replicaUrl, entities, entityPrefix, namingStrategy, synchronize: true };
      const replica = new DataSource(own as DataSourceOptions);
      await replica.initialize();
      await replica
        .createQueryBuilder()
        .insert()
        .into(entity)
        .values([...rows])
        .execute();
      await replica.destroy();
    },
    drop: async () => {
      await admin.query(`DROP DATABASE ${name}`);
      await admin.destroy();
    },
  };
}
