import type { Driver, ObjectLiteral, WhereExpressionBuilder } from 'typeorm';
import type { EntityKey } from '../versioned/entity-adapter.interface.js';
import type { EntityModel } from './entity-model.js';
import { versionIsOneOf } from './version-condition.js';

type Restrict = <Query extends WhereExpressionBuilder>(query: Query) => Query;

/**
 * The row with this key; undefined where a part of it is missing: TypeORM could leave that part out of the condition,
 * and match every row.
 */
export function rowWith(key: EntityKey, { description }: EntityModel): ObjectLiteral | undefined {
  const parts = description.key.map((name) => [name, key[name] ?? undefined] as const);
  return parts.every(([, value]) => value !== undefined) ? Object.fromEntries(parts) : undefined;
}

/** Restricts a write to the row with this key and one of these versions; undefined where no row could match. */
export function matching(
  key: EntityKey,
  versions: readonly string[] | undefined,
  model: EntityModel,
  driver: Driver,
): Restrict | undefined {
  const row = rowWith(key, model);
  const version = versions && versionIsOneOf(versions, model.version, driver);
  if (!row || (versions && !version)) return undefined;
  const { deleteDateColumn } = model.metadata;
  return (query) => {
    query.where(row);
    if (version) query.andWhere(version.sql, version.parameters);
    // Reads do not see a row that is marked as deleted.
    if (deleteDateColumn) query.andWhere(`${driver.escape(deleteDateColumn.databaseName)} IS NULL`);
    return query;
  };
}
