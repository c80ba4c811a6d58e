import type { EntityManager, ObjectLiteral } from 'typeorm';
import type { CollectionRows } from '../options/collection.interface.js';
import { digestDialect, digestOf } from './collection-digest.js';
import { collectionPage, POSITION, type CollectionPage } from './collection-page.js';
import type { CollectionQuery } from './collection-query.interface.js';
import type { ColumnMetadata } from './column-kind.js';
import type { EntityModel } from './entity-model.js';
import { valuesIn, type Row } from './returned-row.js';

/**
 * The keys and versions of a collection, as a digest where the database can make it. This takes one statement, and a
 * second where the text to digest is too long for MySQL.
 * @param query undefined: all rows, by key
 * @returns undefined where one statement cannot tell
 */
export async function collectionRows(
  model: EntityModel,
  query: CollectionQuery<ObjectLiteral> | undefined,
  withTotal: boolean,
  manager: EntityManager,
): Promise<CollectionRows | undefined> {
  const page = () => collectionPage(model, query, withTotal, manager);
  const rows = page();
  if (!rows) return undefined;
  const columns = [...model.metadata.primaryColumns, model.version];
  const dialect = digestDialect(columns, model.dataSource.driver);
  if (!dialect) return pairsOf(rows, columns, model, manager);
  const found = await digestOf(rows, model, manager, dialect);
  return found === 'too long' ? pairsOf(page()!, columns, model, manager) : found;
}

/** Key and version of every row as the entity holds them. */
async function pairsOf(
  { rows, total }: CollectionPage,
  columns: readonly ColumnMetadata[],
  { dataSource }: EntityModel,
  manager: EntityManager,
): Promise<CollectionRows> {
  const names = columns.map((_, at) => `etag_${at}`);
  for (const [at, name] of names.entries()) rows.addSelect(`entity.${columns[at]!.propertyPath}`, name);
  const selected = [...names, POSITION].map((name) => `page.${name} AS ${name}`);
  const query = manager.createQueryBuilder().select(selected);
  const page = `(${rows.getQuery()})`;
  if (total) {
    // An empty page has a total as well.
    query.addSelect('counted.total', 'total');
    query.from(`(${total.getQuery()})`, 'counted').leftJoin(page, 'page', '1 = 1');
  } else query.from(page, 'page');
  query.setParameters({ ...total?.getParameters(), ...rows.getParameters() });
  const found = await query.orderBy(`page.${POSITION}`).getRawMany<Row>();
  const pairs = found
    .filter((row) => row[POSITION] !== null)
    .map((row) => valuesIn(row, columns, names, dataSource.driver));
  return { pairs, count: pairs.length, total: total && Number(found[0]!['total']) };
}
