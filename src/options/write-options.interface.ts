/** How a `VersionedRepository` writes. */
export interface WriteOptions {
  /**
   * Leaves a row alone that has everything already that it is to be given: it keeps its version, and so its tag. The
   * preconditions of the request are evaluated against it all the same. Costs one query before the write. Default
   * `false`, or what the entity was registered with.
   */
  readonly skipUnchanged?: boolean;
}
