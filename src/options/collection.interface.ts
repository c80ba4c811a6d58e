import type { LookupRequest } from './current-resource.interface.js';
import type { MaybePromise } from '../util/maybe-promise.js';

/**
 * Which rows the handler lists: `true` for all of them, by key, ascending; or a function of the request that answers a
 * query in the words of the ORM (TypeORM: `CollectionQuery`, exported by `nestjs-etag/typeorm`). The function sees the
 * request before pipes, and may throw what the handler would (a 400, a 404); `undefined` leaves it to the handler.
 */
export type CollectionSource = true | ((request: LookupRequest) => MaybePromise<object | undefined>);

/** What an adapter found of a collection, in one statement and without its entities. */
export interface CollectionRows {
  /**
   * Key and version of each row, in order, by the names of their properties; or, where the database made it, the SHA-256
   * in base64url of `key:version,key:version…` (several columns of a key joined by `~`), for kinds of columns whose text
   * is the same there and in JavaScript, and holds none of `~`, `:`, `,`.
   */
  readonly pairs: readonly object[] | string;
  /** How many rows these are. */
  readonly count: number;
  /** How many rows there are before and behind the page as well, where that was asked for. */
  readonly total: number | undefined;
}
