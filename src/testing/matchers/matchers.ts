import { forbidsStore, parseEntityTag } from '../../rfc9110/index.js';
import { statuses } from '../rules/expected-status.js';
import { fieldOf, isResponse, statusOf, type ResponseLike } from './response.js';

/** What jest and vitest want of a matcher. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** They describe content that a 304 does not have (15.4.5). */
const CONTENT_FIELDS = ['content-type', 'content-encoding', 'content-range'];

/** What is wrong with a response; undefined where nothing is. */
type Check = (response: ResponseLike, ...expected: string[]) => string | undefined;

/**
 * Matchers for `expect.extend()` of jest and vitest.
 * @example
 * ```ts
 * expect.extend(matchers);
 * expect(await fetch(url, { headers: { 'If-None-Match': etag } })).toBeNotModified();
 * ```
 */
export const matchers = {
  /** A 304 with its validator, and without fields that describe content (RFC 9110, 15.4.5). */
  toBeNotModified: matcher('a 304 Not Modified', (response) => {
    const wrong = notStatus(response, 304);
    if (wrong) return wrong;
    const present = CONTENT_FIELDS.filter((name) => fieldOf(response, name) !== undefined);
    if (present.length > 0) return `a 304 has no ${present.join(', ')} (RFC 9110, 15.4.5)`;
    if (fieldOf(response, 'etag') ?? fieldOf(response, 'last-modified')) return undefined;
    return 'a 304 has the ETag that the 200 would have had (RFC 9110, 15.4.5)';
  }),
  /** A strong entity-tag; with an argument, this one, with or without its quotes (RFC 9110, 8.8.3). */
  toHaveStrongETag: matcher('a strong ETag', (response, ...tags) => wrongTag(response, false, tags[0])),
  /** A weak entity-tag; with an argument, this one (RFC 9110, 8.8.3). */
  toHaveWeakETag: matcher('a weak ETag', (response, ...tags) => wrongTag(response, true, tags[0])),
  /** A 412 (RFC 9110, 15.5.13). */
  toBePreconditionFailed: matcher('a 412 Precondition Failed', (response) => notStatus(response, 412)),
  /** A 428 that no cache may store (RFC 6585, 3). */
  toBePreconditionRequired: matcher('a 428 Precondition Required', (response) => {
    const wrong = notStatus(response, 428);
    if (wrong || forbidsStore(fieldOf(response, 'cache-control') ?? '')) return wrong;
    return 'no cache may store a 428, and Cache-Control: no-store is missing (RFC 6585, 3)';
  }),
};

function matcher(
  what: string,
  check: Check,
): (response: unknown, ...expected: (string | undefined)[]) => MatcherResult {
  return (response, ...expected) => {
    const given = expected.filter((value) => value !== undefined);
    const wrong = isResponse(response)
      ? check(response, ...given)
      : 'it is no response: it has no status and headers';
    const wanted = [what, ...given].join(' ');
    const message = wrong ? `expected ${wanted}: ${wrong}` : `expected anything but ${wanted}`;
    return { pass: wrong === undefined, message: () => message };
  };
}

function notStatus(response: ResponseLike, wanted: number): string | undefined {
  const status = statusOf(response)!;
  if (status === wanted) return undefined;
  const tag = fieldOf(response, 'etag');
  return `the response is ${statuses([status])}${tag === undefined ? '' : `, with ETag ${tag}`}`;
}

function wrongTag(response: ResponseLike, weak: boolean, wanted?: string): string | undefined {
  const field = fieldOf(response, 'etag');
  if (field === undefined) return 'the response has no ETag';
  const tag = parseEntityTag(field);
  if (!tag) return `ETag: ${field} is no entity-tag (RFC 9110, 8.8.3)`;
  if (tag.weak !== weak) return `ETag: ${field} is ${tag.weak ? 'weak' : 'strong'}`;
  const opaque = wanted === undefined ? tag.opaque : (parseEntityTag(wanted)?.opaque ?? wanted);
  return tag.opaque === opaque ? undefined : `the response has ETag: ${field}`;
}
