import type { Driver } from 'typeorm';
import { kindOf, type ColumnMetadata } from './column-kind.js';
import { versionFromText } from './column-values.js';
import { isMySql } from './dialect.js';
import type { Sql } from './sql.interface.js';

/** `version IN (…)`, exactly; undefined where none of the texts is a version the column could have. */
export function versionIsOneOf(
  texts: readonly string[],
  column: ColumnMetadata,
  driver: Driver,
): Sql | undefined {
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
    // By its collation "a", "A" and "a " may be one; as tags they are three.
    const bytes = `CAST(CONVERT(${version} USING utf8mb4) AS BINARY)`;
    return { sql: `${bytes} = CAST(:${name} AS BINARY)`, parameters };
  }
  return { sql: `${version} = :${name}`, parameters };
}
