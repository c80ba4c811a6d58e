import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ConfigError } from '../../config.js';
import type { StoredProduct } from '../../products/products.store.js';

/** What the sample calls of the client that Prisma generates. Its types are there only where Prisma is installed. */
export interface PrismaClient {
  readonly product: {
    findMany(args: object): Promise<StoredProduct[]>;
    findUnique(args: object): Promise<StoredProduct | null>;
  };
  $extends(extension: object): PrismaClient;
  $executeRawUnsafe(statement: string): Promise<number>;
  $disconnect(): Promise<void>;
}

type Made<T, Parameters extends unknown[]> = new (...parameters: Parameters) => T;
type MadeClient = Made<PrismaClient, [{ readonly adapter: object }]>;

/** What `orms/sample.js` exports. */
export interface Prisma {
  readonly PrismaMariaDb: Made<object, [url: string]>;
  readonly PrismaPg: Made<object, [{ readonly connectionString: string }, { readonly schema?: string }?]>;
  readonly PrismaPGlite: Made<object, [database: object]>;
  readonly MySqlClient: MadeClient;
  readonly PostgresClient: MadeClient;
}

/** The folder of Prisma, whether this file runs where it was written or where it was built. */
function ormsFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'orms/package.json'))) folder = dirname(folder);
  return join(folder, 'orms');
}

/**
 * Prisma is too large for a development dependency, and has a folder of its own.
 * @throws ConfigError where it is not installed
 */
export async function loadPrisma(folder = ormsFolder()): Promise<Prisma> {
  const isInstalled = existsSync(join(folder, 'generated/sample/postgresql/client.js'));
  if (!isInstalled) throw new ConfigError('ORM=prisma needs Prisma. Install it by: npm run orms');
  return (await import(pathToFileURL(join(folder, 'sample.js')).href)) as Prisma;
}
