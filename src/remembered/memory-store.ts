import type { TagStore } from '../options/tag-store.interface.js';
import { BoundedMap } from '../util/bounded-map.js';

interface Kept {
  readonly value: unknown;
  /** Epoch milliseconds. */
  readonly until: number;
}

/**
 * The default store: in the memory of this process, and bounded. URLs are made by clients, so whatever is kept by URL
 * must not grow with them.
 */
export class MemoryStore implements TagStore {
  private readonly kept: BoundedMap<Kept>;

  /** @param max how many values it holds */
  constructor(max: number) {
    this.kept = new BoundedMap(max);
  }

  getMany(keys: readonly string[]): unknown[] {
    const now = Date.now();
    return keys.map((key) => {
      const found = this.kept.get(key);
      if (!found || found.until > now) return found?.value;
      this.kept.delete(key);
      return undefined;
    });
  }

  set(key: string, value: unknown, ttl: number): void {
    this.kept.set(key, { value, until: Date.now() + ttl });
  }
}
