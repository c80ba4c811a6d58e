import type { FilterQuery } from '@mikro-orm/core';
import { explained } from '../util/explained.js';
import type { EntityKey } from '../versioned/entity-adapter.interface.js';
import type { EntityModel } from '../versioned/statements.interface.js';

/** Never empty: MikroORM takes no condition for every row. A value is compared as it is, a list or operator being none. */
export function conditionOf(
  { entity, description: { version } }: EntityModel,
  key: EntityKey,
  versions?: readonly unknown[],
): FilterQuery<object> {
  const members = Object.keys(key);
  if (members.length === 0)
    throw new Error(explained('key-members', `A statement on ${entity.name} has no condition.`));
  const condition: Record<string, unknown> = {};
  for (const name of members) condition[name] = isValue(key[name]);
  if (!versions) return condition;
  const expected = versions.length === 1 ? isValue(versions[0]) : { $in: versions };
  if (Object.hasOwn(condition, version))
    return { $and: [condition, { [version]: expected }] } as FilterQuery<object>;
  condition[version] = expected;
  return condition;
}

/** Only an object could be taken for an operator. */
function isValue(value: unknown): unknown {
  return typeof value === 'object' ? { $eq: value } : value;
}
