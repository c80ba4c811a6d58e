import type { Driver } from 'typeorm';
import { randomVersion } from '../versioned/start-version.js';
import { integerBits, kindOf, type ColumnMetadata } from './column-kind.js';
import { isMySql, type Sql } from './dialect.js';

/** The version of a new entity, as the entity holds it. An integer is one more than `before`. */
export function firstVersion(column: ColumnMetadata, driver: Driver, before = 0): unknown {
  const count = integerBits(column) === 64 ? String(before) : before;
  return driver.prepareHydratedValue(newValue(column, count, new Date(0)), column);
}

/** The version after the one an entity has, as the entity holds it. */
export function nextVersion(column: ColumnMetadata, driver: Driver, current: unknown): unknown {
  if (current === null || current === undefined) return firstVersion(column, driver);
  return driver.prepareHydratedValue(newValue(column, current, current), column);
}

/** The same as the right side of `SET version = …`, anew for each write. */
export function nextVersionSql(column: ColumnMetadata, driver: Driver): () => Sql {
  const version = driver.escape(column.databaseName);
  const kind = kindOf(column);
  if (kind === 'integer') {
    // TypeORM looks up every word that stands behind a space.
    const counted = { sql: `COALESCE(${version},0)+1`, parameters: {} };
    return () => counted;
  }
  if (kind !== 'timestamp') return () => ({ sql: ':etagNext', parameters: { etagNext: random(column) } });
  // Later than the millisecond of the version before: two versions in one millisecond would have one tag.
  const [now, next] = isMySql(driver)
    ? [
        'CAST(:etagNext AS DATETIME(3))',
        `${version} - INTERVAL MICROSECOND(${version}) % 1000 MICROSECOND + INTERVAL 1000 MICROSECOND`,
      ]
    : [':etagNext', `date_trunc('milliseconds', ${version}) + interval '1 millisecond'`];
  const sql = `GREATEST(${now}, COALESCE(${next}, ${now}))`;
  return () => ({ sql, parameters: { etagNext: new Date() } });
}

function newValue(column: ColumnMetadata, count: unknown, date: unknown): unknown {
  const kind = kindOf(column);
  if (kind === 'integer') {
    const next = BigInt(count as string | number) + 1n;
    // A bigint is text, but PGlite gives a small one as a number.
    return typeof count === 'number' ? Number(next) : String(next);
  }
  if (kind !== 'timestamp') return random(column);
  return new Date(Math.max(Date.now(), (date as Date).getTime() + 1));
}

function random(column: ColumnMetadata): string | Buffer {
  return randomVersion({ kind: kindOf(column) }, Number(column.length) || Infinity);
}
