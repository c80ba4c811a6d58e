import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Config } from '../config.js';
import { connectionTo } from './connection.js';

@Module({})
export class DatabaseModule {
  static register(config: Config): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRoot({
          ...connectionTo(config),
          autoLoadEntities: true,
          // Good enough for a sample; an application of yours has migrations.
          synchronize: true,
        }),
      ],
    };
  }
}
