import type { CollectionRows } from '../options/collection.interface.js';
import { explained } from '../util/explained.js';
import type { SqlCollectionQuery } from './sql-entity.js';
import type { SqlResult } from './sql-executor.interface.js';
import type { SqlText } from './sql-text.js';

/** No database says how many rows "all" are. */
const ALL = Number.MAX_SAFE_INTEGER;

type Row = Record<string, unknown>;

/** The keys and versions of a list, in one statement that loads no row. */
export async function collectionRows(
  sql: SqlText,
  query: SqlCollectionQuery,
  withTotal: boolean,
  run: (text: string) => Promise<SqlResult>,
): Promise<CollectionRows> {
  const { rows } = await run(withTotal ? pageWithTotal(sql, query) : pageOf(sql, query));
  const [first] = sql.model.description.key;
  // An empty page has one row beside its total.
  const pairs = (rows as Row[]).filter((row) => row[first!] !== null);
  const total = withTotal ? Number((rows[0] as Row)['etag_total']) : undefined;
  return { pairs, count: pairs.length, total };
}

function pageOf(sql: SqlText, query: SqlCollectionQuery): string {
  return `${pageFrom(sql, query)} ORDER BY ${orderOf(sql, query)}${limitOf(sql, query)}`;
}

/** Rows have no order behind a join, so that each carries its position. */
function pageWithTotal(sql: SqlText, query: SqlCollectionQuery): string {
  const counted = `(SELECT COUNT(*) AS etag_total FROM ${sql.table}${whereOf(sql, query)}) counted`;
  const position = `, ROW_NUMBER() OVER (ORDER BY ${orderOf(sql, query)}) AS etag_position`;
  const page = `${pageFrom(sql, query, position)} ORDER BY etag_position${limitOf(sql, query)}`;
  return `SELECT * FROM ${counted} LEFT JOIN (${page}) page ON 1 = 1 ORDER BY etag_position`;
}

function pageFrom(sql: SqlText, query: SqlCollectionQuery, more = ''): string {
  const { key, version } = sql.model.description;
  return `SELECT ${sql.selected([...key, version])}${more} FROM ${sql.table}${whereOf(sql, query)}`;
}

function whereOf(sql: SqlText, { where = {} }: SqlCollectionQuery): string {
  const conditions = Object.entries(where).map(([name, value]) => sql.equals(known(sql, name), value));
  return conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
}

function orderOf(sql: SqlText, { order = {} }: SqlCollectionQuery): string {
  const given: [string, string | undefined][] = Object.entries(order);
  const by = given.length > 0 ? given : sql.model.description.key.map((name) => [name, 'ASC'] as const);
  return by
    .map(([name, way]) => `${sql.column(known(sql, name))} ${way === 'DESC' ? 'DESC' : 'ASC'}`)
    .join(', ');
}

function limitOf(sql: SqlText, { skip = 0, take = ALL }: SqlCollectionQuery): string {
  if (skip === 0 && take === ALL) return '';
  return ` LIMIT ${sql.value(take)} OFFSET ${sql.value(skip)}`;
}

/** @throws Error where a query names what is no column */
function known({ model }: SqlText, name: string): string {
  if (model.columns.has(name)) return name;
  throw new Error(
    explained(
      'key-members',
      `${model.entity.name} has no column "${name}" that a list could be asked for by.`,
    ),
  );
}
