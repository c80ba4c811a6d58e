/** A map of at most `max` entries: the least recently used one makes room. */
export class BoundedMap<V> {
  private readonly entries = new Map<string, V>();

  /** @param max at least one */
  constructor(private readonly max: number) {}

  get size(): number {
    return this.entries.size;
  }

  get(key: string): V | undefined {
    const value = this.entries.get(key);
    // The order of use counts from half of the room on: moving an entry costs more than finding it.
    if (value === undefined || 2 * this.entries.size < this.max) return value;
    this.entries.delete(key);
    this.entries.set(key, value);
    return value;
  }

  set(key: string, value: V): void {
    this.entries.delete(key);
    if (this.entries.size >= this.max) this.entries.delete(this.entries.keys().next().value!);
    this.entries.set(key, value);
  }

  delete(key: string): void {
    this.entries.delete(key);
  }
}
