import type { EntityKey } from '../versioned/entity-adapter.interface.js';
import type { MeantRow } from '../versioned/statements.interface.js';
import { asHeld } from './prisma-columns.js';
import type { PrismaArguments } from './prisma-client.interface.js';
import type { PrismaModel } from './prisma-model.js';

/**
 * The condition of a statement. A value always stands within `equals`: an object of a client's would be an operator
 * elsewhere, and `{ id: { gt: 0 } }` every row. Values that are undefined have been refused before: Prisma would take
 * them for no condition.
 */
export function whereOf({ fields, description }: PrismaModel, { key, versions }: MeantRow): PrismaArguments {
  const held = (name: string, value: unknown) => asHeld(fields.get(name)?.type, value);
  // Prisma throws where it is asked for rows that have nothing in a required field.
  const cannotBe = Object.entries(key).some(
    ([name, value]) => value === null && !fields.get(name)?.isOptional,
  );
  const members = Object.entries(key).map(([name, value]) => ({ [name]: { equals: held(name, value) } }));
  const { version } = description;
  if (cannotBe) return { [version]: { in: [] } };
  const expected = versions && { [version]: { in: versions.map((each) => held(version, each)) } };
  return { AND: expected ? [...members, expected] : members };
}

/** What an UPDATE sets: the changes, the time, and the next version, which the database counts. */
export function written({ description }: PrismaModel, changes: object): object {
  const { version, lastModified } = description;
  return {
    ...changes,
    ...(lastModified !== undefined && { [lastModified]: new Date() }),
    [version]: { increment: 1 },
  };
}

export function created({ fields, description }: PrismaModel, values: object): object {
  const { version, lastModified } = description;
  const row: Record<string, unknown> = { ...values };
  row[version] = asHeld(fields.get(version)?.type, row[version]);
  if (lastModified !== undefined) row[lastModified] ??= new Date();
  return row;
}

export function primaryKey({ description }: PrismaModel, values: EntityKey): EntityKey {
  return Object.fromEntries(description.key.map((name) => [name, values[name]]));
}

export function fieldsOf(names: readonly string[]): Readonly<Record<string, true>> {
  return Object.fromEntries(names.map((name) => [name, true]));
}

/** What a row needs for its tag, whatever the client leaves out of rows otherwise. */
export function withValidators({ description }: PrismaModel): PrismaArguments {
  const { key, version, lastModified = version } = description;
  return { omit: Object.fromEntries([...key, version, lastModified].map((name) => [name, false])) };
}
