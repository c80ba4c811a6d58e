import type { ClientSession, Document } from 'mongoose';
import type { WriteOptions } from '../options/write-options.interface.js';
import type { ExpectedVersion } from '../versioned/expected-version.js';
import type { VersionedKey } from '../versioned/versioned-key.js';
import { VersionedRepository as VersionedRepositoryOfAnyScope } from '../versioned/versioned-repository.js';

/**
 * Writes to the documents of one model that cannot be lost: the version the client expects is part of the command. What
 * it returns are documents of Mongoose. `within(session)` is the same repository in a transaction of the caller's.
 * @example
 * ```ts
 * @Injectable()
 * export class ProductsService {
 *   constructor(@InjectVersionedRepository(Product) private readonly products: VersionedRepository<Product>) {}
 *
 *   update(id: string, changes: UpdateProduct, expected: ExpectedVersion): Promise<Product> {
 *     return this.products.update({ id }, changes, expected);
 *   }
 * }
 * ```
 */
export class VersionedRepository<
  T extends object,
  Key extends keyof T = never,
> extends VersionedRepositoryOfAnyScope<T, ClientSession, Key> {
  /** The same repository in a transaction of Mongoose's, which `connection.transaction()` gives its function. */
  override within(session: ClientSession): VersionedRepository<T, Key> {
    return super.within(session);
  }

  override update(
    key: VersionedKey<T, Key>,
    changes: Partial<T>,
    expected: ExpectedVersion,
    options?: WriteOptions,
  ): Promise<T> {
    return super.update(key, plain(changes), expected, options);
  }

  override insert(values: Partial<T>, expected?: ExpectedVersion): Promise<T> {
    return super.insert(plain(values), expected);
  }

  /**
   * Mongoose's own `save()` of a document that was loaded and changed, with its hooks and validators, if the stored one
   * still has the version that was loaded and is expected. A document of which nothing was changed is
   * compared, and keeps its version.
   * @throws PreconditionFailedException (412), NotFoundException (404); Error for what is no document of Mongoose
   */
  override save(entity: T, expected: ExpectedVersion): Promise<T> {
    // A document cannot be compared with the stored one by its properties.
    return super.save(entity, expected, { skipUnchanged: false });
  }
}

/** The properties of a document are getters of its class, and no members of its own. */
function plain<T extends object>(values: T): T {
  if (!isDocument(values)) return values;
  // As it is stored: what its schema says of toObject() is for those who read it.
  const { _id: id, ...properties } = values.toBSON() as { _id?: unknown };
  return { ...properties, id } as unknown as T;
}

export function isDocument(value: object): value is Document {
  return '$isNew' in value && '$__' in value && 'toObject' in value;
}
