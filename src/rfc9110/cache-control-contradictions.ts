/**
 * Cache-Control directives that cannot be meant together.
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2
 */
import type { CacheControlDirectives } from './cache-control.js';

type Directive = keyof CacheControlDirectives;

/** Whether any of these directives is set to more than `false` or 0 seconds. */
type Any = (...names: Directive[]) => boolean;
type Rule = readonly [sentence: string, applies: (any: Any, directives: CacheControlDirectives) => boolean];

const STALE_USE: readonly Directive[] = ['staleWhileRevalidate', 'staleIfError'];
const STORAGE: readonly Directive[] = ['public', 'immutable', 'maxAge', 'sMaxAge', ...STALE_USE];

/**
 * `no-store` beside `must-understand` is no contradiction: a cache that understands the status code ignores it (RFC
 * 9111, section 5.2.2.3). Neither is `no-store` beside `max-age=0`, which is for older caches.
 */
const RULES: readonly Rule[] = [
  [
    'No directive is set.',
    (_, it) => Object.values(it).every((value) => value === undefined || value === false),
  ],
  ['"public" and "private" exclude each other.', (any) => any('public') && any('private')],
  [
    '"noStore" lets no cache keep the response, so "public", "immutable", "maxAge", "sMaxAge", ' +
      '"staleWhileRevalidate" and "staleIfError" have nothing to speak of.',
    (any) => any('noStore') && !any('mustUnderstand') && any(...STORAGE),
  ],
  [
    '"private" keeps the response out of shared caches, the only ones "sMaxAge" is for.',
    (any, { sMaxAge }) => any('private') && sMaxAge !== undefined,
  ],
  [
    '"noCache" has every use validated, which "immutable" says is needless.',
    (any) => any('noCache') && any('immutable'),
  ],
  [
    '"noCache" and "mustRevalidate" forbid the stale responses that "staleWhileRevalidate" and "staleIfError" allow.',
    (any) => any('noCache', 'mustRevalidate') && any(...STALE_USE),
  ],
];

/**
 * Says what is wrong with a set of directives, for a programmer to read.
 * @returns one sentence, about the first contradiction found, or undefined where there is none
 * @example
 * contradictions({ public: true, private: true }); // '"public" and "private" exclude each other.'
 * contradictions({ private: true, maxAge: 60 }); // undefined
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2
 */
export function contradictions(directives: CacheControlDirectives): string | undefined {
  const any: Any = (...names) => names.some((name) => Number(directives[name]) > 0);
  return RULES.find(([, applies]) => applies(any, directives))?.[0];
}
