import type { EntityDescription } from './entity-adapter.interface.js';

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

/** @throws Error where a member of the primary key is not even named: every row could be meant */
export function checkKey(given: object, name: string, { key }: EntityDescription): void {
  const missing = key.find((member) => !(member in given));
  if (missing === undefined) return;
  throw new Error(`The key of ${name} is { ${key.join(', ')} }, and "${missing}" is missing.`);
}
