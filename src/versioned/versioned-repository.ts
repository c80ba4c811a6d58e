import type { Type } from '@nestjs/common';
import { EXISTS, PreconditionFailedException } from '../exceptions/precondition-failed.exception.js';
import { VersionConflictException } from '../exceptions/version-conflict.exception.js';
import type { WriteOptions } from '../options/write-options.interface.js';
import { textOf } from '../tags/text-of.js';
import type { EntityAdapter, EntityDescription, EntityKey } from './entity-adapter.interface.js';
import type { ExpectedVersion } from './expected-version.js';
import { changesIn, isUnchanged } from './unchanged.js';

/** Writes where the version is one of these, or whatever it is where they are undefined; null where no row matched. */
type Write<R> = (versions: readonly string[] | undefined) => Promise<R | null>;

/** How often a write reads the current version, where any is allowed and others keep writing. */
const ATTEMPTS = 10;

/**
 * Writes that cannot be lost: the version the client expects is part of the statement that writes.
 *
 * Each method takes the `ExpectedVersion` that `@IfMatch()` gave the handler, and consumes it. A missing row is 404
 * (412 on a route that creates what is absent), another version is 412 with the current tag. Where If-Match alone
 * decides, a write is one statement. Where other preconditions have a say, the current state is read first, and its
 * version goes into the statement.
 */
export class VersionedRepository<T extends object, Scope = unknown> {
  constructor(
    private readonly entity: Type<T>,
    private readonly adapter: EntityAdapter<Scope>,
    private readonly description: EntityDescription,
    private readonly scope?: Scope,
    private readonly defaults: WriteOptions = {},
  ) {}

  /** The same repository in a transaction of the caller's. */
  within(scope: Scope): VersionedRepository<T, Scope> {
    return new VersionedRepository(this.entity, this.adapter, this.description, scope, this.defaults);
  }

  /**
   * Changes some columns of an entity.
   * @returns the entity as it is now, with its new version
   * @throws PreconditionFailedException (412), NotFoundException (404)
   */
  async update(
    key: EntityKey,
    changes: Partial<T>,
    expected: ExpectedVersion,
    options: WriteOptions = {},
  ): Promise<T> {
    const kept = await this.unchanged(key, changes, expected, options);
    if (kept) return kept;
    const write: Write<object> = (versions) =>
      this.adapter.update(this.entity, key, changes, versions, this.scope);
    return (await this.compareAndSet(key, expected, write)) as T;
  }

  /** @throws PreconditionFailedException (412), NotFoundException (404) */
  async delete(key: EntityKey, expected: ExpectedVersion): Promise<void> {
    const write: Write<true> = async (versions) =>
      (await this.adapter.delete(this.entity, key, versions, this.scope)) || null;
    await this.compareAndSet(key, expected, write);
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
    if (expected?.createOnly) return this.refuseToCreate(this.keyOf(values), expected);
    throw new VersionConflictException('The resource exists already.');
  }

  /**
   * Writes an entity that was loaded and changed, if its row still has the version that was loaded and is expected.
   * @throws PreconditionFailedException (412), NotFoundException (404)
   */
  async save(entity: T, expected: ExpectedVersion, options: WriteOptions = {}): Promise<T> {
    const loaded = this.versionOf(entity);
    const isLoaded = (row: object) => this.versionOf(row) === loaded;
    const kept = await this.unchanged(this.keyOf(entity), entity, expected, options, isLoaded);
    if (kept) return kept;
    const changes = changesIn(entity, this.description);
    const write: Write<object> = async (versions) => {
      if (loaded === undefined || (versions && !versions.includes(loaded))) return null;
      return this.adapter.update(this.entity, this.keyOf(entity), changes, [loaded], this.scope);
    };
    return (await this.compareAndSet(this.keyOf(entity), expected, write)) as T;
  }

  /** The row where it has all changes already; undefined where it is to be written, or refused by what writes. */
  private async unchanged(
    key: EntityKey,
    changes: object,
    expected: ExpectedVersion,
    { skipUnchanged = this.defaults.skipUnchanged }: WriteOptions,
    isMeant: (row: object) => boolean = () => true,
  ): Promise<T | undefined> {
    const row = skipUnchanged ? await this.current(key) : null;
    if (!row || !isMeant(row) || !isUnchanged(row, changes, this.description)) return undefined;
    // Nothing is written, so no statement compares the version.
    await expected.consume().assert(row);
    return row as T;
  }

  private versionOf(row: object): string | undefined {
    return textOf(row[this.description.version as keyof object]);
  }

  private async compareAndSet<R>(key: EntityKey, expected: ExpectedVersion, write: Write<R>): Promise<R> {
    expected.consume();
    const decides = expected.decidedBy(this.description.version);
    if (!decides) return this.afterLookingAtIt(key, expected, write);
    const written = decides.versions?.length === 0 ? null : await write(decides.versions);
    return written ?? expected.refuse(await this.current(key));
  }

  private async afterLookingAtIt<R>(
    key: EntityKey,
    expected: ExpectedVersion,
    write: Write<R>,
    attempts = ATTEMPTS,
  ): Promise<R> {
    const current = await this.current(key);
    await expected.assert(current);
    const version = current ? this.versionOf(current) : undefined;
    const written = version === undefined ? null : await write([version]);
    if (written !== null) return written;
    // Another writer came between. Tags can be compared again, but not a date: both changes may have been made within
    // its second (RFC 9110, 8.8.2.2).
    if (!current || attempts <= 1 || expected.unmodifiedSince) {
      return expected.refuse(await this.current(key));
    }
    return this.afterLookingAtIt(key, expected, write, attempts - 1);
  }

  /** Where nothing has this key, another unique value exists: that is no 404. */
  private async refuseToCreate(key: EntityKey, expected: ExpectedVersion): Promise<never> {
    const current = await this.current(key);
    if (!current) throw new PreconditionFailedException(undefined, EXISTS);
    return expected.refuse(current);
  }

  private current(key: EntityKey): Promise<object | null> {
    return this.adapter.find(this.entity, key, 'all', this.scope);
  }

  private keyOf(values: Partial<T>): EntityKey {
    return Object.fromEntries(this.description.key.map((name) => [name, values[name as keyof T]]));
  }
}
