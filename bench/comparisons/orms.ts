import type { Limits } from '../counts/limits.js';
import { ORMS, type OrmName } from '../servers/orms/names.js';
import type { Comparison } from './comparison.interface.js';
import { express } from './sides.js';

/** The short form counts some of them: in what all share they are alike, and each takes its time. */
const LIMITS: Partial<Record<OrmName, Limits>> = {
  sql: { calls: 215, bytes: 1.23 },
  sequelize: { calls: 215, bytes: 1.11 },
  'mikro-orm': { calls: 345, bytes: 1.21 },
};

/** A PUT by each library's adapter, against the statement that a careful developer would write with the library. */
export const OF_EACH_ORM: readonly Comparison[] = (Object.keys(ORMS) as OrmName[]).map(writesOf);

function writesOf(orm: OrmName): Comparison {
  const limits = LIMITS[orm];
  return {
    name: `PUT with If-Match, ${ORMS[orm].title}, Express, against the same write by hand`,
    group: 'writes',
    workload: 'write',
    subject: { ...express('orm-versioned', 1), orm },
    baseline: { ...express('orm-plain', 1), orm },
    target: { atMost: 1.1 },
    ...(limits && { limits }),
  };
}
