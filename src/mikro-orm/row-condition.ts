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
  const members = Object.entries(key).map(([name, value]) => ({ [name]: { $eq: value } }));
  if (members.length === 0)
    throw new Error(explained('key-members', `A statement on ${entity.name} has no condition.`));
  const conditions = versions ? [...members, { [version]: { $in: versions } }] : members;
  return { $and: conditions } as FilterQuery<object>;
}
