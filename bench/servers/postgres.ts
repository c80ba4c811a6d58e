import { TypeOrmModule } from '@nestjs/typeorm';
import type { DynamicModule, ModuleMetadata } from '@nestjs/common';
import {
  AbstractLogger,
  Column,
  DataSource,
  Entity,
  PrimaryColumn,
  VersionColumn,
  type DataSourceOptions,
} from 'typeorm';
import type { Launch } from './launch.js';
import { nest } from './nest.js';
import type { Serving } from './serving.js';

const URL = 'postgres://postgres@127.0.0.1:5432/test';
/** More than there are clients. */
const ROWS = 64;

@Entity('products')
export class Product {
  @PrimaryColumn('integer')
  id!: number;

  @Column('text')
  name!: string;

  @Column('integer')
  stock!: number;

  @VersionColumn()
  version!: number;
}

class StatementCounter extends AbstractLogger {
  count = 0;

  override logQuery(): void {
    this.count += 1;
  }

  protected override writeLog(): void {}
}

/** Starts a Nest application on tables of its own, which are gone when it is closed. */
export async function nestOnPostgres(launch: Launch, metadata: ModuleMetadata): Promise<Serving> {
  const schema = `bench_${process.pid}`;
  const options: DataSourceOptions = { type: 'postgres', url: URL };
  const admin = await new DataSource(options).initialize();
  await admin.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
  await admin.query(`CREATE SCHEMA ${schema}`);
  const logger = new StatementCounter();
  const database = TypeOrmModule.forRoot({
    ...options,
    schema,
    logger,
    entities: [Product],
    synchronize: true,
  });
  const serving = await nest(launch, withImport(metadata, database));
  await admin.query(
    `INSERT INTO ${schema}.products SELECT id, 'Product', 0, 1 FROM generate_series(1, ${ROWS}) AS id`,
  );
  return {
    port: serving.port,
    statements: () => logger.count,
    async close() {
      await serving.close();
      await admin.query(`DROP SCHEMA ${schema} CASCADE`);
      await admin.destroy();
    },
  };
}

function withImport(metadata: ModuleMetadata, module: DynamicModule): ModuleMetadata {
  return { ...metadata, imports: [module, ...(metadata.imports ?? [])] };
}
