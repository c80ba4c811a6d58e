import type { Config } from '../../config.js';
import { databaseType, mysqlUrl } from '../../database/database-type.js';
import { openPGlite } from '../../database/pglite.js';
import { loadPrisma, type Prisma, type PrismaClient } from './load-prisma.js';

export interface Connection {
  readonly client: PrismaClient;
  readonly close: () => Promise<unknown>;
}

/** @throws ConfigError where Prisma is not installed */
export async function connect(config: Config): Promise<Connection> {
  const prisma = await loadPrisma();
  const { databaseUrl } = config;
  if (databaseUrl === undefined) return embedded(config, prisma);
  const client = clientOf(databaseUrl, prisma);
  return { client, close: () => client.$disconnect() };
}

async function embedded(config: Config, { PostgresClient, PrismaPGlite }: Prisma): Promise<Connection> {
  const database = await openPGlite(config);
  const client = new PostgresClient({ adapter: new PrismaPGlite(database) });
  const close = async () => {
    await client.$disconnect();
    await database.close();
  };
  return { client, close };
}

/** A schema of Prisma is of one kind of database, and so is its client. */
function clientOf(url: string, prisma: Prisma): PrismaClient {
  const { MySqlClient, PostgresClient, PrismaMariaDb, PrismaPg } = prisma;
  if (databaseType(url) !== 'postgres') return new MySqlClient({ adapter: new PrismaMariaDb(mysqlUrl(url)) });
  return new PostgresClient({ adapter: new PrismaPg({ connectionString: url }) });
}
