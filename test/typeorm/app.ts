import type { Type } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { EtagModule } from '../../src/index.js';
import { EtagTypeOrmModule, type EntityEntry } from '../../src/typeorm/index.js';
import { startApp, type Adapter, type RunningApp } from '../support/adapters.js';
import { request, type WireResponse } from '../support/wire.js';
import { dropTables, optionsFor, Statements, type Database } from './databases.js';

export interface EntityApp extends RunningApp {
  readonly source: DataSource;
  readonly statements: Statements;
  readonly send: (
    method: string,
    path: string,
    headers?: Record<string, string>,
    body?: object,
  ) => Promise<WireResponse>;
}

export interface EntityAppOptions {
  /** What `forFeature()` is given. */
  readonly versioned: readonly EntityEntry[];
  /** Classes that only TypeORM knows. */
  readonly others?: readonly Type[];
  readonly controllers: readonly Type[];
  readonly options?: object;
}

/** An application on tables of its own; `close()` drops them. */
export async function startWith(
  database: Database,
  adapter: Adapter,
  { versioned, others = [], controllers, options = {} }: EntityAppOptions,
): Promise<EntityApp> {
  const statements = new Statements();
  const classes = versioned.map((entry) => (typeof entry === 'function' ? entry : entry.entity));
  const connection = {
    ...optionsFor(database, statements),
    entities: [...classes, ...others],
    synchronize: true,
    retryAttempts: 0,
    ...options,
  } as object as DataSourceOptions;
  const running = await startApp(
    {
      imports: [
        EtagTypeOrmModule.forFeature(versioned),
        TypeOrmModule.forRoot(connection),
        EtagModule.forRoot(),
      ],
      controllers: [...controllers],
    },
    adapter,
  );
  const source = running.app.get(DataSource);
  return {
    ...running,
    source,
    statements,
    send: (method, path, headers = {}, body) => request(running.port, { method, path, headers, body }),
    close: async () => {
      await dropTables(source);
      await running.close();
    },
  };
}

/** What a client sees first of an answer. */
export function outcome({ status, headers }: WireResponse): [number, string | undefined] {
  return [status, headers['etag']];
}
