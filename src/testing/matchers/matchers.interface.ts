/** The matchers, as `expect()` shows them. */
export interface ConditionalMatchers<R = unknown> {
  /** A 304 with its validator, and without fields that describe content (RFC 9110, 15.4.5). */
  toBeNotModified(): R;
  /** A strong entity-tag; with an argument, this one, with or without its quotes (RFC 9110, 8.8.3). */
  toHaveStrongETag(tag?: string): R;
  /** A weak entity-tag; with an argument, this one (RFC 9110, 8.8.3). */
  toHaveWeakETag(tag?: string): R;
  /** A 412 (RFC 9110, 15.5.13). */
  toBePreconditionFailed(): R;
  /** A 428 that no cache may store (RFC 6585, 3). */
  toBePreconditionRequired(): R;
}
