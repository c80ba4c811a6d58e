import type { RememberedTagsOptions, RememberFor } from './remember-options.interface.js';
import type { TagStore } from './tag-store.interface.js';

/**
 * How a write without any precondition is met: let through; let through, counted and logged (for a roll-out); or
 * answered 428 (RFC 6585, 3). A precondition that fails is 412 whatever the policy.
 */
export type PreconditionPolicy = 'optional' | 'report' | 'required';

/** Options of `EtagModule.forRoot()`; every one has a default. */
export interface EtagModuleOptions {
  /** Digest of body-hash tags, any that `crypto.getHashes()` names. Default `'sha256'`. */
  readonly hash?: string;
  /**
   * `'required'` answers 428 to every PUT, PATCH and DELETE of a tagged route that comes without a usable
   * precondition; `'report'` lets it through, counts and logs it. The option of the same name on a route, and
   * `@RequirePrecondition()`, win. Default `'optional'`.
   */
  readonly preconditions?: PreconditionPolicy;
  /**
   * Accept a strong tag of ours that came back weakened in If-Match. Off by default, because RFC 9110 (13.1.1)
   * wants strong comparison; nginx and CDNs weaken the tag of every response they compress.
   */
  readonly weakIfMatch?: boolean;
  /**
   * `'strict'` sends no validator in a PUT response (RFC 9110, 9.3.4, for a body that was not stored exactly as
   * it came). Default `'representation'`: the response carries the new state, and the validators are its own.
   */
  readonly putValidators?: 'representation' | 'strict';
  /** Status of a malformed If-Match, or of a malformed If-None-Match on a write. Default `400`. */
  readonly malformed?: 400 | 412;
  /**
   * What happens to a write that succeeds although nothing evaluated its preconditions, a bug of the application:
   * `'error'` answers 500, `'warn'` logs an error each time. Default `'error'`, with `NODE_ENV=production` `'warn'`.
   */
  readonly onUnguardedWrite?: 'error' | 'warn';
  /**
   * Whether the start-up logs a table of the decorated routes (where their tags and current states come from, and what
   * guards their writes), and warns of writes that are not guarded. Default `true`.
   */
  readonly audit?: boolean;
  /**
   * What the application calls its present way to serialise, such as a release. A version says nothing of it, so tags
   * made of entities name it too: clients fetch anew after it changes, and writes with a tag of another namespace are 412.
   * Hashes of bytes need none. Default `''`: none.
   */
  readonly namespace?: string;
  /**
   * What becomes of the strong tag of a response that is compressed after it was tagged, since coded and plain bytes must
   * not share one (RFC 9110, 8.8.3.3): `'suffix'` gives each coding a tag of its own, which reads and writes know to be
   * the same version; `'weaken'` makes it weak, which no If-Match accepts (see `weakIfMatch`). Default `'suffix'`.
   */
  readonly coding?: 'suffix' | 'weaken';
  /**
   * Turns tags into keyed MACs (HMAC), so that neither how often something was edited nor what can be guessed of its
   * content leaks. At least 16 characters, the same on every server. `@Versioned()` then needs the id of an entity beside
   * its version, from `current` as well, and a compare-and-set reads the current version first. Default: none.
   */
  readonly secret?: string;
  /**
   * Gives every GET without a tag decorator the hash of its body, as `@ETag()` would; `@NoETag()` opts out. Streams and
   * what must not be stored are left alone, and so are bodies larger than `maxSize` (bytes; default: no limit).
   * Default `false`.
   */
  readonly auto?: boolean | { readonly maxSize?: number };
  /** Body of 400, 409, 412 and 428: Nest's own error shape, or `application/problem+json` (RFC 9457). Default `'nest'`. */
  readonly errors?: 'nest' | 'problem';
  /**
   * Where tags are remembered: a Keyv, or anything with its `getMany` and `set`. Instances that are to forget together
   * share one. Default: the memory of the process, bounded.
   */
  readonly store?: TagStore;
  /** Limits and times of remembered tags. */
  readonly rememberedTags?: RememberedTagsOptions;
  /**
   * Whose answer a guarded route gives, where its own `rememberFor` says nothing: remembered tags of one client are not
   * used for another. Default: none, and a guarded route that remembers needs its own.
   */
  readonly rememberFor?: RememberFor;
}

/** What a class given to `EtagModule.forRootAsync({ useClass })` implements. */
export interface EtagOptionsFactory {
  createEtagOptions(): EtagModuleOptions | Promise<EtagModuleOptions>;
}
