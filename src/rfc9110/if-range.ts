/**
 * If-Range: the client wants its ranges if what it has of the rest is still current, and everything otherwise (13.1.5).
 *
 * ```text
 * If-Range = entity-tag / HTTP-date
 * ```
 * Examples: `"xyzzy"`, `Sun, 06 Nov 1994 08:49:37 GMT`
 */
import type { CurrentValidators } from './current-state.js';
import { parseEntityTag, strongEquals, type EntityTag } from './entity-tag.js';
import { parseHttpDate, wholeSeconds } from './http-date.js';

/** An entity-tag, a date in epoch milliseconds, or a value that is neither and matches nothing. */
export type IfRange =
  | { readonly kind: 'tag'; readonly tag: EntityTag }
  | { readonly kind: 'date'; readonly date: number }
  | { readonly kind: 'malformed' };

const MALFORMED: IfRange = Object.freeze({ kind: 'malformed' });

/**
 * Reads an If-Range. A list of tags is none, nor is `*`.
 * @param now epoch milliseconds, for dates with two-digit years; the present by default
 * @example
 * parseIfRange('"42"'); // { kind: 'tag', tag: { weak: false, opaque: '42' } }
 * parseIfRange('42'); // { kind: 'malformed' }
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.5
 */
export function parseIfRange(value: string, now?: number): IfRange {
  const tag = parseEntityTag(value);
  if (tag) return { kind: 'tag', tag };
  const date = parseHttpDate(value, now);
  return date === undefined ? MALFORMED : { kind: 'date', date };
}

/**
 * Whether a Range applies, given the If-Range beside it. Where it does not, the whole representation is to be sent, and
 * never a 412.
 *
 * Tags are compared strongly: parts of two representations put together would be neither. A date must be that of
 * Last-Modified exactly, and a strong validator (8.8.2.2): at least one second lies between it and the response, so
 * that no change later in the same second can hide behind it.
 *
 * @param ifRange undefined where the request has none, and the Range applies
 * @param now when the response is made, epoch milliseconds; the present by default
 * @example
 * rangeApplies(parseIfRange('"42"'), { etag: entityTag('42') }); // true
 * rangeApplies(parseIfRange('W/"42"'), { etag: entityTag('42', true) }); // false
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.5
 */
export function rangeApplies(
  ifRange: IfRange | undefined,
  { etag, lastModified }: CurrentValidators,
  now = Date.now(),
): boolean {
  if (ifRange === undefined) return true;
  if (ifRange.kind === 'tag') return etag !== undefined && strongEquals(ifRange.tag, etag);
  if (ifRange.kind === 'malformed' || lastModified === undefined) return false;
  const modified = wholeSeconds(lastModified);
  const isStrong = wholeSeconds(now) - modified >= 1000;
  return isStrong && ifRange.date === modified;
}
