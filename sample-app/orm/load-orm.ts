import type { DynamicModule, Type } from '@nestjs/common';
import type { Config, Orm } from '../config.js';
import type { ProductsController } from '../products/products.controller.js';

/** What each folder beside this file says of its library. */
export interface ProductsOrm {
  /**
   * Connects to the database.
   * @returns a module that exports the `ProductsStore`
   * @throws ConfigError where the library or its database is not there
   */
  readonly register: (config: Config) => DynamicModule | Promise<DynamicModule>;
  /** The controller, where the library wants another class for its rows than `Product`. */
  readonly Controller?: Type<ProductsController>;
}

/** Libraries take a while to load: only the one that is asked for. */
const ORMS: Readonly<Record<Orm, () => Promise<ProductsOrm>>> = {
  typeorm: () => import('./typeorm/typeorm.module.js'),
  prisma: () => import('./prisma/prisma.module.js'),
  mongoose: () => import('./mongoose/mongoose.module.js'),
  sql: () => import('./sql/sql.module.js'),
  drizzle: () => import('./drizzle/drizzle.module.js'),
  'mikro-orm': () => import('./mikro-orm/mikro-orm.module.js'),
  sequelize: () => import('./sequelize/sequelize.module.js'),
};

export function loadOrm(orm: Orm): Promise<ProductsOrm> {
  return ORMS[orm]();
}
