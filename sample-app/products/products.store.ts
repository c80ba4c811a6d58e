import type { VersionedRepository } from 'nestjs-etag';
import type { Product } from './product.js';

/** A product as a library reads it. Some have a decimal as text, or as an object, to keep its cents exact. */
export type StoredProduct = Omit<Product, 'price'> & { readonly price: unknown };

/** Where products are kept, and all that differs between the libraries in orm/. */
export abstract class ProductsStore {
  /** Writes that name the version they are meant for. */
  abstract readonly versions: Pick<VersionedRepository<Product>, 'insert' | 'update' | 'delete'>;

  /** All products in the order of their ids. */
  abstract list(): PromiseLike<readonly StoredProduct[]>;

  abstract find(id: number): PromiseLike<StoredProduct | null | undefined>;

  /** What a new product has to be given: no id, where the database counts ids up by itself. */
  newKey(): Partial<Pick<Product, 'id'>> | Promise<Pick<Product, 'id'>> {
    return {};
  }
}
