import type { Driver, ObjectLiteral, WhereExpressionBuilder } from 'typeorm';
import type { EntityKey } from '../versioned/entity-adapter.interface.js';
import { kindOf, type ColumnMetadata } from './column-kind.js';
import { versionFromText } from './column-values.js';
import { isMySql, type Sql } from './dialect.js';
import type { EntityModel } from './entity-model.js';

/** The row with this key. Undefined where a part of it is missing: TypeORM could leave it out, and match every row. */
export function rowWith(key: EntityKey, { description }: EntityModel): ObjectLiteral | undefined {
  const parts = description.key.map((name) => [name, key[name] ?? undefined] as const);
  return parts.every(([, value]) => value !== undefined) ? Object.fromEntries(parts) : undefined;
}

/** Restricts a write to the row with this key and one of these versions. Undefined where no row could match. */
export function matching(
  key: EntityKey,
  versions: readonly string[] | undefined,
  model: EntityModel,
): ((query: WhereExpressionBuilder) => void) | undefined {
  const { driver } = model.dataSource;
  const row = rowWith(key, model);
  const version = versions && versionIsOneOf(versions, model.version, driver);
  if (!row || (versions && !version)) return undefined;
  const { deleteDateColumn } = model.metadata;
  return (query) => {
    query.where(row);
    if (version) query.andWhere(version.sql, version.parameters);
    // Reads do not see a row that is marked as deleted.
    if (deleteDateColumn) query.andWhere(`${driver.escape(deleteDateColumn.databaseName)} IS NULL`);
  };
}

/** Undefined where none of the texts is a version the column could have. */
function versionIsOneOf(texts: readonly string[], column: ColumnMetadata, driver: Driver): Sql | undefined {
  const values = texts
    .map((text) => versionFromText(text, column, driver))
    .filter((value) => value !== undefined);
  if (values.length === 0) return undefined;
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
  if (isMySql(driver) && kindOf(column) === 'text') {
    // A collation may take "a", "A" and "a " for one text, but they are three tags.
    const bytes = `CAST(CONVERT(${version} USING utf8mb4) AS BINARY)`;
    return { sql: `${bytes} = CAST(:${name} AS BINARY)`, parameters };
  }
  return { sql: `${version} = :${name}`, parameters };
}
