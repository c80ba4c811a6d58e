import type { Type } from '@nestjs/common';
import { EXISTS, PreconditionFailedException } from '../exceptions/precondition-failed.exception.js';
import { VersionConflictException } from '../exceptions/version-conflict.exception.js';
import type { WriteOptions } from '../options/write-options.interface.js';
import { explained } from '../util/explained.js';
import { compareAndSet, versionOf, type Write } from './compare-and-set.js';
import type { EntityAdapter, EntityDescription, EntityKey } from './entity-adapter.interface.js';
import type { ExpectedVersion } from './expected-version.js';
import { changesIn, isUnchanged } from './unchanged.js';
import { checkKey, primaryKeyIn, type VersionedKey } from './versioned-key.js';

/**
 * Writes that cannot be lost: the version the client expects is part of the statement that writes.
 *
 * Each method takes the `ExpectedVersion` that `@IfMatch()` gave the handler, and consumes it. A missing row is 404
 * (412 on a route that creates what is absent), another version is 412 with the current tag. Where If-Match alone
 * decides, a write is one statement. Where other preconditions have a say, the current state is read first, and its
 * version goes into the statement.
 *
 * A key has all members of the primary key. What it says of other columns restricts the row, and a row beyond that is
 * missing: `update({ id, tenantId }, …)` writes in no other tenant.
 *
 * @typeParam Key the properties of the primary key, so that the compiler asks for all of them
 */
export class VersionedRepository<T extends object, Scope = unknown, Key extends keyof T = never> {
  constructor(
    private readonly entity: Type<T>,
    private readonly adapter: EntityAdapter<Scope>,
    private readonly description: EntityDescription,
    private readonly scope?: Scope,
    private readonly defaults: WriteOptions = {},
  ) {}

  /** The same repository in a transaction of the caller's. */
  within(scope: Scope): VersionedRepository<T, Scope, Key> {
    // A library's repository has methods of its own, and so may one of the application's.
    const within = Object.create(Object.getPrototypeOf(this) as object) as this;
    return Object.assign(within, this, { scope });
  }

  /**
   * Changes some columns of an entity. A client's body may be handed over as it is: what is no column of the class, and
   * the key, the version and the class of the row, is passed over.
   * @returns the entity as it is now, with its new version
   * @throws PreconditionFailedException (412), NotFoundException (404); Error where the key lacks a member, or names
   * what is no column
   */
  async update(
    key: VersionedKey<T, Key>,
    changes: Partial<T>,
    expected: ExpectedVersion,
    options: WriteOptions = {},
  ): Promise<T> {
    const row = this.rowOf(key);
    const kept = this.skipsUnchanged(options) && (await this.unchanged(row, changes, expected));
    if (kept) return kept;
    const written = await this.compareAndSet(row, expected, (versions) =>
      this.adapter.update(this.entity, row, changes, versions, this.scope),
    );
    return written as T;
  }

  /** @throws PreconditionFailedException (412), NotFoundException (404) */
  async delete(key: VersionedKey<T, Key>, expected: ExpectedVersion): Promise<void> {
    const row = this.rowOf(key);
    await this.compareAndSet(
      row,
      expected,
      async (versions) => (await this.adapter.delete(this.entity, row, versions, this.scope)) || null,
    );
  }

  /**
   * Marks an entity as deleted, and gives it a new version. To every other method it is missing from then on, but
   * `insert()` finds its key taken.
   * @throws PreconditionFailedException (412), NotFoundException (404); Error where the entity has no deletion date
   */
  async softDelete(key: VersionedKey<T, Key>, expected: ExpectedVersion): Promise<void> {
    const row = this.rowOf(key);
    const { softDelete } = this.adapter;
    if (!softDelete) throw this.cannot('mark it as deleted');
    await this.compareAndSet(
      row,
      expected,
      async (versions) =>
        (await softDelete.call(this.adapter, this.entity, row, versions, this.scope)) || null,
    );
  }

  /**
   * Takes the mark of deletion back, and gives the entity a new version. Its tag is that of the marked row, which a list
   * of such rows shows; the route says `current: false`, since the row is missing until then.
   * @returns the entity as it is now
   * @throws PreconditionFailedException (412), NotFoundException (404) where none is marked
   */
  async restore(key: VersionedKey<T, Key>, expected: ExpectedVersion): Promise<T> {
    const row = this.rowOf(key);
    const { restore } = this.adapter;
    if (!restore) throw this.cannot('restore it');
    const restored = await this.compareAndSet(
      row,
      expected,
      (versions) => restore.call(this.adapter, this.entity, row, versions, this.scope),
      'deleted',
    );
    return restored as T;
  }

  /**
   * Creates an entity.
   * @throws PreconditionFailedException (412) where it exists and the request said `If-None-Match: *`;
   * VersionConflictException (409) where it exists and the request did not
   */
  async insert(values: Partial<T>, expected?: ExpectedVersion): Promise<T> {
    expected?.consume();
    const created = await this.adapter.insert(this.entity, values, this.scope);
    if (created) return created as T;
    if (!expected?.createOnly) throw new VersionConflictException('The resource exists already.');
    const current = await this.current({ ...primaryKeyIn(values, this.description), ...expected.where });
    // Where nobody may see a row with this key, or another unique value exists: that is no 404.
    if (!current) throw new PreconditionFailedException(undefined, EXISTS);
    return expected.refuse(current);
  }

  /**
   * Writes an entity that was loaded and changed, if its row still has the version that was loaded and is expected. It
   * is the `save()` of the library, with its own notion of what has changed, its hooks, relations and cascades.
   * @returns the entity as it is now, with its new version
   * @throws PreconditionFailedException (412), NotFoundException (404)
   */
  async save(entity: T, expected: ExpectedVersion, options: WriteOptions = {}): Promise<T> {
    const { version } = this.description;
    const key = primaryKeyIn(entity, this.description);
    const loaded = versionOf(entity, version);
    const isLoaded = (row: object) => versionOf(row, version) === loaded;
    const kept = this.skipsUnchanged(options) && (await this.unchanged(key, entity, expected, isLoaded));
    if (kept) return kept;
    const hasVersion = loaded !== undefined || entity[version as keyof T] === null;
    const write: Write<object> = async (versions) => {
      if (!hasVersion || (versions && !versions.includes(loaded!))) return null;
      if (this.adapter.save) return this.adapter.save(this.entity, entity, this.scope);
      return this.adapter.update(
        this.entity,
        key,
        changesIn(entity, this.description),
        [loaded!],
        this.scope,
      );
    };
    return (await this.compareAndSet(key, expected, write)) as T;
  }

  private skipsUnchanged({ skipUnchanged = this.defaults.skipUnchanged }: WriteOptions): boolean | undefined {
    return skipUnchanged;
  }

  /** The row where it has all changes already; undefined where it is to be written, or refused by what writes. */
  private async unchanged(
    key: EntityKey,
    changes: object,
    expected: ExpectedVersion,
    isMeant: (row: object) => boolean = () => true,
  ): Promise<T | undefined> {
    const row = await this.current(key);
    if (!row || !isMeant(row) || !isUnchanged(row, changes, this.description)) return undefined;
    // Nothing is written, so no statement compares the version.
    await expected.consume().assert(row);
    return row as T;
  }

  private compareAndSet<R>(
    key: EntityKey,
    expected: ExpectedVersion,
    write: Write<R>,
    as: 'all' | 'deleted' = 'all',
  ): Promise<R> {
    const target = { version: this.description.version, current: () => this.current(key, as) };
    return compareAndSet(expected, target, write);
  }

  private current(key: EntityKey, as: 'all' | 'deleted' = 'all'): Promise<object | null> {
    return this.adapter.find(this.entity, key, as, this.scope);
  }

  private rowOf(key: object): EntityKey {
    checkKey(key, this.entity.name, this.description, this.adapter);
    return key as EntityKey;
  }

  private cannot(what: string): Error {
    return new Error(explained('adapter-cannot', `The adapter of ${this.entity.name} cannot ${what}.`));
  }
}
