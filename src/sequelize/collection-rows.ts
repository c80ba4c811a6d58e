import { literal, Op, type FindOptions, type Transactionable, type WhereOptions } from 'sequelize';
import type { CollectionRows } from '../options/collection.interface.js';
import type { SequelizeCollectionQuery } from './sequelize-entity.interface.js';
import type { SequelizeModel } from './sequelize-model.js';

const TOTAL = 'etagTotal';

/**
 * The keys and versions of a list, in one statement that loads no row. Undefined where that cannot say them: the default
 * scope joins other tables, or an empty page does not tell how many rows there are.
 */
export async function collectionRows(
  { table, description: { key, version } }: SequelizeModel,
  { where, order, limit, offset = 0 }: SequelizeCollectionQuery = {},
  withTotal: boolean,
  restricted: WhereOptions | undefined,
  transaction: Transactionable,
): Promise<CollectionRows | undefined> {
  const { include, attributes: _, where: scoped, ...scope } = table.options.defaultScope!;
  if (include) return undefined;
  const given = Object.entries({ order, limit, offset: offset || undefined });
  const total = withTotal
    ? [[literal('COUNT(*) OVER ()'), TOTAL] as [ReturnType<typeof literal>, string]]
    : [];
  const options: FindOptions = {
    order: key.map((name) => [name, 'ASC'] as [string, string]),
    ...scope,
    ...Object.fromEntries(given.filter(([, value]) => value !== undefined)),
    attributes: [...key, version, ...total],
    where: { [Op.and]: [scoped, where, restricted].filter((each) => each !== undefined) } as WhereOptions,
    raw: true,
    ...transaction,
  };
  const pairs = (await table.unscoped().findAll(options)) as unknown as Record<string, unknown>[];
  const isEmptyPage = pairs.length === 0 && ((options.offset ?? 0) > 0 || options.limit === 0);
  if (withTotal && isEmptyPage) return undefined;
  return {
    pairs,
    count: pairs.length,
    total: withTotal ? Number(pairs[0]?.[TOTAL] ?? 0) : undefined,
  };
}
