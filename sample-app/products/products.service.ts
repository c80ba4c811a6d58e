import { Injectable, NotFoundException } from '@nestjs/common';
import type { ExpectedVersion } from 'nestjs-etag';
import type { CreateProduct } from './dto/create-product.dto.js';
import type { Product } from './product.js';
import { ProductsStore, type StoredProduct } from './products.store.js';

/** Reads as the library of the store does, and writes with the repository that knows which version a client means. */
@Injectable()
export class ProductsService {
  constructor(private readonly store: ProductsStore) {}

  async list(): Promise<Product[]> {
    return (await this.store.list()).map(productOf);
  }

  /** @throws NotFoundException */
  async find(id: number): Promise<Product> {
    const product = await this.store.find(id);
    if (product) return productOf(product);
    throw new NotFoundException(`There is no product ${id}.`);
  }

  async create(fields: CreateProduct): Promise<Product> {
    const key = await this.store.newKey();
    return productOf(await this.store.versions.insert({ ...fields, ...key }));
  }

  /**
   * @throws NotFoundException
   * @throws PreconditionFailedException where the product is not what the client expects, or not any more
   */
  async update(id: number, changes: Partial<CreateProduct>, expected: ExpectedVersion): Promise<Product> {
    return productOf(await this.store.versions.update({ id }, changes, expected));
  }

  /** @throws as {@link update} does */
  remove(id: number, expected: ExpectedVersion): Promise<void> {
    return this.store.versions.delete({ id }, expected);
  }
}

/** The product as every library answers it: the same fields in the same order. */
function productOf({ id, name, price, stock, version, updatedAt }: StoredProduct): Product {
  return { id, name, price: Number(price), stock, version, updatedAt };
}
