/**
 * Cache-Control in a response.
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-5.2
 *
 * ```text
 * Cache-Control   = #cache-directive
 * cache-directive = token [ "=" ( token / quoted-string ) ]
 * delta-seconds   = 1*DIGIT
 * ```
 * Examples: `no-store`, `max-age=60, private, stale-while-revalidate=30`
 */

/**
 * Response directives. Times are in seconds.
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2
 * @see https://www.rfc-editor.org/rfc/rfc5861
 * @see https://www.rfc-editor.org/rfc/rfc8246
 */
export interface CacheControlDirectives {
  /** Shared caches may store the response where they otherwise might not. */
  readonly public?: boolean | undefined;
  /** Only the cache of the one user may store the response. */
  readonly private?: boolean | undefined;
  /** It may be stored, but must be validated before every use. */
  readonly noCache?: boolean | undefined;
  /** No cache may store the response. */
  readonly noStore?: boolean | undefined;
  /** Once stale, it must not be used without validation. */
  readonly mustRevalidate?: boolean | undefined;
  /** As `mustRevalidate`, for shared caches alone. */
  readonly proxyRevalidate?: boolean | undefined;
  /** Only caches that know the status code may store it; these ignore a `noStore` beside it. */
  readonly mustUnderstand?: boolean | undefined;
  /** Intermediaries must leave the content as it is. */
  readonly noTransform?: boolean | undefined;
  /** The representation does not change while it is fresh (RFC 8246). */
  readonly immutable?: boolean | undefined;
  /** Seconds for which the response is fresh. */
  readonly maxAge?: number | undefined;
  /** Seconds for which it is fresh in shared caches. */
  readonly sMaxAge?: number | undefined;
  /** Seconds for which it may be used stale while it is validated in the background (RFC 5861). */
  readonly staleWhileRevalidate?: number | undefined;
  /** Seconds for which it may be used stale when the server fails (RFC 5861). */
  readonly staleIfError?: number | undefined;
}

/** In the order of RFC 9111, section 5.2.2, with those of later documents behind. */
const NAMES: readonly (readonly [keyof CacheControlDirectives, string])[] = [
  ['maxAge', 'max-age'],
  ['mustRevalidate', 'must-revalidate'],
  ['mustUnderstand', 'must-understand'],
  ['noCache', 'no-cache'],
  ['noStore', 'no-store'],
  ['noTransform', 'no-transform'],
  ['private', 'private'],
  ['proxyRevalidate', 'proxy-revalidate'],
  ['public', 'public'],
  ['sMaxAge', 's-maxage'],
  ['immutable', 'immutable'],
  ['staleIfError', 'stale-if-error'],
  ['staleWhileRevalidate', 'stale-while-revalidate'],
];

const STALE_USE: readonly (keyof CacheControlDirectives)[] = ['staleWhileRevalidate', 'staleIfError'];
const STORAGE: readonly (keyof CacheControlDirectives)[] = [
  'public',
  'immutable',
  'maxAge',
  'sMaxAge',
  ...STALE_USE,
];

/** 2^31. A cache takes any greater number for it (RFC 9111, section 1.2.2). */
const MAX_DELTA_SECONDS = 2_147_483_648;

const NO_STORE = /(?:^|,)[ \t]*no-store(?![^=", \t])/i;
/** A quoted string, or the start of one that nothing closes. */
const QUOTED = /"(?:[^"\\]|\\[^]?)*"?/g;

/**
 * Writes a Cache-Control field value, in the order of RFC 9111. It is empty where no directive is set. Seconds are
 * floored, with 0 for what is negative or `NaN`, and 2^31 at the most.
 * @example
 * formatCacheControl({ private: true, maxAge: 60 }); // 'max-age=60, private'
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2
 */
export function formatCacheControl(directives: CacheControlDirectives): string {
  return NAMES.map(([key, name]) => formatDirective(name, directives[key]))
    .filter((directive) => directive !== '')
    .join(', ');
}

/**
 * True where a Cache-Control field value has the `no-store` directive, in any case. What stands in an argument does not
 * count: `ext="a, no-store"` has none.
 * @example
 * forbidsStore('private, No-Store'); // true
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2.5
 */
export function forbidsStore(value: string): boolean {
  // Most values hold no such word, quoted or not.
  return NO_STORE.test(value) && NO_STORE.test(value.replaceAll(QUOTED, '"'));
}

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
  const any = (...names: readonly (keyof CacheControlDirectives)[]): boolean =>
    names.some((name) => Number(directives[name]) > 0);
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

function formatDirective(name: string, value: boolean | number | undefined): string {
  if (typeof value === 'number') return `${name}=${deltaSeconds(value)}`;
  return value === true ? name : '';
}

function deltaSeconds(seconds: number): number {
  return seconds > 0 ? Math.floor(Math.min(seconds, MAX_DELTA_SECONDS)) : 0;
}
