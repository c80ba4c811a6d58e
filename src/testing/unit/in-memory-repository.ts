import type { Type } from '@nestjs/common';
import { VersionedRepository } from '../../versioned/versioned-repository.js';
import { InMemoryAdapter } from './in-memory.adapter.js';

/** Where an entity has what a repository needs. */
export interface InMemoryOptions<T extends object> {
  /** The property that changes with every update. Default `version`. */
  readonly version?: (keyof T & string) | undefined;
  /** The properties of the primary key. Default `id`. */
  readonly key?: readonly (keyof T & string)[] | undefined;
}

/**
 * A `VersionedRepository` without a database, for a unit test of what takes one. Preconditions, 404, 409 and 412 are those of the
 * real one. A number counts up with each update, a date moves on, and a text is replaced by a random one.
 * @example
 * ```ts
 * const products = new InMemoryRepository(Product, [{ id: 7, price: 120, version: 3 }]);
 * await products.update({ id: 7 }, { price: 99 }, expectedVersion(3));
 * products.entities; // [Product { id: 7, price: 99, version: 4 }]
 * ```
 */
export class InMemoryRepository<T extends object> extends VersionedRepository<T, never> {
  /** What makes the entities known to `@Versioned(Entity)`: `app.get(EntityAdapters).register(repository.memory)`. */
  readonly memory: InMemoryAdapter<T>;

  /** @param entities those that are there from the start; one without a version has version 1 */
  constructor(entity: Type<T>, entities: readonly Partial<T>[] = [], options: InMemoryOptions<T> = {}) {
    const { version = 'version', key = ['id'] } = options;
    const description = { version, key, lastModified: undefined };
    const memory = new InMemoryAdapter(entity, description);
    super(entity, memory, description);
    this.memory = memory;
    // It is done by the time it returns its promise.
    for (const values of entities) void memory.insert(entity, values);
  }

  /** Copies of all that is there now. */
  get entities(): T[] {
    return this.memory.entities;
  }
}
