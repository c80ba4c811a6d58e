/**
 * Cache-Control directives that cannot be meant together.
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2
 */
import type { CacheControlDirectives } from './cache-control.js';

type Directive = keyof CacheControlDirectives;

const STALE_USE: readonly Directive[] = ['staleWhileRevalidate', 'staleIfError'];
const STORAGE: readonly Directive[] = ['public', 'immutable', 'maxAge', 'sMaxAge', ...STALE_USE];

/**
 * Says what is wrong with a set of directives, for a programmer to read.
 * @returns one sentence, about the first contradiction found, or undefined where there is none
 * @example
 * contradictions({ public: true, private: true }); // '"public" and "private" exclude each other.'
 * contradictions({ private: true, maxAge: 60 }); // undefined
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2
 */
export function contradictions(directives: CacheControlDirectives): string | undefined {
  /** Whether any of these is set to more than `false` or 0 seconds. */
  const any = (...names: readonly Directive[]): boolean => names.some((name) => Number(directives[name]) > 0);
  const isSet = Object.values(directives).some((value) => value !== undefined && value !== false);
  if (!isSet) return 'No directive is set.';
  if (any('public') && any('private')) return '"public" and "private" exclude each other.';
  // A cache that understands the status code ignores the no-store beside must-understand (RFC 9111, 5.2.2.3), and
  // max-age=0 beside no-store is for older caches.
  if (any('noStore') && !any('mustUnderstand') && any(...STORAGE))
    return (
      '"noStore" lets no cache keep the response, so "public", "immutable", "maxAge", "sMaxAge", ' +
      '"staleWhileRevalidate" and "staleIfError" have nothing to speak of.'
    );
  if (any('private') && directives.sMaxAge !== undefined)
    return '"private" keeps the response out of shared caches, the only ones "sMaxAge" is for.';
  if (any('noCache') && any('immutable'))
    return '"noCache" has every use validated, which "immutable" says is needless.';
  if (any('noCache', 'mustRevalidate') && any(...STALE_USE))
    return '"noCache" and "mustRevalidate" forbid the stale responses that "staleWhileRevalidate" and "staleIfError" allow.';
  return undefined;
}
