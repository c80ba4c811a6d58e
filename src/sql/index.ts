export {
  getVersionedRepositoryToken,
  InjectVersionedRepository,
} from '../versioned/inject-versioned-repository.decorator.js';
export type { ColumnKind, ColumnType } from '../versioned/column-text.js';
export { EtagSqlModule } from './etag-sql.module.js';
export type { SqlExecutorSource } from './etag-sql.module.js';
export { fromBetterSqlite3 } from './executors/better-sqlite3.js';
export type { BetterSqlite3Database } from './executors/better-sqlite3.js';
export { fromKnex } from './executors/knex.js';
export type { KnexInstance, KnexQueryable } from './executors/knex.js';
export { fromKysely } from './executors/kysely.js';
export type { KyselyDatabase, KyselyQueryable } from './executors/kysely.js';
export { fromMysql2 } from './executors/mysql2.js';
export type { Mysql2Connection, Mysql2Pool } from './executors/mysql2.js';
export { fromPg } from './executors/pg.js';
export type { PgQueryable } from './executors/pg.js';
export { fromPostgresJs } from './executors/postgres-js.js';
export type { PostgresJsQueryable } from './executors/postgres-js.js';
export { xmin } from './sql-entity.js';
export type { AnySqlEntity, SqlCollectionQuery, SqlEntity } from './sql-entity.js';
export type { SqlDialect, SqlExecutor, SqlResult } from './sql-executor.interface.js';
export { VersionedRepository } from './versioned-repository.js';
