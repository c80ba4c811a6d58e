import { Module, type DynamicModule } from '@nestjs/common';
import type { Config } from '../config.js';
import { loadOrm } from '../orm/load-orm.js';
import { ProductsController } from './products.controller.js';
import { ProductsService } from './products.service.js';

@Module({})
export class ProductsModule {
  /** @throws ConfigError where the library is not installed */
  static async register(config: Config): Promise<DynamicModule> {
    const { register, Controller = ProductsController } = await loadOrm(config.orm);
    return {
      module: ProductsModule,
      imports: [await register(config)],
      controllers: [Controller],
      providers: [ProductsService],
    };
  }
}
