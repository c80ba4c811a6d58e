/** The current state of a collection that was looked up without its items: what its tag is made of, and no more. */
export class CollectionState {
  constructor(readonly opaque: string) {}
}
