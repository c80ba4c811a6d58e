import { VersionedRepository as VersionedRepositoryOfAnyScope } from '../versioned/versioned-repository.js';
import type { PrismaClientLike } from './prisma-client.interface.js';

/**
 * Writes to the rows of one model that cannot be lost: the version the client expects is part of the statement.
 * `within(transaction)` is the same repository in a transaction of the caller's.
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
> extends VersionedRepositoryOfAnyScope<T, PrismaClientLike, Key> {
  /** The same repository in a transaction of Prisma's, which `prisma.$transaction()` gives its function. */
  override within(transaction: object): VersionedRepository<T, Key> {
    return super.within(transaction as PrismaClientLike);
  }
}
