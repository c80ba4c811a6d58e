import { Inject, Injectable } from '@nestjs/common';
import type { TagStore } from '../options/tag-store.interface.js';
import { BoundedMap } from '../util/bounded-map.js';
import { andThen, type MaybePromise } from '../util/maybe-promise.js';
import { GenerationClock, isGeneration, madeAt } from './generation.js';
import { WHOLE } from './keys.js';
import { MEMORY_SETTINGS, type MemorySettings } from './memory-settings.js';
import { StoreLink } from './store-link.js';

/** Of how many groups the latest generation is known, to tell an older one by. */
const KNOWN = 10_000;
/** Generations outlive what is remembered under them: a day at least, in milliseconds. */
const OUTLIVES = 86_400_000;

/** What the store says of a URL: what was remembered, and the generations that are current. */
export interface Recollection {
  readonly entry: unknown;
  /** Of the store, and of each group in order. */
  readonly generations: readonly string[];
  /** Whether the store has had the time to be believed. */
  readonly settled: boolean;
}

/**
 * The generation of each group, and of the store itself. One is replaced when its group is forgotten, so that whatever
 * was remembered under the last one has ended, on every instance, at once. No id is ever written twice.
 */
@Injectable()
export class Generations {
  private readonly clock = new GenerationClock();
  private readonly latest = new BoundedMap<string>(KNOWN);

  constructor(
    private readonly link: StoreLink,
    @Inject(MEMORY_SETTINGS) private readonly settings: MemorySettings,
  ) {}

  /**
   * Looks an entry up, in one round trip unless a generation is missing. Undefined where the store does not say.
   * @param keys of groups
   */
  look(entry: string, keys: readonly string[]): MaybePromise<Recollection | undefined> {
    const needed = [WHOLE, ...keys];
    const read = this.link.read((store) => store.getMany([entry, ...needed]));
    return andThen(read, (values) => {
      if (!Array.isArray(values) || values.length === 0) return undefined;
      const [remembered, ...found] = values;
      return this.areCurrent(needed, found) ? this.recollection(remembered, found) : this.begin(needed);
    });
  }

  /** What was remembered under a generation that is gone has ended with it. */
  private async begin(needed: readonly string[]): Promise<Recollection | undefined> {
    const made = await this.link.read((store) => this.complete(store, needed));
    return made && this.areCurrent(needed, made) ? this.recollection(undefined, made) : undefined;
  }

  /**
   * Replaces the generations of groups.
   * @param limit milliseconds
   * @returns whether the store has been seen to hold others than before: Keyv keeps the errors of its stores to itself
   */
  async renew(keys: readonly string[], limit: number): Promise<boolean> {
    return (await this.link.attempt((store) => this.replace(store, keys), limit)) ?? false;
  }

  private async replace(store: TagStore, keys: readonly string[]): Promise<boolean> {
    const before = await store.getMany([...keys]);
    this.areCurrent(keys, before);
    const made = await this.write(store, keys);
    const after = await store.getMany([...keys]);
    this.areCurrent(keys, after);
    // Another one than before, if it is not ours, was written by somebody who forgets at the same time.
    return after.every(
      (now, at) => now === made[at] || (isGeneration(before[at]) && isGeneration(now) && now !== before[at]),
    );
  }

  /** Makes the generations that are missing, unless somebody else has by now; says which there are. */
  private async complete(store: TagStore, keys: readonly string[]): Promise<readonly unknown[]> {
    const found = await store.getMany([...keys]);
    const missing = keys.filter((key, at) => !this.isCurrent(key, found[at]));
    await this.write(store, missing);
    return store.getMany([...keys]);
  }

  private async write(store: TagStore, keys: readonly string[]): Promise<string[]> {
    const made = keys.map(() => this.clock.next());
    const ttl = Math.max(OUTLIVES, 2 * this.settings.ttl);
    await Promise.all(keys.map((key, at) => store.set(key, made[at], ttl)));
    return made;
  }

  private areCurrent(keys: readonly string[], values: readonly unknown[]): values is string[] {
    return keys.map((key, at) => this.isCurrent(key, values[at])).every(Boolean);
  }

  /** One older than this process has seen comes from a store that went back in time, and what it holds with it. */
  private isCurrent(key: string, value: unknown): boolean {
    const latest = this.latest.get(key);
    if (latest !== undefined && value === latest) return true;
    if (!isGeneration(value)) return false;
    if (latest !== undefined && madeAt(value) < madeAt(latest)) return false;
    this.latest.set(key, value);
    this.clock.see(value);
    return true;
  }

  private recollection(entry: unknown, generations: readonly string[]): Recollection {
    const age = Math.max(0, Date.now() - madeAt(generations[0]!));
    return { entry, generations, settled: this.link.settled && age >= this.settings.settle };
  }
}
