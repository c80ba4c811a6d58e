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
  const members = Object.keys(key);
  if (members.length === 0)
    throw new Error(explained('key-members', `A statement on ${entity.name} has no condition.`));
  const condition: Record<string, unknown> = {};
  for (const name of members) condition[name] = isValue(key[name]);
  if (!versions) return condition as WhereOptions;
  const expected = versions.length === 1 ? isValue(versions[0]) : { [Op.in]: versions };
  if (Object.hasOwn(condition, version))
    return { [Op.and]: [condition, { [version]: expected }] } as WhereOptions;
  condition[version] = expected;
  return condition as WhereOptions;
}

/** Only an object could be taken for an operator. */
function isValue(value: unknown): unknown {
  return typeof value === 'object' ? { [Op.eq]: value } : value;
}
