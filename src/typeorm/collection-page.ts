import type { EntityManager, FindManyOptions, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { CollectionQuery } from './collection-query.interface.js';
import type { EntityModel } from './entity-model.js';

/** The rows of a page, numbered in its order, and the query that counts all rows. */
export interface CollectionPage {
  readonly rows: SelectQueryBuilder<ObjectLiteral>;
  /** Undefined where nobody asked for the total. */
  readonly total: SelectQueryBuilder<ObjectLiteral> | undefined;
}

/** The position of a row in the page: an aggregate and a join do not keep the order of a subquery. */
export const POSITION = 'etag_position';

/**
 * @param query undefined: all rows, by key
 * @returns undefined for a query that joins: TypeORM takes two statements for a page of it
 */
export function collectionPage(
  model: EntityModel,
  query: CollectionQuery<ObjectLiteral> | undefined,
  withTotal: boolean,
  manager: EntityManager,
): CollectionPage | undefined {
  const { where, order, skip, take, withDeleted } = query ?? {};
  const rows = select(model, { where, order, skip, take, withDeleted }, manager);
  if (rows.expressionMap.joinAttributes.length > 0) return undefined;
  // Without an order the database could number the rows in any.
  if (!query || Object.keys(rows.expressionMap.allOrderBys).length === 0) {
    const byKey = model.description.key.map((name) => [`entity.${name}`, 'ASC'] as const);
    rows.orderBy(Object.fromEntries(byKey));
  }
  rows.select(`row_number() OVER (ORDER BY ${orderOf(rows)})`, POSITION);
  if (!withTotal) return { rows, total: undefined };
  const total = select(model, { where, withDeleted }, manager).select('COUNT(*)', 'total');
  return { rows, total: total.setOption('disable-global-order') };
}

/** A query whose rows meet a condition as well; of all rows, where there is none. */
export function restricted(
  query: CollectionQuery<ObjectLiteral> | undefined,
  by: ObjectLiteral,
): CollectionQuery<ObjectLiteral> {
  const given = [query?.where ?? {}].flat();
  // No alternative at all is no condition to TypeORM.
  const where = (given.length > 0 ? given : [{}]).map((each) => Object.assign({}, each, by));
  return { ...query, where };
}

function select(
  { entity }: EntityModel,
  options: { readonly [K in keyof FindManyOptions]: FindManyOptions[K] | undefined },
  manager: EntityManager,
): SelectQueryBuilder<ObjectLiteral> {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return manager
    .createQueryBuilder<ObjectLiteral>(entity, 'entity')
    .setFindOptions({ ...given, loadEagerRelations: false });
}

/** The very order TypeORM gives the page, that of the entity itself included. */
function orderOf({ expressionMap }: SelectQueryBuilder<ObjectLiteral>): string {
  const terms = Object.entries(expressionMap.allOrderBys).map(([path, by]) =>
    typeof by === 'string' ? `${path} ${by}` : `${path} ${by.order} ${by.nulls}`,
  );
  return terms.join(', ');
}
