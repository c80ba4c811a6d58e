import { Module, type DynamicModule } from '@nestjs/common';
import { EtagModule } from 'nestjs-etag';
import type { Config } from './config.js';
import { DatabaseModule } from './database/database.module.js';
import { DeskModule } from './desk/desk.module.js';
import { ProductsModule } from './products/products.module.js';

@Module({})
export class AppModule {
  static register(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        EtagModule.forRoot(),
        DatabaseModule.register(config),
        ProductsModule,
        DeskModule.register(config.pageDir),
      ],
    };
  }
}
