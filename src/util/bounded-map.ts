/** A map that holds so many entries and no more: the least recently used one makes room. */
export class BoundedMap<V> {
  /** In the order of their last use since there were half as many as there may be. */
  private readonly entries = new Map<string, V>();

  /** @param max how many entries there may be, at least one */
  constructor(private readonly max: number) {}

  get size(): number {
    return this.entries.size;
  }

  get(key: string): V | undefined {
    const value = this.entries.get(key);
    // Before that, nothing has to make room soon, and moving an entry costs more than finding it.
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
