import { Global, Module } from '@nestjs/common';
import { Pool } from 'pg';

const database = {
  provide: 'PG_POOL',
  useFactory: () => new Pool({ connectionString: process.env['DATABASE_URL'] }),
};

@Global()
@Module({ providers: [database], exports: [database] })
export class DatabaseModule {}
