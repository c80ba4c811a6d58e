import type { EntityManager } from 'typeorm';
import type { CollectionRows } from '../options/collection.interface.js';
import type { CollectionPage } from './collection-page.js';
import type { DigestDialect } from './digest-dialect.js';
import type { EntityModel } from './entity-model.js';

/**
 * One row, however many the page has.
 * @returns undefined where a row has no version: such a list has no tag; `'too long'` where the database cut its text off
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
  // A row without a version has no pair, and the digest does not know of it.
  if (Number(found['complete']) !== count) return undefined;
  if (Number(found['whole']) !== 1) return 'too long';
  const pairs = Buffer.from(found['digest']!, 'hex').toString('base64url');
  return { pairs, count, total: total && Number(found['total']) };
}

function path(property: string): string {
  return `entity.${property}`;
}
