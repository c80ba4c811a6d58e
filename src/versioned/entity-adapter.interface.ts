import type { Type } from '@nestjs/common';
import type { CollectionRows } from '../options/collection.interface.js';

/** What an ORM knows of an entity class, by the names of its properties. */
export interface EntityDescription {
  /** The property that changes with every update. */
  readonly version: string;
  /** The properties of the primary key. */
  readonly key: readonly string[];
  /** The property that says when the entity last changed, where there is one. */
  readonly lastModified: string | undefined;
  /** The properties whose column is a number, which drivers and clients may write as text. Default: none. */
  readonly numbers?: readonly string[];
}

/** The primary key of one entity: a value for each property of the key. */
export type EntityKey = Readonly<Record<string, unknown>>;

/** Why a database refused a write: it met another version, or what was to be created exists. */
export type Conflict = 'stale' | 'exists';

/**
 * All that compare-and-set needs of an ORM. Everything else (which preconditions hold, 404 or 412, which tag a 412
 * carries) is the module's, and the same for every ORM.
 *
 * A version is handed over as the text its tag is made of: a number in decimal, a date in ISO form with milliseconds,
 * bytes in hexadecimal. A text that no value of the column can have matches no row.
 *
 * @typeParam Scope what a transaction of the library is (TypeORM: `EntityManager`); undefined is outside of one
 */
export interface EntityAdapter<Scope = unknown> {
  /** The name of the database it works on, for applications with several. Nest's own default is `'default'`. */
  readonly source: string;

  /**
   * Whether a key may name other columns beside the primary key, which are then part of every condition. Default: such a
   * key is an error, since a write that passed over a tenant's column would be another tenant's.
   */
  readonly restrictsKeys?: boolean;

  /** Undefined for an entity this adapter does not look after, or that has no version. */
  describe(entity: Type): EntityDescription | undefined;

  /**
   * Reads a key from the parameters of a URL.
   * @returns undefined where a parameter is no value its column could have: no such entity exists
   */
  keyFrom(entity: Type, params: Readonly<Record<string, string>>): EntityKey | undefined;

  /**
   * Looks up one entity as it is now, where it is written: in the transaction of the scope, from no cache, and from no
   * replica, which may lag behind. Null where there is none.
   * @param key with all members of the primary key; what it says of other columns restricts which row is found
   * @param as `'validators'`: version and modification date alone; `'all'`: the entity as a read gives it; `'deleted'`:
   * the same of one that is marked as deleted, which an adapter with `restore()` is asked for
   */
  find(
    entity: Type,
    key: EntityKey,
    as: 'validators' | 'all' | 'deleted',
    scope?: Scope,
  ): Promise<object | null>;

  /**
   * Looks up version and modification date for the answer to a plain read, where the library reads: on a replica, if
   * there is one. Without this method `replica: true` is refused at start-up.
   */
  findOnReplica?(entity: Type, key: EntityKey): Promise<object | null>;

  /**
   * Changes one entity and gives it a new version, in one statement, if its version is one of those given.
   * @param key as in `find()`: what it says of other columns is part of the condition
   * @param changes a client's: what is no column, and the key, the version or the class of the entity, is passed over
   * @param versions undefined: whatever its version is
   * @returns the entity as it is now, null where no row matched
   */
  update(
    entity: Type,
    key: EntityKey,
    changes: object,
    versions: readonly string[] | undefined,
    scope?: Scope,
  ): Promise<object | null>;

  /**
   * Writes an entity that was loaded and changed, as the library's own `save()` does, and gives it a new version, if
   * its row still has the version that was loaded. Without this method the properties of the entity are updated.
   * @returns the entity as it is now, null where no row matched
   */
  save?(entity: Type, loaded: object, scope?: Scope): Promise<object | null>;

  /** Deletes one entity in one statement, if its version is one of those given; false where no row matched. */
  delete(
    entity: Type,
    key: EntityKey,
    versions: readonly string[] | undefined,
    scope?: Scope,
  ): Promise<boolean>;

  /** Marks one entity as deleted and gives it a new version, under the same conditions; `find()` finds it no more. */
  softDelete?(
    entity: Type,
    key: EntityKey,
    versions: readonly string[] | undefined,
    scope?: Scope,
  ): Promise<boolean>;

  /** Takes the mark back, and gives the entity a new version, if it is marked and its version is one of those given. */
  restore?(
    entity: Type,
    key: EntityKey,
    versions: readonly string[] | undefined,
    scope?: Scope,
  ): Promise<object | null>;

  /** Creates an entity, null where one with its key (or another unique value of it) exists. */
  insert(entity: Type, values: object, scope?: Scope): Promise<object | null>;

  /**
   * Looks up the keys and versions of a collection, in one statement that loads no entity. Without this method
   * `@Versioned(Entity, { collection })` is refused at start-up.
   * @param query in the words of the ORM; undefined: all rows, by key, ascending
   * @param withTotal whether to count the rows before and behind the page
   * @param where columns and values that every row must have, beside what the query says
   * @returns undefined where the query cannot be answered so: the handler is asked
   */
  collection?(
    entity: Type,
    query: object | undefined,
    withTotal: boolean,
    scope?: Scope,
    where?: object,
  ): Promise<CollectionRows | undefined>;

  /** Recognises an error of the library that says a write met a conflict. */
  conflictOf(error: unknown): Conflict | undefined;
}
