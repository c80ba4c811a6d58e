import { formatTally, parseTally, type Tally } from './tally.js';

export const PATH = '/api/products/101';
const PRICE = 120;

/** What a client knows of the product once it has read it. */
export interface State {
  readonly etag: string;
  readonly version: number;
  readonly stock: number;
  readonly tally: Tally;
}

interface Product {
  readonly name: string;
  readonly stock: number;
  readonly version: number;
}

/** @throws TypeError where an answer is no product with an ETag */
export function stateOf(etag: string | undefined, body: unknown): State {
  const { name, stock, version } = (body ?? {}) as Partial<Product>;
  if (!etag || typeof name !== 'string' || typeof stock !== 'number' || typeof version !== 'number')
    throw new TypeError(`not a product with an ETag: ${etag} ${JSON.stringify(body)}`);
  return { etag, version, stock, tally: parseTally(name) };
}

/** All of a product, for a PUT. */
export function representation({ stock, tally }: Pick<State, 'stock' | 'tally'>): object {
  return { ...changes({ stock, tally }), price: PRICE };
}

/** What a decrement changes, for a PATCH. */
export function changes({ stock, tally }: Pick<State, 'stock' | 'tally'>): object {
  return { name: formatTally(tally), stock };
}
