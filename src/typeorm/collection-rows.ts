import type { Driver, EntityManager, ObjectLiteral } from 'typeorm';
import type { CollectionRows } from '../options/collection.interface.js';
import { digestOf } from './collection-digest.js';
import { collectionPage } from './collection-page.js';
import { pairColumns, pairsOf } from './collection-pairs.js';
import type { CollectionQuery } from './collection-query.interface.js';
import { digestDialect } from './digest-dialect.js';
import type { EntityModel } from './entity-model.js';

/**
 * The keys and versions of a collection in one statement (in two where its text is too long for MySQL), as a digest where
 * the database can make it.
 * @param query undefined: all rows, by key
 * @returns undefined where one statement cannot tell
 */
export async function collectionRows(
  model: EntityModel,
  query: CollectionQuery<ObjectLiteral> | undefined,
  withTotal: boolean,
  manager: EntityManager,
  driver: Driver,
): Promise<CollectionRows | undefined> {
  const page = () => collectionPage(model, query, withTotal, manager);
  const rows = page();
  if (!rows) return undefined;
  const columns = pairColumns(model);
  const dialect = digestDialect(columns, driver);
  if (!dialect) return pairsOf(rows, columns, manager, driver);
  const found = await digestOf(rows, model, manager, dialect);
  return found === 'too long' ? pairsOf(page()!, columns, manager, driver) : found;
}
