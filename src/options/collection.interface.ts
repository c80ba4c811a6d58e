import type { LookupRequest } from './current-resource.interface.js';
import type { MaybePromise } from '../util/maybe-promise.js';

/**
 * Which rows the handler lists: `true` for all, by key, ascending; or a function of the request before pipes that returns
 * a query of the ORM (TypeORM: `CollectionQuery` of `nestjs-etag/typeorm`). It may throw what the handler would, such as
 * a 404; where it returns `undefined`, the handler runs.
 */
export type CollectionSource = true | ((request: LookupRequest) => MaybePromise<object | undefined>);

/** What an adapter found of a collection, in one statement and without its entities. */
export interface CollectionRows {
  /**
   * Key and version of each row, in order, by property. Or, where the database made it, the SHA-256 in base64url of
   * `key:version,key:version…`, with `~` between the columns of a key: for columns whose text is the same in the database
   * and in JavaScript, and holds none of `~`, `:`, `,`.
   */
  readonly pairs: readonly object[] | string;
  /** How many rows these are. */
  readonly count: number;
  /** How many rows there are, with those before and behind the page, where that was asked for. */
  readonly total: number | undefined;
}
