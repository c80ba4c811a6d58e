import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EtagPrismaModule } from 'nestjs-etag/prisma';
import { ROOT } from '../root.js';
import { isMariadb, type Product as Row, type SetUp } from './raced.js';

class Product {
  id!: number;
  name!: string;
  stock!: number;
  version!: number;
}

type Made<T> = new (options: object) => T;

/** What is called of the client that Prisma generates from orms/prisma. */
interface Client {
  readonly stockedProduct: {
    findUnique(query: object): Promise<Row | null>;
    update(query: object): Promise<Row>;
  };
}

type Clients = Readonly<
  Record<'PrismaMariaDb' | 'PrismaPg', Made<object>> & Record<'MySqlClient' | 'PostgresClient', Made<Client>>
>;

/** Longer than the others of a race take, in milliseconds: on MariaDB a write and a look at its row are a transaction. */
const transactionOptions = { maxWait: 60_000, timeout: 60_000 };

/** Prisma is too large for a development dependency, and has a folder of its own, where its client is TypeScript. */
async function clientOn(url: string): Promise<Client> {
  const [folder, hooks] = ['orms', 'test/support/typescript.mjs'].map((path) => join(ROOT, path)) as [
    string,
    string,
  ];
  if (!existsSync(join(folder, 'generated'))) throw new Error('Prisma is not installed: npm run orms');
  await import(pathToFileURL(hooks).href);
  const clients = (await import(pathToFileURL(join(folder, 'clients.ts')).href)) as Clients;
  const { MySqlClient, PostgresClient, PrismaMariaDb, PrismaPg } = clients;
  if (!isMariadb(url))
    return new PostgresClient({ adapter: new PrismaPg({ connectionString: url }), transactionOptions });
  const { hostname: host, port, username: user, pathname } = new URL(url);
  const adapter = new PrismaMariaDb({ host, port: Number(port), user, database: pathname.slice(1) });
  return new MySqlClient({ adapter, transactionOptions });
}

export const setUp: SetUp = async (url) => {
  const client = await clientOn(url);
  const { stockedProduct: products } = client;
  return {
    entity: Product,
    imports: [
      EtagPrismaModule.forFeature([{ entity: Product, model: 'StockedProduct' }], {
        useFactory: () => client as never,
      }),
    ],
    inject: [],
    store: () => ({
      find: (id) => products.findUnique({ where: { id } }),
      overwrite: (id, changes) =>
        products.update({ where: { id }, data: { ...changes, version: { increment: 1 } } }),
    }),
  };
};
