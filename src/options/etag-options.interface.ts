import type { CollectionSource } from './collection.interface.js';
import type { PreconditionPolicy } from './etag-module-options.interface.js';
import type { LookupRequest, CurrentSource } from './current-resource.interface.js';
import type { MaybePromise } from '../util/maybe-promise.js';
import type { RememberFor, RememberOptions } from './remember-options.interface.js';
import type { LastModifiedSource, PropertyOf, TagFunction } from './tag.interface.js';

/** How a route knows that a stale change is the current state already. */
export type AlreadyApplied<T = unknown> =
  | true
  | readonly (unknown extends T ? string : keyof T & string)[]
  | ((current: T, request: LookupRequest) => MaybePromise<boolean>);

/** What `@ETag()` and `@Versioned()` have in common. */
export interface RouteTagOptions<T = unknown> {
  /**
   * Marks the tag weak (`W/"…"`): equivalent for a reader, not byte for byte the same. Weak tags never satisfy If-Match
   * (RFC 9110, 13.1.1), so a write route cannot use them. Default `false`.
   */
  readonly weak?: boolean;
  /** Request header fields that select the representation; merged into `Vary` (RFC 9110, 12.5.5). */
  readonly vary?: readonly string[];
  /** Where `Last-Modified` comes from: a property of the entity, or a function of it. */
  readonly lastModified?: LastModifiedSource<T>;
  /**
   * What the target resource is now, asked before the handler, so that 304 and 412 need no handler. `false` keeps
   * `@Versioned(Entity)` from asking: a write is one statement then, but its handler has run when the answer is 412.
   */
  readonly current?: CurrentSource<T> | false;
  /** What happens to a write without any precondition. Default: the module's `preconditions`. */
  readonly preconditions?: PreconditionPolicy;
  /**
   * Answers a stale If-Match 204 instead of 412 where the change it asks for is the current state already, as after
   * an answer that got lost (RFC 9110, 13.1.1). Default: 412.
   *
   * On a DELETE `true` takes what is absent for deleted. On a PATCH a list of properties compares the JSON body with what
   * `current` answered; any other member is 412. Name only what a GET shows to whoever may write: the answer tells whether
   * a guess is right. On a class a list holds for both. A function decides for itself, on a PUT as well.
   * @example
   * ```ts
   * @Patch(':id') @Versioned(Product, { alreadyApplied: ['name', 'price'] }) change() {}
   * ```
   */
  readonly alreadyApplied?: AlreadyApplied<T>;
  /**
   * Whether the route creates what is absent (PUT as upsert): then an If-Match on what is absent is 412, and
   * `If-None-Match: *` guards the creation. Default `false`: the handler's own 404 wins.
   */
  readonly creates?: boolean;
  /**
   * How an If-Match on what is absent is answered: as the handler answers without it (RFC 9110, 13.2.1). `404` is for a
   * handler that says 404 of what is absent. `412` is for one that succeeds, such as a DELETE that is 204 all the same.
   * Default `404`, with `creates` `412`.
   */
  readonly absent?: 404 | 412;
  /**
   * Remembers the tags of a GET until one of its groups is forgotten: a client that has the representation gets its 304
   * without the handler. On a class it holds for GET only. Default: nothing is remembered.
   */
  readonly remember?: RememberOptions;
  /**
   * Tells clients apart on a route that remembers. `'everyone'` says that all clients get the same. Default: where the
   * route is guarded, the module's `rememberFor`, without which it does not start; elsewhere everyone, except that
   * requests with `Authorization`, `Cookie` or a `user` are neither remembered nor answered from memory.
   */
  readonly rememberFor?: RememberFor | 'everyone';
}

/** Options of `@ETag()`. Without `tag` the tag is the hash of the exact bytes sent. */
export interface ETagOptions<T = unknown> extends RouteTagOptions<T> {
  /** Makes the tag from the entity instead of from the bytes sent. */
  readonly tag?: TagFunction<T>;
  /** Any digest `crypto.getHashes()` names, for the hash of the bytes sent. Default `'sha256'`. */
  readonly hash?: string;
}

/** Options of `@Versioned()`: the tag is the version column (or columns) of the entity. */
export interface VersionedOptions<T = unknown> extends RouteTagOptions<T> {
  /** Property, or properties, that hold the version. Default `'version'`. */
  readonly column?: PropertyOf<T> | readonly PropertyOf<T>[];
  /** With `@Versioned(Entity)`: the route parameter that holds the key. Default: the one of its name, or the only one. */
  readonly param?: string;
  /** With `@Versioned(Entity)`: the data source, where the entity is in several. Default: the first that has it. */
  readonly source?: string;
  /**
   * With `@Versioned(Entity)`: which rows the request may see, as columns and their values. A row beyond that is absent:
   * to the lookup of the current state, to that of a `collection`, and to a write that takes `expected.where` into its
   * key. It is asked after the guards, and what it throws is answered as if the handler had thrown it. Default: all.
   * @example
   * ```ts
   * @Versioned(Invoice, { where: ({ user }: LookupRequest<{ user: User }>) => ({ tenantId: user.tenantId }) })
   * ```
   */
  where?(request: LookupRequest): Partial<T>;
  /**
   * With `@Versioned(Entity)`: the lookup before the handler of a GET or HEAD asks a replica, where the data source has
   * one, as the handler's own read does. A replica lags, so that the tag a PUT has just answered may give a 200 with the
   * older state. The preconditions of a write are evaluated against the master all the same. Default `false`: the master is asked.
   */
  readonly replica?: boolean;
  /** Property, or properties, that identify an item of a collection. Default `'id'`. */
  readonly id?: PropertyOf<T> | readonly PropertyOf<T>[];
  /**
   * Finds the items of a collection in its envelope, such as `(body) => body.data`. The tag then covers their (id,
   * version) pairs in order and all else in the envelope. Default: the body is the collection, or one entity.
   */
  // oxlint-disable-next-line typescript/no-explicit-any -- of what the handler returns, which no type here knows
  readonly items?: (body: any) => readonly unknown[];
  /**
   * With `@Versioned(Entity)` on a GET without a key in its path: which rows the handler lists, so that a 304 costs one
   * query that loads none of them. It must be the handler's own query: one function should serve both.
   */
  readonly collection?: CollectionSource;
}

/** Options of `@AcceptRanges()`. */
export interface AcceptRangesOptions {
  /**
   * How many ranges a request may name. A Range with more is ignored, and everything is sent (RFC 9110, 14.2). Ranges
   * that overlap or touch become one. Default 50.
   */
  readonly maxRanges?: number;
}
