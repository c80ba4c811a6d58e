import type { Transaction } from 'sequelize';
import { VersionedRepository as VersionedRepositoryOfAnyScope } from '../versioned/versioned-repository.js';

/**
 * Writes to the rows of one model that cannot be lost: the version the client expects is part of the statement.
 * `within(transaction)` is the same repository in a transaction of the caller's. `delete()` marks a row of a paranoid
 * model, as `destroy()` does.
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
> extends VersionedRepositoryOfAnyScope<T, Transaction, Key> {}
