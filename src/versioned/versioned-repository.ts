import type { Type } from '@nestjs/common';
import { EXISTS, PreconditionFailedException } from '../exceptions/precondition-failed.exception.js';
import { VersionConflictException } from '../exceptions/version-conflict.exception.js';
import type { EntityAdapter, EntityDescription, EntityKey } from './entity-adapter.interface.js';
import type { WriteOptions } from '../options/write-options.interface.js';
import { textOf } from '../tags/text-of.js';
import type { ExpectedVersion } from './expected-version.js';
import { changesIn, isUnchanged } from './unchanged.js';

/** How often a write looks again, where it may go on whatever the version is and others keep writing. */
const ATTEMPTS = 10;

/**
 * Writes that cannot be lost: the version the client expects is part of the statement that writes.
 *
 * Each method takes the `ExpectedVersion` a handler was given by `@IfMatch()`, and consumes it. A row that is not
 * there is 404 (412 on a route that creates what is absent), a version that moved is 412 with the current tag.
 * Where If-Match alone decides, a write is one statement; where other preconditions have a say, the current state is
 * read first and its version goes into the statement, so that what was found to hold still holds.
 */
export class VersionedRepository<T extends object, Scope = unknown> {
  constructor(
    private readonly entity: Type<T>,
    private readonly adapter: EntityAdapter<Scope>,
    private readonly description: EntityDescription,
    private readonly scope?: Scope,
    private readonly defaults: WriteOptions = {},
  ) {}

  /** The same repository, in a transaction of the caller's. */
  within(scope: Scope): VersionedRepository<T, Scope> {
    return new VersionedRepository(this.entity, this.adapter, this.description, scope, this.defaults);
  }

  /**
   * Changes some columns of an entity.
   * @param options {@link WriteOptions}
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
    const write = (versions: readonly string[] | undefined) =>
      this.adapter.update(this.entity, key, changes, versions, this.scope);
    return (await this.compareAndSet(key, expected, write)) as T;
  }

  /** @throws PreconditionFailedException (412), NotFoundException (404) */
  async delete(key: EntityKey, expected: ExpectedVersion): Promise<void> {
    const write = async (versions: readonly string[] | undefined) =>
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
   * Writes an entity that was loaded and changed, if it is still the one that was loaded and that the client expects.
   * @param options {@link WriteOptions}
   * @throws PreconditionFailedException (412), NotFoundException (404)
   */
  async save(entity: T, expected: ExpectedVersion, options: WriteOptions = {}): Promise<T> {
    const loaded = this.versionOf(entity);
    const isLoaded = (row: object) => this.versionOf(row) === loaded;
    const kept = await this.unchanged(this.keyOf(entity), entity, expected, options, isLoaded);
    if (kept) return kept;
    const changes = changesIn(entity, this.description);
    const write = async (versions: readonly string[] | undefined) => {
      if (loaded === undefined || (versions && !versions.includes(loaded))) return null;
      return this.adapter.update(this.entity, this.keyOf(entity), changes, [loaded], this.scope);
    };
    return (await this.compareAndSet(this.keyOf(entity), expected, write)) as T;
  }

  /** The row, where it is to be left alone; undefined where it is to be written, or refused by what writes. */
  private async unchanged(
    key: EntityKey,
    changes: object,
    expected: ExpectedVersion,
    { skipUnchanged = this.defaults.skipUnchanged }: WriteOptions,
    isMeant: (row: object) => boolean = () => true,
  ): Promise<T | undefined> {
    const row = skipUnchanged ? await this.current(key) : null;
    if (!row || !isMeant(row) || !isUnchanged(row, changes, this.description)) return undefined;
    // Nothing is written, so that there is nothing to be compared with.
    await expected.consume().assert(row);
    return row as T;
  }

  private versionOf(row: object): string | undefined {
    return textOf(row[this.description.version as keyof object]);
  }

  private async compareAndSet<R>(
    key: EntityKey,
    expected: ExpectedVersion,
    write: (versions: readonly string[] | undefined) => Promise<R | null>,
  ): Promise<R> {
    expected.consume();
    const decides = expected.decidedBy(this.description.version);
    if (!decides) return this.afterLookingAtIt(key, expected, write);
    const written = decides.versions?.length === 0 ? null : await write(decides.versions);
    return written ?? expected.refuse(await this.current(key));
  }

  private async afterLookingAtIt<R>(
    key: EntityKey,
    expected: ExpectedVersion,
    write: (versions: readonly string[]) => Promise<R | null>,
    attempts = ATTEMPTS,
  ): Promise<R> {
    const current = await this.current(key);
    await expected.assert(current);
    const version = current ? this.versionOf(current) : undefined;
    const written = version === undefined ? null : await write([version]);
    if (written !== null) return written;
    // It moved between the look and the write. Looked at again, tags answer for themselves; a date does not: both
    // changes may have been made within its second (RFC 9110, 8.8.2.2).
    if (!current || attempts <= 1 || expected.unmodifiedSince) {
      return expected.refuse(await this.current(key));
    }
    return this.afterLookingAtIt(key, expected, write, attempts - 1);
  }

  /** Another unique value may be what exists, and nothing under this key: that is no 404. */
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
