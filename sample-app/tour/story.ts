import type { Request } from './wire.js';

/** The tags that have been seen on the way. */
export interface Tags {
  /** As Anna and Ben read the product. */
  readonly read: string;
  /** As it is since Anna's change. */
  readonly changed: string;
}

export interface Step {
  readonly title: string;
  readonly request: (tags: Tags) => Request;
  readonly status: number;
  /** What the answer's ETag is: the tag that was read, a new one, the one since the change, or none. */
  readonly etag: 'first' | 'read' | 'new' | 'changed' | 'none';
  readonly empty?: boolean;
}

const path = '/api/products/101';
const HEADPHONES = { name: 'Wireless Headphones', price: 120 };

export const STORY: readonly Step[] = [
  {
    title: 'Anna and Ben both read product 101, and get its ETag.',
    request: () => ({ method: 'GET', path }),
    status: 200,
    etag: 'first',
  },
  {
    title: 'Anna looks again. Nothing has changed, so nothing is sent.',
    request: ({ read }) => ({ method: 'GET', path, headers: { 'If-None-Match': read } }),
    status: 304,
    etag: 'read',
    empty: true,
  },
  {
    title: 'Anna sells one. She names the version she read, and gets the ETag of the new one.',
    request: ({ read }) => put({ 'If-Match': read }, { ...HEADPHONES, stock: 44 }),
    status: 200,
    etag: 'new',
  },
  {
    title:
      "Ben, who still has the version from before, sells ten. Refused: it would have undone Anna's change.",
    request: ({ read }) => put({ 'If-Match': read }, { ...HEADPHONES, stock: 35 }),
    status: 412,
    etag: 'changed',
  },
  {
    title: 'A script writes without saying which version it means. Refused too.',
    request: () => put({}, { ...HEADPHONES, stock: 0 }),
    status: 428,
    etag: 'none',
  },
  {
    title: 'An importer wants to write only if there is no product 101 yet. There is.',
    request: () => put({ 'If-None-Match': '*' }, { ...HEADPHONES, stock: 100 }),
    status: 412,
    etag: 'changed',
  },
];

function put(headers: Record<string, string>, body: object): Request {
  return { method: 'PUT', path, headers, body };
}
