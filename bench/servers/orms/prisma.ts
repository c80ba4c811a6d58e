import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EtagPrismaModule } from 'nestjs-etag/prisma';
import { ROOT } from '../../root.js';
import type { Connect, Row } from './orm.interface.js';

class Product {
  id: number;
  name: string;
  stock: number;
  version: number;
}

/** What is called of the client that Prisma generates from orms/prisma. */
interface Client {
  $disconnect(): Promise<void>;
  readonly stockedProduct: {
    findUnique(query: object): Promise<Row | null>;
    updateManyAndReturn(query: object): Promise<Row[]>;
  };
}

interface Clients {
  readonly PrismaPg: new (options: object) => object;
  readonly PostgresClient: new (options: object) => Client;
}

/** Prisma is too large for a development dependency, and has a folder of its own, where its client is TypeScript. */
async function clients(): Promise<Clients> {
  await load('test/support/typescript.mjs');
  return (await load('orms/clients.ts')) as Clients;
}

function load(path: string): Promise<unknown> {
  return import(pathToFileURL(join(ROOT, path)).href);
}

export const connect: Connect = async (url) => {
  const { PostgresClient, PrismaPg } = await clients();
  const client = new PostgresClient({ adapter: new PrismaPg({ connectionString: url }) });
  const products = client.stockedProduct;
  const entry = { entity: Product, model: 'StockedProduct' };
  return {
    entity: Product,
    imports: [],
    versioned: [EtagPrismaModule.forFeature([entry], { useFactory: () => client as never })],
    inject: [],
    close: () => client.$disconnect(),
    store: () => ({
      find: (id) => products.findUnique({ where: { id } }),
      async update(id, version, changes) {
        const data = { ...changes, version: { increment: 1 } };
        return (await products.updateManyAndReturn({ where: { id, version }, data }))[0];
      },
    }),
  };
};
