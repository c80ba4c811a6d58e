/**
 * What came of a request on a route with a validator or a required precondition, in the words of RFC 9110:
 *
 * - `not-modified`: 304
 * - `sent`: a read was answered with a representation that has validators (an ETag, a Last-Modified)
 * - `untagged`: a read was answered with a representation that has none
 * - `partial-content`: 206
 * - `performed`: a method that is no read succeeded
 * - `already-applied`: a stale write was answered 204, since it asks for what is the case
 * - `precondition-failed`: 412; `precondition-required`: 428; `malformed-precondition`: 400, or 412 with `malformed: 412`
 * - `version-conflict`: 409, to a write without preconditions; `range-not-satisfiable`: 416
 * - `redirection`: another 3xx, and `error`: another 4xx or 5xx: preconditions are left aside then (13.2.1)
 * - `unanswered`: the client was gone before there was an answer
 */
export type DecisionOutcome =
  | 'not-modified'
  | 'sent'
  | 'untagged'
  | 'partial-content'
  | 'performed'
  | 'already-applied'
  | 'precondition-failed'
  | 'precondition-required'
  | 'malformed-precondition'
  | 'version-conflict'
  | 'range-not-satisfiable'
  | 'redirection'
  | 'error'
  | 'unanswered';

/**
 * Where the validators came from that decided: `remembered` tags, the `current` state, a `store` that compares as it writes,
 * the `entity` that the handler returned or asserted, the `application`, which set the tag itself, the `file` that is
 * sent, or the `body`. `none`: there were none.
 */
export type DecisionSource =
  'remembered' | 'current' | 'store' | 'entity' | 'application' | 'file' | 'body' | 'none';

/**
 * One decision of the module, as it is published on the channel `nestjs-etag:decision` of `node:diagnostics_channel`, once for
 * each request, when its response is over.
 *
 * A subscriber that throws makes Node report an `uncaughtException`: it must catch what it throws.
 *
 * @example
 * ```ts
 * subscribe('nestjs-etag:decision', (message) => {
 *   const { route, outcome } = message as EtagDecision;
 *   if (outcome === 'precondition-failed') logger.log(`${route}: 412`);
 * });
 * ```
 */
export interface EtagDecision {
  /** The handler: `ProductsController.update`. */
  readonly route: string;
  /** The pattern under which the route is registered: `/api/products/:id`. */
  readonly path: string;
  readonly method: string;
  /** The status of the response. */
  readonly status: number;
  readonly outcome: DecisionOutcome;
  readonly source: DecisionSource;
  /** Whether the request had a precondition that its method heeds. */
  readonly conditional: boolean;
  /** Whether the module answered in the place of the handler. */
  readonly handlerSkipped: boolean;
  /**
   * Bytes of the body that a 304 to GET did not send, before any content coding. Undefined where nobody knows: the handler did
   * not run, and no 200 of this URL with this tag was seen by this process.
   */
  readonly bytesSaved: number | undefined;
  /** Milliseconds spent in `current`, with fractions. Undefined where it was not asked. */
  readonly currentTime: number | undefined;
}
