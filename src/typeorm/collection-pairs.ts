import type { Driver, EntityManager } from 'typeorm';
import type { CollectionRows } from '../options/collection.interface.js';
import type { ColumnMetadata } from './column-kind.js';
import { POSITION, type CollectionPage } from './collection-page.js';
import type { EntityModel } from './entity-model.js';
import type { Row } from './returned-row.js';

/** The columns of the key, and the version. */
export function pairColumns({ metadata, version }: EntityModel): readonly ColumnMetadata[] {
  return [...metadata.primaryColumns, version];
}

/** Key and version of every row as the entity holds them, one row each; the digest is the module's to make. */
export async function pairsOf(
  { rows, total }: CollectionPage,
  columns: readonly ColumnMetadata[],
  manager: EntityManager,
  driver: Driver,
): Promise<CollectionRows> {
  for (const [at, { propertyPath }] of columns.entries())
    rows.addSelect(`entity.${propertyPath}`, `etag_${at}`);
  const names = [...columns.map((_, at) => `etag_${at}`), POSITION];
  const query = manager.createQueryBuilder().select(names.map((name) => `page.${name} AS ${name}`));
  const page = `(${rows.getQuery()})`;
  if (total) {
    // An empty page has a total as well.
    query.addSelect('counted.total', 'total');
    query.from(`(${total.getQuery()})`, 'counted').leftJoin(page, 'page', '1 = 1');
  } else query.from(page, 'page');
  query.setParameters({ ...total?.getParameters(), ...rows.getParameters() });
  const found = await query.orderBy(`page.${POSITION}`).getRawMany<Row>();
  const pairs = found.filter((row) => row[POSITION] !== null).map((row) => entityOf(row, columns, driver));
  return { pairs, count: pairs.length, total: total && Number(found[0]!['total']) };
}

function entityOf(row: Row, columns: readonly ColumnMetadata[], driver: Driver): object {
  return Object.fromEntries(
    columns.map((column, at) => [
      column.propertyName,
      driver.prepareHydratedValue(row[`etag_${at}`], column) as unknown,
    ]),
  );
}
