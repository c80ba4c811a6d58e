import { oncePer } from '../util/once-per.js';
import type { EntityKey } from '../versioned/entity-adapter.interface.js';
import type { MeantRow } from '../versioned/statements.interface.js';
import { asHeld } from './prisma-columns.js';
import type { PrismaArguments } from './prisma-client.interface.js';
import type { PrismaModel } from './prisma-model.js';

/**
 * The condition of a statement. An object always stands within `equals`: one of a client's would be an operator elsewhere,
 * and `{ id: { gt: 0 } }` every row. Values that are undefined have been refused before: Prisma would take them for no
 * condition.
 */
export function whereOf(model: PrismaModel, { key, versions }: MeantRow): PrismaArguments {
  const { version } = model.description;
  const condition: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(key)) {
    // Prisma throws where it is asked for rows that have nothing in a required field.
    if (value === null && !model.fields.get(name)?.isOptional) return { [version]: { in: [] } };
    condition[name] = isValue(model, name, value);
  }
  if (!versions) return condition;
  const held = versions.map((each) => asHeld(model.fields.get(version)?.type, each));
  const expected = held.length === 1 ? held[0] : { in: held };
  if (Object.hasOwn(condition, version)) return { AND: [condition, { [version]: expected }] };
  condition[version] = expected;
  return condition;
}

/** Without an operator where both are plain, which Prisma reads faster. */
function isValue({ fields, key }: PrismaModel, name: string, value: unknown): unknown {
  const held = asHeld(fields.get(name)?.type, value);
  return Object.hasOwn(key, name) && typeof held !== 'object' ? held : { equals: held };
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
export const withValidators = oncePer(({ description }: PrismaModel): PrismaArguments => {
  const { key, version, lastModified = version } = description;
  return { omit: Object.fromEntries([...key, version, lastModified].map((name) => [name, false])) };
});
