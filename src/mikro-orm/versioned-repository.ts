import type { EntityManager } from '@mikro-orm/core';
import { VersionedRepository as VersionedRepositoryOfAnyScope } from '../versioned/versioned-repository.js';

/**
 * Writes to the rows of one entity that cannot be lost: the version the client expects is part of the statement. Inside
 * of `em.transactional()` they belong to its transaction; `within(em)` is the same repository on another `EntityManager`.
 * An entity that the `EntityManager` has loaded before is as the write left it.
 * @example
 * ```ts
 * @Injectable()
 * export class ProductsService {
 *   constructor(@InjectVersionedRepository(Product) private readonly products: VersionedRepository<Product>) {}
 *
 *   update(id: number, changes: UpdateProduct, expected: ExpectedVersion): Promise<Product> {
 *     return this.products.update({ id }, changes, expected);
 *   }
 * }
 * ```
 */
export class VersionedRepository<
  T extends object,
  Key extends keyof T = never,
> extends VersionedRepositoryOfAnyScope<T, EntityManager, Key> {}
