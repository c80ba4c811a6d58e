import type { SentHeaders } from './client/exchange.js';

/** A write that the kit may send, as often as it needs to. */
export interface Write {
  /** Default `PUT`. */
  readonly method?: string | undefined;
  /** Default: the path of the route. */
  readonly path?: string | undefined;
  /** Beside those of every request. A body that is an object has `Content-Type: application/json`. */
  readonly headers?: SentHeaders | undefined;
  /**
   * What to write: an object is sent as JSON, a text or octets as they are. A function is given a number that counts up, so
   * that each write has another content.
   */
  readonly body?: unknown;
  /** How many writers race with one tag. Default 8. */
  readonly writers?: number | undefined;
}

export interface Content {
  readonly octets?: Uint8Array | undefined;
  readonly type?: string | undefined;
}

export function bodyOf(body: unknown, count: number): Content {
  const value: unknown = typeof body === 'function' ? (body as (count: number) => unknown)(count) : body;
  if (value === undefined) return {};
  if (value instanceof Uint8Array) return { octets: value };
  if (typeof value === 'string') return { octets: Buffer.from(value) };
  return { octets: Buffer.from(JSON.stringify(value)), type: 'application/json' };
}
