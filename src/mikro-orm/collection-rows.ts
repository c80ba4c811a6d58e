import { raw, type EntityManager } from '@mikro-orm/core';
import type { CollectionRows } from '../options/collection.interface.js';
import type { MikroOrmCollectionQuery } from './mikro-orm-entity.interface.js';
import type { MikroOrmModel } from './mikro-orm-model.js';
import { builderOf } from './query-builder.js';

const TOTAL = 'etag_total';
/** MySQL takes no OFFSET without a LIMIT. */
const ALL = Number.MAX_SAFE_INTEGER;

/**
 * The keys and versions of a list, in one statement that loads no row. Undefined where that cannot say them: a condition
 * joins other tables, or an empty page does not tell how many rows there are.
 * @param em with an identity map of its own
 */
export async function collectionRows(
  em: EntityManager,
  model: MikroOrmModel,
  { where, orderBy, limit, offset = 0 }: MikroOrmCollectionQuery = {},
  withTotal: boolean,
  restricted: object | undefined,
): Promise<CollectionRows | undefined> {
  const { entity, description } = model;
  const names = [...description.key, description.version];
  const builder = builderOf(em, model).select([
    ...names,
    ...(withTotal ? [raw(`count(*) over () as ${TOTAL}`)] : []),
  ]);
  const conditions = [where, restricted].filter((each) => each !== undefined);
  if (conditions.length > 0) builder.where({ $and: conditions });
  await builder.applyFilters();
  builder.orderBy(orderBy ?? Object.fromEntries(description.key.map((name) => [name, 'asc'])));
  if (limit !== undefined || offset > 0) builder.limit(limit ?? ALL, offset);
  if (/ join /i.test(builder.getQuery())) return undefined;
  const rows = await builder.execute('all', false);
  if (withTotal && rows.length === 0 && (offset > 0 || limit === 0)) return undefined;
  const pairs = rows.map(({ [TOTAL]: _, ...row }) => {
    const found = em.map(entity, row) as Record<string, unknown>;
    return Object.fromEntries(names.map((name) => [name, found[name]]));
  });
  return {
    pairs,
    count: pairs.length,
    total: withTotal ? Number(rows[0]?.[TOTAL] ?? 0) : undefined,
  };
}
