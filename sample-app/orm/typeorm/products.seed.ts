import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Product } from '../../products/product.js';
import { PRODUCTS } from '../../products/products.seed.js';

/** Something to look at on the first start. */
@Injectable()
export class ProductsSeed implements OnModuleInit {
  constructor(@InjectRepository(Product) private readonly products: Repository<Product>) {}

  async onModuleInit(): Promise<void> {
    if (await this.products.exists()) return;
    // Two servers may start on one empty database.
    await this.products
      .createQueryBuilder()
      .insert()
      // Named, because TypeORM would leave a generated id to the database.
      .into(Product, ['id', 'name', 'price', 'stock', 'version', 'updatedAt'])
      .values([...PRODUCTS])
      .orIgnore()
      .execute();
    if (this.products.manager.dataSource.options.type !== 'postgres') return;
    await this.products.query(
      `SELECT setval(pg_get_serial_sequence('products', 'id'), (SELECT max(id) FROM products))`,
    );
  }
}
