import type { Driver } from 'typeorm';
import { POSITION } from './collection-page.js';
import { kindOf, type ColumnKind, type ColumnMetadata } from './column-kind.js';

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

/** GROUP_CONCAT() is cut off at group_concat_max_len. MySQL is told another length; MariaDB has one of a megabyte. */
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
export function digestDialect(
  columns: readonly ColumnMetadata[],
  { options: { type } }: Driver,
): DigestDialect | undefined {
  const dialect = DIALECTS[type];
  const fits = (column: ColumnMetadata) => !column.transformer && dialect?.kinds.includes(kindOf(column));
  return columns.every(fits) ? dialect : undefined;
}

function asText(path: string): string {
  return `CAST(${path} AS text)`;
}
