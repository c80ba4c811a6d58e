/**
 * The precedence of preconditions: what a request comes to, given the current state (13.2.2).
 *
 * ```text
 * 1. If-Match?                                             false -> 412
 * 2. no If-Match, but If-Unmodified-Since?                 false -> 412
 * 3. If-None-Match?                                        false -> 304 for GET and HEAD, 412 for the rest
 * 4. GET or HEAD, no If-None-Match, If-Modified-Since?     false -> 304
 * 5. perform the method
 * ```
 * Example: a PUT with `If-Match: "1"` while the current tag is `"2"` comes to 412.
 */
import {
  checkIfMatch,
  checkIfModifiedSince,
  checkIfNoneMatch,
  checkIfUnmodifiedSince,
  isRead,
} from './checks.js';
import type { CurrentState } from './current-state.js';
import type { Preconditions } from './preconditions.js';

/**
 * What is to be done with a request:
 * - `perform`: the method, as though the request had no preconditions
 * - `not-modified`: answer 304
 * - `precondition-failed`: answer 412
 * - `malformed`: a precondition cannot be read; answer 400, or 412, but never perform
 */
export type Outcome = 'perform' | 'not-modified' | 'precondition-failed' | 'malformed';

/** Deviations from the RFC that real deployments need. */
export interface EvaluateOptions {
  /**
   * Whether a weak tag in If-Match counts as the strong one it was made from: proxies weaken the tags of responses they
   * compress, and clients send those back. The current tag must be strong all the same. Default `false`.
   */
  readonly weakIfMatch?: boolean | undefined;
}

/**
 * Evaluates the preconditions of a request against the current state of its target resource.
 *
 * The preconditions of CONNECT, OPTIONS and TRACE are ignored (13.2.1). A malformed precondition is found before any is
 * evaluated, so that the outcome does not depend on the current state.
 *
 * @param method in its own spelling; methods are case-sensitive
 * @example
 * const preconditions = parsePreconditions({ 'if-match': '"1"' });
 * evaluate('PUT', preconditions, { kind: 'present', etag: entityTag('2') }); // 'precondition-failed'
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2
 */
export function evaluate(
  method: string,
  preconditions: Preconditions,
  state: CurrentState,
  options?: EvaluateOptions,
): Outcome {
  const reads = isRead(method);
  if (!reads && ignoresPreconditions(method)) return 'perform';
  if (holdsMalformed(preconditions, reads)) return 'malformed';

  if (checkIfMatch(preconditions, state, options?.weakIfMatch) === false) return 'precondition-failed';
  if (checkIfUnmodifiedSince(preconditions, state) === false) return 'precondition-failed';
  if (checkIfNoneMatch(preconditions, state) === false) {
    return reads ? 'not-modified' : 'precondition-failed';
  }
  if (checkIfModifiedSince(method, preconditions, state) === false) return 'not-modified';
  return 'perform';
}

/**
 * True where {@link evaluate} would come to `malformed`, whatever the current state: a malformed If-Match, or a
 * malformed If-None-Match on anything but GET and HEAD. On these it is ignored, since it only asks for less to be sent.
 * @param method in its own spelling; methods are case-sensitive
 * @example
 * isMalformed('PUT', parsePreconditions({ 'if-match': '42' })); // true: the quotes are missing
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1
 */
export function isMalformed(method: string, preconditions: Preconditions): boolean {
  return !ignoresPreconditions(method) && holdsMalformed(preconditions, isRead(method));
}

function holdsMalformed({ ifMatch, ifNoneMatch }: Preconditions, reads: boolean): boolean {
  return ifMatch?.kind === 'malformed' || (!reads && ifNoneMatch?.kind === 'malformed');
}

/**
 * True for the methods whose preconditions are ignored, because they select no representation to compare with.
 * @param method in its own spelling; methods are case-sensitive
 * @example
 * ignoresPreconditions('OPTIONS'); // true
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.2.1
 */
export function ignoresPreconditions(method: string): boolean {
  return method === 'OPTIONS' || method === 'CONNECT' || method === 'TRACE';
}
