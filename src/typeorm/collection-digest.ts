import type { Driver, EntityManager } from 'typeorm';
import type { CollectionRows } from '../options/collection.interface.js';
import type { ColumnKind } from '../versioned/column-text.js';
import { POSITION, type CollectionPage } from './collection-page.js';
import { kindOf, type ColumnMetadata } from './column-kind.js';
import type { EntityModel } from './entity-model.js';

/** How a database makes the digest of a list of pairs. */
export interface DigestDialect {
  /** The kinds of columns whose text is the same in SQL and in JavaScript, and holds no separator. */
  readonly kinds: readonly ColumnKind[];
  readonly pair: (key: readonly string[], version: string) => string;
  /** In hexadecimal. */
  readonly digest: string;
  /** 1 where the digest is that of all the text. */
  readonly isWhole: string;
}

const POSTGRES: DigestDialect = {
  kinds: ['integer', 'uuid'],
  pair: (key, version) => `${key.map(asText).join(` || '~' || `)} || ':' || ${asText(version)}`,
  digest: `encode(sha256(convert_to(COALESCE(string_agg(page.pair, ',' ORDER BY page.${POSITION}), ''), 'UTF8')), 'hex')`,
  isWhole: '1',
};

const CONCATENATED = `COALESCE(GROUP_CONCAT(page.pair ORDER BY page.${POSITION} SEPARATOR ','), '')`;

/** GROUP_CONCAT() cuts its text off at group_concat_max_len. MySQL takes another length; MariaDB's is a megabyte. */
const MYSQL: DigestDialect = {
  // A uuid may be a text there.
  kinds: ['integer'],
  pair: (key, version) => `CONCAT(${key.join(`, '~', `)}, ':', ${version})`,
  digest: `/*+ SET_VAR(group_concat_max_len = 1073741824) */ SHA2(${CONCATENATED}, 256)`,
  isWhole: `CHAR_LENGTH(${CONCATENATED}) = COALESCE(SUM(CHAR_LENGTH(page.pair)) + COUNT(*) - 1, 0)`,
};

const DIALECTS: Readonly<Record<string, DigestDialect>> = {
  postgres: POSTGRES,
  'aurora-postgres': POSTGRES,
  mysql: MYSQL,
  mariadb: MYSQL,
};

/** Undefined where the database cannot make the digest of these columns. */
export function digestDialect(columns: readonly ColumnMetadata[], driver: Driver): DigestDialect | undefined {
  const dialect = DIALECTS[driver.options.type];
  const fits = (column: ColumnMetadata) => !column.transformer && dialect?.kinds.includes(kindOf(column));
  return columns.every(fits) ? dialect : undefined;
}

/**
 * The digest of a page, in one statement with one row.
 * @returns undefined where a row has no version, so that the list has no tag; `'too long'` where the text was cut off
 */
export async function digestOf(
  { rows, total }: CollectionPage,
  { description: { key, version } }: EntityModel,
  manager: EntityManager,
  { pair, digest, isWhole }: DigestDialect,
): Promise<CollectionRows | 'too long' | undefined> {
  rows.addSelect(pair(key.map(path), path(version)), 'pair');
  const query = manager
    .createQueryBuilder()
    .select(digest, 'digest')
    .addSelect(isWhole, 'whole')
    .addSelect('COUNT(*)', 'count')
    .addSelect('COUNT(page.pair)', 'complete')
    .from(`(${rows.getQuery()})`, 'page')
    .setParameters({ ...total?.getParameters(), ...rows.getParameters() });
  if (total) query.addSelect(`(${total.getQuery()})`, 'total');
  const found = (await query.getRawOne<Record<string, string>>())!;
  const count = Number(found['count']);
  // A row without a version has no pair, so that the digest leaves it out.
  if (Number(found['complete']) !== count) return undefined;
  if (Number(found['whole']) !== 1) return 'too long';
  const pairs = Buffer.from(found['digest']!, 'hex').toString('base64url');
  return { pairs, count, total: total && Number(found['total']) };
}

function path(property: string): string {
  return `entity.${property}`;
}

function asText(column: string): string {
  return `CAST(${column} AS text)`;
}
