import { Global, Module } from '@nestjs/common';
import { drizzle } from 'drizzle-orm/node-postgres';
import { Pool } from 'pg';

const database = {
  provide: 'DRIZZLE',
  useFactory: () => drizzle({ client: new Pool({ connectionString: process.env['DATABASE_URL'] }) }),
};

@Global()
@Module({ providers: [database], exports: [database] })
export class DatabaseModule {}
