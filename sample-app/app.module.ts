import { Module, type DynamicModule } from '@nestjs/common';
import { EtagModule } from 'nestjs-etag';
import type { Config } from './config.js';
import { DeskModule } from './desk/desk.module.js';
import { ProductsModule } from './products/products.module.js';

@Module({})
export class AppModule {
  /** @throws ConfigError where the library that is asked for, or its database, is not there */
  static async register(config: Config): Promise<DynamicModule> {
    // Awaited here: Nest would log the stack of what is thrown in a module of its own.
    const products = await ProductsModule.register(config);
    return {
      module: AppModule,
      imports: [EtagModule.forRoot(), products, DeskModule.register(config.pageDir)],
    };
  }
}
