import type { RememberedTagsOptions, RememberFor, TagStore } from './remember-options.interface.js';

/**
 * What happens to a write without any precondition: it is let through; let through, counted and logged (for a
 * roll-out); or answered 428 (RFC 6585, 3). A precondition that fails is 412 with every policy.
 */
export type PreconditionPolicy = 'optional' | 'report' | 'required';

/** Options of `EtagModule.forRoot()`; every one has a default. */
export interface EtagModuleOptions {
  /** Digest of body-hash tags, any that `crypto.getHashes()` names. Default `'sha256'`. */
  readonly hash?: string;
  /**
   * The policy for every PUT, PATCH and DELETE of a tagged route that comes without a usable precondition. The option
   * of the same name on a route wins, and so does `@RequirePrecondition()`. Default `'optional'`.
   */
  readonly preconditions?: PreconditionPolicy;
  /**
   * Accepts a strong tag of ours that comes back weakened in If-Match: nginx and CDNs weaken the tag of every response
   * they compress. Default `false`, because RFC 9110 (13.1.1) wants strong comparison.
   */
  readonly weakIfMatch?: boolean;
  /**
   * What proxies put at the end of a tag when they compress: `['-gzip']` for Apache's mod_deflate, `['-df']` for Traffic
   * Server, `['--gzip']` for Jetty. It is taken off the tags in If-Match and If-None-Match. If-Range keeps it, since the
   * client has coded bytes then. Default: none.
   */
  readonly tagSuffixes?: readonly string[];
  /**
   * `'strict'` sends no validator in a PUT response (RFC 9110, 9.3.4: for a body that was not stored exactly as it
   * came). Default `'representation'`: the response carries the new state and its validators.
   */
  readonly putValidators?: 'representation' | 'strict';
  /** Status of a malformed If-Match, or of a malformed If-None-Match on a write. Default `400`. */
  readonly malformed?: 400 | 412;
  /**
   * What happens when a write succeeds although nothing evaluated its preconditions, which is a bug of the application:
   * `'error'` answers 500, `'warn'` logs an error each time. Default `'error'`, with `NODE_ENV=production` `'warn'`.
   */
  readonly onUnguardedWrite?: 'error' | 'warn';
  /**
   * Whether the start-up logs a table of the decorated routes (where their tags and current states come from, and what
   * guards their writes), and warns of writes that are not guarded. Default `true`.
   */
  readonly audit?: boolean;
  /**
   * A name for how the application serialises at present, such as its release. It becomes part of every tag made of an
   * entity: after it changes, clients fetch anew, and a write with a tag of another namespace is 412. Default `''`:
   * none.
   */
  readonly namespace?: string;
  /**
   * What happens to the strong tag of a response that is compressed, since coded and plain bytes must not share one
   * (RFC 9110, 8.8.3.3). `'suffix'` gives each coding a tag of its own, which If-Match accepts for the same version.
   * `'weaken'` makes the tag weak, which no If-Match accepts (see `weakIfMatch`). Default `'suffix'`.
   */
  readonly coding?: 'suffix' | 'weaken';
  /**
   * Turns tags into keyed MACs (HMAC), so that a tag does not tell how often something was edited, or confirm a guess
   * of its content. At least 16 characters, the same on every server. `@Versioned()` then needs the id of an entity
   * beside its version, from `current` too, and a compare-and-set reads the current version first. Default: none.
   */
  readonly secret?: string;
  /**
   * Gives every GET without a tag decorator the hash of its body, as `@ETag()` would; `@NoETag()` opts out. Streams,
   * `no-store` responses and bodies of more than `maxSize` bytes (default: no limit) get no tag. Default `false`.
   */
  readonly auto?: boolean | { readonly maxSize?: number };
  /** Body of 400, 409, 412 and 428: Nest's own error shape, or `application/problem+json` (RFC 9457). Default `'nest'`. */
  readonly errors?: 'nest' | 'problem';
  /**
   * What the `type` of a problem begins with; the name of the error follows, such as `precondition-failed`. Default: the
   * page of the published package that explains them.
   * @see https://www.rfc-editor.org/rfc/rfc9457#section-3.1.1
   */
  readonly problemTypes?: string;
  /**
   * Where tags are remembered: a Keyv, or anything with its `getMany` and `set`. Instances that are to forget together
   * share one. Default: the memory of the process, bounded.
   */
  readonly store?: TagStore;
  /** Limits and times of remembered tags. */
  readonly rememberedTags?: RememberedTagsOptions;
  /**
   * Tells the clients of guarded routes apart, where a route has no `rememberFor` of its own: the remembered tags of
   * one client are not used for another. Default: none, so that a guarded route that remembers needs its own.
   */
  readonly rememberFor?: RememberFor;
}

/** What a class given to `EtagModule.forRootAsync({ useClass })` implements. */
export interface EtagOptionsFactory {
  createEtagOptions(): EtagModuleOptions | Promise<EtagModuleOptions>;
}
