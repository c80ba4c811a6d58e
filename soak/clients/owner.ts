/** A client with a product that nobody else changes: it knows what every answer has to be. */
import type { StrictConnection } from '../../test/fuzz/connection.js';
import type { Client, Context } from '../load.js';
import {
  etagOf,
  expectProduct,
  expectStatus,
  expectTag,
  pathOf,
  PRODUCTS,
  send,
  type Product,
  type Request,
} from '../product.js';

/** As long as a list may be, with the tag that counts at its end. */
function longList(etag: string): string {
  return `${'"other", '.repeat(Math.floor((64 * 1024) / 9))}${etag}`;
}

type Step = (connection: StrictConnection, product: Product) => Promise<Product | undefined>;

/** A request that changes nothing, and its status. */
function refused(status: number, requestFor: (product: Product) => Omit<Request, 'path'>): Step {
  return async (connection, product) => {
    const request = { path: pathOf(product), ...requestFor(product) };
    const response = await send(connection, request);
    expectStatus(request, response, status);
    if (status === 304 || status === 412) expectTag(request, response, product);
    return product;
  };
}

function shown(requestFor: (product: Product) => Omit<Request, 'path'>): Step {
  return async (connection, product) => {
    const request = { path: pathOf(product), ...requestFor(product) };
    expectProduct(request, await send(connection, request), product);
    return product;
  };
}

function changed(requestFor: (product: Product) => Omit<Request, 'path' | 'body'>): Step {
  return async (connection, product) => {
    const next = { ...product, stock: product.stock + 1, version: product.version + 1 };
    const { name, price, stock } = next;
    const request = { path: pathOf(product), body: { name, price, stock }, ...requestFor(product) };
    expectProduct(request, await send(connection, request), next);
    return next;
  };
}

const stale = ({ version }: Product): string => `"${version - 1}"`;
const body = { stock: 1 };

const STEPS: readonly Step[] = [
  shown(() => ({})),
  shown(() => ({ method: 'HEAD' })),
  shown((product) => ({ headers: { 'If-None-Match': stale(product) } })),
  refused(304, (product) => ({ headers: { 'If-None-Match': etagOf(product) } })),
  refused(304, (product) => ({ headers: { 'If-None-Match': `W/${etagOf(product)}` } })),
  refused(304, (product) => ({ headers: { 'If-None-Match': longList(etagOf(product)) } })),
  refused(304, () => ({ headers: { 'If-None-Match': '*' } })),
  changed((product) => ({ method: 'PUT', headers: { 'If-Match': etagOf(product) } })),
  changed((product) => ({ method: 'PATCH', headers: { 'If-Match': `"x", ${etagOf(product)}` } })),
  changed((product) => ({ method: 'PATCH', headers: { 'If-Match': longList(etagOf(product)) } })),
  changed(() => ({ method: 'PUT', headers: { 'If-Match': '*' } })),
  refused(412, (product) => ({ method: 'PATCH', headers: { 'If-Match': stale(product) }, body })),
  refused(412, (product) => ({ method: 'DELETE', headers: { 'If-Match': longList(stale(product)) } })),
  refused(428, () => ({ method: 'PATCH', body })),
  refused(400, () => ({ method: 'PATCH', headers: { 'If-Match': 'malformed' }, body })),
  refused(400, (product) => ({
    method: 'PATCH',
    headers: { 'If-Match': etagOf(product) },
    body: { stock: -1 },
  })),
  remove,
];

async function remove(connection: StrictConnection, product: Product): Promise<undefined> {
  const request = { method: 'DELETE', path: pathOf(product), headers: { 'If-Match': etagOf(product) } };
  expectStatus(request, await send(connection, request), 204);
  const gone = { path: pathOf(product), headers: { 'If-None-Match': etagOf(product) } };
  expectStatus(gone, await send(connection, gone), 404);
  return undefined;
}

export async function create(connection: StrictConnection): Promise<Product> {
  const fields = { name: 'Lamp', price: 30.5, stock: 5 };
  const request = { method: 'POST', path: PRODUCTS, body: fields };
  const response = await send(connection, request);
  expectStatus(request, response, 201);
  return { ...fields, id: (JSON.parse(response.body.toString()) as Product).id, version: 1 };
}

/** Steps at random, from the first: a product is created where there is none. */
export class Owner implements Client {
  readonly name = 'owner';
  private product: Product | undefined;

  async step(context: Context): Promise<void> {
    const connection = await context.connection();
    this.product ??= await create(connection);
    const step = STEPS[Math.floor(Math.random() * STEPS.length)]!;
    this.product = await step(connection, this.product);
  }
}
