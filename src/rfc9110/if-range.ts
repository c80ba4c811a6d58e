/**
 * If-Range: send the ranges I ask for if the rest of what I have is still good, and everything otherwise.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.5
 *
 * ```text
 * If-Range = entity-tag / HTTP-date
 * ```
 *
 * Examples: `"xyzzy"`, `Sun, 06 Nov 1994 08:49:37 GMT`
 */
import { parseEntityTag, strongEquals } from './entity-tag.js';
import type { EntityTag } from './entity-tag.js';
import { parseHttpDate, wholeSeconds } from './http-date.js';

/** An entity-tag, a date in epoch milliseconds, or a value that is neither and matches nothing. */
export type IfRange =
  | { readonly kind: 'tag'; readonly tag: EntityTag }
  | { readonly kind: 'date'; readonly date: number }
  | { readonly kind: 'malformed' };

const MALFORMED: IfRange = Object.freeze({ kind: 'malformed' });

/** The validators of the selected representation, as far as it has any. */
interface Current {
  readonly etag?: EntityTag | undefined;
  /** Epoch milliseconds. */
  readonly lastModified?: number | undefined;
}

/**
 * Reads an If-Range. A list of tags is none, nor is `*`.
 *
 * @param now epoch milliseconds, for dates with two-digit years; the present by default
 *
 * @example
 * parseIfRange('"42"'); // { kind: 'tag', tag: { weak: false, opaque: '42' } }
 * parseIfRange('42'); // { kind: 'malformed' }
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.5
 */
export function parseIfRange(value: string, now?: number): IfRange {
  const tag = parseEntityTag(value);
  if (tag) return { kind: 'tag', tag };
  const date = parseHttpDate(value, now);
  return date === undefined ? MALFORMED : { kind: 'date', date };
}

/**
 * Whether a Range applies, given the If-Range beside it. Where it does not, the whole representation is to be sent: a
 * false If-Range is never a reason for 412.
 *
 * Tags are compared strongly: parts of two representations put together would be neither. A date must be that of
 * Last-Modified exactly, and be a strong validator: the second it names was over for at least a second when the
 * response is made, so that a change later in the same second cannot hide behind it.
 *
 * @param ifRange undefined where the request has none, and the Range applies
 * @param now when the response is made, epoch milliseconds; the present by default
 *
 * @example
 * rangeApplies(parseIfRange('"42"'), { etag: entityTag('42') }); // true
 * rangeApplies(parseIfRange('W/"42"'), { etag: entityTag('42', true) }); // false
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.5
 */
export function rangeApplies(
  ifRange: IfRange | undefined,
  { etag, lastModified }: Current,
  now = Date.now(),
): boolean {
  switch (ifRange?.kind) {
    case undefined:
      return true;
    case 'tag':
      return etag !== undefined && strongEquals(ifRange.tag, etag);
    case 'date':
      return lastModified !== undefined && isStrong(lastModified, now) && dates(ifRange.date, lastModified);
    case 'malformed':
      return false;
  }
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-8.8.2.2 */
function isStrong(lastModified: number, now: number): boolean {
  return wholeSeconds(now) - wholeSeconds(lastModified) >= 1000;
}

function dates(given: number, lastModified: number): boolean {
  return given === wholeSeconds(lastModified);
}
