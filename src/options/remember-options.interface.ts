import type { LookupRequest } from './current-resource.interface.js';
import type { MaybePromise } from '../util/maybe-promise.js';

/** What the functions below see of a request: after the guards, before the pipes. */
export interface RememberedRequest extends LookupRequest {
  /** The client, where a guard puts it here as Passport does. */
  // oxlint-disable-next-line typescript/no-explicit-any -- its type is the application's
  readonly user?: any;
}

/** Names of groups, or a function of the request that makes them: `request => ['product:' + request.params.id]`. */
export type TagGroups = readonly string[] | ((request: RememberedRequest) => readonly string[]);

/**
 * Tells clients apart by the id of a user or a tenant: a text that is not empty, a finite number or a bigint. For anything
 * else, undefined included, the request is neither remembered nor answered from memory.
 */
export type RememberFor = (request: RememberedRequest) => MaybePromise<string | number | bigint | undefined>;

/**
 * How the tags of a route are remembered, so that a 304 needs no handler.
 * @example
 * ```ts
 * @Get() @ETag({ remember: { groups: ['products'], ttl: 60_000 } }) list() {}
 * ```
 */
export interface RememberOptions {
  /** The groups, at least one, with which the tag is forgotten: see `@ForgetsTags()` and `TagMemory.forget()`. */
  readonly groups: TagGroups;
  /** Milliseconds a tag is remembered for at most. Default: the module's `rememberedTags.ttl`. */
  readonly ttl?: number;
}

/** The module's settings of remembered tags; times are in milliseconds. */
export interface RememberedTagsOptions {
  /** How many entries the store in memory holds; the least recently used one makes room. Default `10_000`. */
  readonly max?: number;
  /** How long a tag is remembered for at most, where its route says nothing. Default `300_000`, five minutes. */
  readonly ttl?: number;
  /** How long a read waits for the store before its handler runs. Default `100`. */
  readonly timeout?: number;
  /**
   * How long the response of a write waits for the store to forget; after the store has failed, it is `timeout`. What
   * is not forgotten by then is forgotten in the background. Default `5_000`.
   */
  readonly forgetTimeout?: number;
  /**
   * How long nothing is answered from a store that was found empty, or that failed for longer than `forgetTimeout`. By
   * then every process is connected again and has forgotten the rest. Default `10_000`; `0` for the store in memory.
   */
  readonly recoveryDelay?: number;
}

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
