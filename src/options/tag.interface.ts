import type { EntityTag } from '../rfc9110/index.js';

/**
 * What a tag function may return: the opaque-tag alone (`'42'`, quoted for you), a full entity-tag (`'"42"'`,
 * `'W/"42"'`), an {@link EntityTag}, or nothing where this representation has no tag. What may not stand in an
 * opaque-tag is encoded.
 */
export type TagValue = string | number | bigint | Date | Uint8Array | EntityTag | null | undefined;

/**
 * Makes the tag of an entity that `current` answered or the handler returned, before any serializer. It must depend on
 * nothing but the entity, so that both give the same tag. It may be asynchronous, in the request's AsyncLocalStorage.
 */
export type TagFunction<T> = (entity: T) => TagValue | PromiseLike<TagValue>;

/** A property of an entity; any text where nothing is known of the entity. */
export type PropertyOf<T> = unknown extends T ? string : KeyOf<NonNullable<T>>;

type KeyOf<T> = T extends unknown ? ([keyof T] extends [never] ? string : string & keyof T) : never;

/** When an entity last changed: a `Date`, epoch milliseconds, or a string `Date` understands. */
export type TimestampValue = Date | number | string | null | undefined;

/** Where the modification date of an entity is found: a property's name, or a function of the entity. */
export type LastModifiedSource<T> = PropertyOf<T> | ((entity: T) => TimestampValue);
