import type { MaybePromise } from '../util/maybe-promise.js';

/**
 * Where remembered tags are kept. An instance of Keyv 5 is one, with any of its adapters. Values can be turned into
 * JSON and back. A store may lose anything at any time, throw, hang, or hide its errors: then handlers run.
 * @example
 * ```ts
 * EtagModule.forRoot({ store: new Keyv(new KeyvRedis('redis://127.0.0.1:6379')) })
 * ```
 */
export interface TagStore {
  /** The values of keys, in their order; undefined (or null) for what is not there. */
  getMany(keys: string[]): MaybePromise<readonly unknown[]>;
  /** @param ttl milliseconds until the value may be dropped */
  set(key: string, value: unknown, ttl: number): unknown;
}
