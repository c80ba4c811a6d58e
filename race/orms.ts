import type { DatabaseName } from './databases/database.js';

const SERVERS = ['postgres', 'mariadb'] as const;

/** Libraries whose adapters are raced, and the databases that several processes can share with them. */
export const ORMS = {
  prisma: SERVERS,
  mongoose: ['mongodb'],
  sql: SERVERS,
  drizzle: SERVERS,
  'mikro-orm': SERVERS,
  sequelize: SERVERS,
  typeorm: SERVERS,
} as const satisfies Readonly<Record<string, readonly DatabaseName[]>>;

export type OrmName = keyof typeof ORMS;

export const ALL_ORMS = Object.keys(ORMS) as OrmName[];
