import type { EntityManager, ObjectLiteral, OrderByCondition, SelectQueryBuilder } from 'typeorm';
import type { CollectionQuery } from './collection-query.interface.js';
import type { EntityModel } from './entity-model.js';

/** The rows of a page, numbered in its order, and the query that counts those around it. */
export interface CollectionPage {
  readonly rows: SelectQueryBuilder<ObjectLiteral>;
  /** Undefined where nobody asked for the total. */
  readonly total: SelectQueryBuilder<ObjectLiteral> | undefined;
}

/** The position of a row in the page. An aggregate, and a join, need to be told; a subquery's own order may get lost. */
export const POSITION = 'etag_position';

/**
 * @param query undefined: all rows, by key
 * @returns undefined for a query that joins: TypeORM takes two statements for a page of it
 */
export function collectionPage(
  model: EntityModel,
  query: CollectionQuery<ObjectLiteral> = allByKey(model),
  withTotal: boolean,
  manager: EntityManager,
): CollectionPage | undefined {
  const rows = select(model, query, manager);
  if (rows.expressionMap.joinAttributes.length > 0) return undefined;
  // In no order the rows would be numbered in any.
  if (Object.keys(rows.expressionMap.allOrderBys).length === 0) rows.orderBy(orderOfKey(model));
  rows.select(`row_number() OVER (ORDER BY ${orderOf(rows)})`, POSITION);
  return { rows, total: withTotal ? totalOf(model, query, manager) : undefined };
}

function allByKey({ description }: EntityModel): CollectionQuery<ObjectLiteral> {
  return { order: Object.fromEntries(description.key.map((name) => [name, 'ASC'])) };
}

/** Only what says which rows these are; anything else is between the application and `find()`. */
function select(
  { entity }: EntityModel,
  { where, order, skip, take, withDeleted }: CollectionQuery<ObjectLiteral>,
  manager: EntityManager,
): SelectQueryBuilder<ObjectLiteral> {
  const options = { where, order, skip, take, withDeleted };
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

function orderOfKey({ description }: EntityModel): OrderByCondition {
  return Object.fromEntries(description.key.map((name) => [`entity.${name}`, 'ASC']));
}

function totalOf(
  model: EntityModel,
  { where, withDeleted }: CollectionQuery<ObjectLiteral>,
  manager: EntityManager,
): SelectQueryBuilder<ObjectLiteral> {
  const counted = select(model, { ...(where && { where }), ...(withDeleted && { withDeleted }) }, manager);
  return counted.select('COUNT(*)', 'total').setOption('disable-global-order');
}
