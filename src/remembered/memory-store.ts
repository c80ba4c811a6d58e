import type { TagStore } from '../options/remember-options.interface.js';
import { BoundedMap } from '../util/bounded-map.js';

/** The default store: in the memory of this process, and bounded, since clients make the URLs by which things are kept. */
export class MemoryStore implements TagStore {
  /** Values, each until so many epoch milliseconds. */
  private readonly kept: BoundedMap<{ readonly value: unknown; readonly until: number }>;

  constructor(max: number) {
    this.kept = new BoundedMap(max);
  }

  getMany(keys: readonly string[]): unknown[] {
    const now = Date.now();
    const values: unknown[] = keys.slice();
    for (let at = 0; at < keys.length; at += 1) values[at] = this.get(keys[at]!, now);
    return values;
  }

  /** @param now epoch milliseconds */
  get(key: string, now: number): unknown {
    const found = this.kept.get(key);
    if (!found || found.until > now) return found?.value;
    this.kept.delete(key);
    return undefined;
  }

  set(key: string, value: unknown, ttl: number): void {
    this.kept.set(key, { value, until: Date.now() + ttl });
  }
}
