import { explained } from '../util/explained.js';
import type { EntityAdapter, EntityDescription, EntityKey } from './entity-adapter.interface.js';

/** At least one of the properties of an entity. */
type SomeOf<T> = { [Name in keyof T]-?: Readonly<Pick<T, Name> & Partial<T>> }[keyof T];

/**
 * Which row of an entity is meant: the members of its primary key and, where these are to restrict the write, those of
 * other columns, such as a tenant's.
 * @typeParam Members the properties of the primary key, which then must all be there. Without them one has to be, and
 * the others are checked at run time
 */
export type VersionedKey<T extends object, Members extends keyof T = never> = [Members] extends [never]
  ? SomeOf<T>
  : Readonly<Pick<T, Members> & Partial<T>>;

/** The primary key alone, within values that may say more. */
export function primaryKeyIn(values: object, { key }: Pick<EntityDescription, 'key'>): EntityKey {
  return Object.fromEntries(key.map((name) => [name, values[name as keyof object]]));
}

/** @throws Error where a key lacks a member, so that many rows could be meant, or has one that would be passed over */
export function checkKey(
  given: object,
  name: string,
  { key }: EntityDescription,
  { restrictsKeys = false }: Pick<EntityAdapter, 'restrictsKeys'>,
): void {
  const missing = key.find((member) => !(member in given));
  if (missing !== undefined) {
    throw new Error(
      explained('key-members', `The key of ${name} is { ${key.join(', ')} }, and "${missing}" is missing.`),
    );
  }
  const passedOver = restrictsKeys ? undefined : Object.keys(given).find((member) => !key.includes(member));
  if (passedOver === undefined) return;
  throw new Error(
    explained(
      'key-members',
      `The adapter of ${name} finds rows by { ${key.join(', ')} } alone, and not by "${passedOver}".`,
    ),
  );
}
