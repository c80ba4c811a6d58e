/** What a client knows of a product of its own, and how it says so. */
import { MismatchError } from './mismatch.js';
import type { StrictConnection, StrictResponse } from '../test/fuzz/connection.js';

interface Fields {
  readonly name: string;
  readonly price: number;
  readonly stock: number;
}

export interface Product extends Fields {
  readonly id: number;
  readonly version: number;
}

export interface Request {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

export const PRODUCTS = '/api/products';

export function messageOf({ method = 'GET', path, headers = {}, body }: Request): Buffer {
  const content = body === undefined ? '' : JSON.stringify(body);
  const all = {
    Host: '127.0.0.1',
    ...(body !== undefined && {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(content),
    }),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(`${[`${method} ${path} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n${content}`);
}

export function pathOf({ id }: Pick<Product, 'id'>): string {
  return `${PRODUCTS}/${id}`;
}

export function etagOf({ version }: Pick<Product, 'version'>): string {
  return `"${version}"`;
}

export async function send(connection: StrictConnection, request: Request): Promise<StrictResponse> {
  return connection.exchange(messageOf(request), request.method ?? 'GET');
}

/** @throws MismatchError where a response does not show this product, with its tag */
export function expectProduct(request: Request, response: StrictResponse, product: Product): void {
  expectStatus(request, response, 200);
  expectTag(request, response, product);
  if (request.method === 'HEAD') return;
  const { id, name, price, stock, version } = JSON.parse(response.body.toString()) as Product;
  const shown = JSON.stringify({ id, name, price, stock, version });
  const known = JSON.stringify({
    id: product.id,
    name: product.name,
    price: product.price,
    stock: product.stock,
    version: product.version,
  });
  if (shown !== known) throw new MismatchError(request, response, `it is ${known}`);
}

export function expectTag(request: Request, response: StrictResponse, product: Product): void {
  const { etag } = response.headers;
  if (etag !== etagOf(product)) throw new MismatchError(request, response, `its ETag is ${etagOf(product)}`);
}

export function expectStatus(request: Request, response: StrictResponse, status: number): void {
  if (response.status !== status) throw new MismatchError(request, response, `it is ${status}`);
}
