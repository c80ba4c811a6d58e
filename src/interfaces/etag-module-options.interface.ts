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
  /** Body of 400, 409, 412 and 428: Nest's own error shape, or `application/problem+json` (RFC 9457). Default `'nest'`. */
  readonly errors?: 'nest' | 'problem';
}

/** What a class given to `EtagModule.forRootAsync({ useClass })` implements. */
export interface EtagOptionsFactory {
  createEtagOptions(): EtagModuleOptions | Promise<EtagModuleOptions>;
}
