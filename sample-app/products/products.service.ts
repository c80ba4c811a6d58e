import { Injectable, NotFoundException } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { ExpectedVersion } from 'nestjs-etag';
import { InjectVersionedRepository, VersionedRepository } from 'nestjs-etag/typeorm';
import { Repository } from 'typeorm';
import type { CreateProduct } from './dto/create-product.dto.js';
import { Product } from './product.entity.js';

/** Reads with TypeORM's own repository, and writes with the one that knows which version a client means. */
@Injectable()
export class ProductsService {
  constructor(
    @InjectRepository(Product) private readonly products: Repository<Product>,
    @InjectVersionedRepository(Product) private readonly versions: VersionedRepository<Product>,
  ) {}

  list(): Promise<Product[]> {
    return this.products.find({ order: { id: 'ASC' } });
  }

  /** @throws NotFoundException */
  async find(id: number): Promise<Product> {
    const product = await this.products.findOneBy({ id });
    if (product) return product;
    throw new NotFoundException(`There is no product ${id}.`);
  }

  create(fields: CreateProduct): Promise<Product> {
    return this.versions.insert(fields);
  }

  /**
   * @throws NotFoundException
   * @throws PreconditionFailedException where the product is not what the client expects, or not any more
   */
  update(id: number, changes: Partial<CreateProduct>, expected: ExpectedVersion): Promise<Product> {
    return this.versions.update({ id }, changes, expected);
  }

  /** @throws as {@link update} does */
  remove(id: number, expected: ExpectedVersion): Promise<void> {
    return this.versions.delete({ id }, expected);
  }
}
