/** How a `VersionedRepository` writes. */
export interface WriteOptions {
  /**
   * Leaves a row alone that has all changes already: it keeps its version, and so its tag. The preconditions of the
   * request are evaluated all the same. It costs one query before the write. Default: what the entity was registered
   * with, or else `false`.
   */
  readonly skipUnchanged?: boolean;
}
