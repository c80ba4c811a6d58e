/**
 * Cache-Control directives that cannot be meant together.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2
 */
import type { CacheControlDirectives } from './cache-control.js';

type Rule = readonly [sentence: string, applies: (directives: CacheControlDirectives) => boolean];

/**
 * `no-store` beside `must-understand` is no contradiction: a cache that understands the status code ignores it
 * (RFC 9111, section 5.2.2.3). Neither is `max-age=0`, the belt to the braces of older caches.
 */
const RULES: readonly Rule[] = [
  ['No directive is set.', (it) => !Object.values(it).some(isSet)],
  ['"public" and "private" exclude each other.', (it) => it.public === true && it.private === true],
  [
    '"noStore" lets no cache keep the response, so "public", "immutable", "maxAge", "sMaxAge", ' +
      '"staleWhileRevalidate" and "staleIfError" have nothing to speak of.',
    (it) => it.noStore === true && it.mustUnderstand !== true && expectsStorage(it),
  ],
  [
    '"private" keeps the response out of shared caches, the only ones "sMaxAge" is for.',
    (it) => it.private === true && it.sMaxAge !== undefined,
  ],
  [
    '"noCache" has every use validated, which "immutable" says is needless.',
    (it) => it.noCache === true && it.immutable === true,
  ],
  [
    '"noCache" and "mustRevalidate" forbid the stale responses that "staleWhileRevalidate" and "staleIfError" allow.',
    (it) => (it.noCache === true || it.mustRevalidate === true) && mayBeStale(it),
  ],
];

/**
 * Says what is wrong with a set of directives, for a programmer to read.
 *
 * @returns one sentence, about the first contradiction found, or undefined where there is none
 *
 * @example
 * contradictions({ public: true, private: true }); // '"public" and "private" exclude each other.'
 * contradictions({ private: true, maxAge: 60 }); // undefined
 *
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2
 */
export function contradictions(directives: CacheControlDirectives): string | undefined {
  return RULES.find(([, applies]) => applies(directives))?.[0];
}

function isSet(value: boolean | number | undefined): boolean {
  return value !== undefined && value !== false;
}

function expectsStorage(directives: CacheControlDirectives): boolean {
  const { immutable, maxAge, public: isPublic, sMaxAge } = directives;
  return (
    isPublic === true ||
    immutable === true ||
    isPositive(maxAge) ||
    isPositive(sMaxAge) ||
    mayBeStale(directives)
  );
}

function mayBeStale(directives: CacheControlDirectives): boolean {
  return isPositive(directives.staleWhileRevalidate) || isPositive(directives.staleIfError);
}

function isPositive(seconds: number | undefined): boolean {
  return seconds !== undefined && seconds > 0;
}
