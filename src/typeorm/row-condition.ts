import type { Driver, ObjectLiteral, WhereExpressionBuilder } from 'typeorm';
import type { EntityKey } from '../versioned/entity-adapter.interface.js';
import { canHold } from '../versioned/column-text.js';
import { columnType, kindOf, type ColumnMetadata } from './column-kind.js';
import { versionFromText } from './column-values.js';
import { conditionOf } from './condition.js';
import { isMySql, type Sql } from './dialect.js';
import { isOfDatabase, keyOf, type EntityModel } from './entity-model.js';

/** Whether a row is marked as deleted. */
export type RowState = 'live' | 'deleted';

/**
 * The row with this key, restricted by what the key says of other columns. Undefined where no row can be so.
 * @throws Error where the key names what is no column
 */
export function rowWith(key: EntityKey, model: EntityModel): ObjectLiteral | undefined {
  const members = keyOf(key, model);
  const row = conditionOf(key, model);
  return row && members && isPossible(key, model) ? Object.assign(row, members) : undefined;
}

/** A transformer may take anything. */
function isPossible(key: EntityKey, { metadata }: EntityModel): boolean {
  return metadata.primaryColumns.every(
    (column) => column.transformer || canHold(columnType(column), key[column.propertyName]),
  );
}

/** Restricts a write to the row with this key and one of these versions. Undefined where no row could match. */
export function matching(
  key: EntityKey,
  versions: readonly string[] | undefined,
  model: EntityModel,
  state: RowState = 'live',
): ((query: WhereExpressionBuilder) => void) | undefined {
  const { version, dataSource, metadata } = model;
  const row = rowWith(key, model);
  const values = versions && versionsFromTexts(versions, version, dataSource.driver);
  if (!row || values?.length === 0) return undefined;
  return (query) => {
    const isPlain = values !== undefined && isOneNumber(values, version) && !(version.propertyName in row);
    if (isPlain) row[version.propertyName] = values[0];
    query.where(row);
    if (values && !isPlain) whereVersion(values, model, query);
    if (metadata.deleteDateColumn)
      query.andWhere(stateSql(state, metadata.deleteDateColumn, dataSource.driver));
  };
}

function versionsFromTexts(texts: readonly string[], column: ColumnMetadata, driver: Driver): unknown[] {
  const versions: unknown[] = [];
  for (const text of texts) {
    const version = versionFromText(text, column, driver);
    if (version !== undefined) versions.push(version);
  }
  return versions;
}

/** TypeORM compares a number itself, and takes several times as long for an expression. */
function isOneNumber(values: readonly unknown[], version: ColumnMetadata): boolean {
  return values.length === 1 && kindOf(version) === 'integer' && !version.transformer;
}

function whereVersion(
  values: readonly unknown[],
  { version, dataSource }: EntityModel,
  query: WhereExpressionBuilder,
): void {
  const { sql, parameters } = versionIsOneOf(values, version, dataSource.driver);
  query.andWhere(sql, parameters);
}

function stateSql(state: RowState, { databaseName }: ColumnMetadata, driver: Driver): string {
  return `${driver.escape(databaseName)} IS ${state === 'live' ? '' : 'NOT '}NULL`;
}

function versionIsOneOf(values: readonly unknown[], column: ColumnMetadata, driver: Driver): Sql {
  const compared = values.map((value, at) => isVersion(value, column, driver, `etagVersion${at}`));
  return {
    sql: `(${compared.map(({ sql }) => sql).join(' OR ')})`,
    parameters: Object.assign({}, ...compared.map(({ parameters }) => parameters)),
  };
}

function isVersion(value: unknown, column: ColumnMetadata, driver: Driver, name: string): Sql {
  const version = driver.escape(column.databaseName);
  if (value instanceof Date) {
    // A Date has milliseconds, the column may have microseconds: the tag stands for the whole millisecond.
    const next = new Date(value.getTime() + 1);
    return {
      sql: `(${version} >= :${name} AND ${version} < :${name}Next)`,
      parameters: { [name]: value, [`${name}Next`]: next },
    };
  }
  const parameters = { [name]: value };
  // Any text can be compared with a text.
  if (isOfDatabase(column)) return { sql: `CAST(${version} AS text) = :${name}`, parameters };
  if (isMySql(driver) && kindOf(column) === 'text') {
    // A collation may take "a", "A" and "a " for one text, but they are three tags.
    const bytes = `CAST(CONVERT(${version} USING utf8mb4) AS BINARY)`;
    return { sql: `${bytes} = CAST(:${name} AS BINARY)`, parameters };
  }
  return { sql: `${version} = :${name}`, parameters };
}
