import { explained } from '../util/explained.js';
import { Op, type WhereOptions } from 'sequelize';
import type { EntityKey } from '../versioned/entity-adapter.interface.js';
import type { EntityModel } from '../versioned/statements.interface.js';

/** It is never empty: Sequelize takes no condition for every row. A list among the values is one value, and no choice. */
export function conditionOf(
  { entity, description: { version } }: EntityModel,
  key: EntityKey,
  versions?: readonly unknown[],
): WhereOptions {
  const members = Object.entries(key).map(([name, value]) => ({ [name]: { [Op.eq]: value } }));
  const conditions = versions ? [...members, { [version]: { [Op.in]: versions } }] : members;
  if (members.length === 0)
    throw new Error(explained('key-members', `A statement on ${entity.name} has no condition.`));
  return { [Op.and]: conditions } as WhereOptions;
}
