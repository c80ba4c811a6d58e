import { Inject, Injectable } from '@nestjs/common';
import type { TagStore } from '../options/tag-store.interface.js';
import { BoundedMap } from '../util/bounded-map.js';
import { andThen, type MaybePromise } from '../util/maybe-promise.js';
import { VersionClock, isGroupVersion, madeAt } from './group-version.js';
import { STORE } from './groups.js';
import { REMEMBERED_SETTINGS, type RememberedSettings } from './remembered-settings.js';
import { OutageSafeStore } from './outage-safe-store.js';

/** Of how many groups the latest version is known, to tell an older one by. */
const KNOWN = 10_000;
/** GroupVersions outlive what is remembered under them: a day at least, in milliseconds. */
const OUTLIVES = 86_400_000;

/** What the store says of a URL: what was remembered, and the versions that are current. */
export interface Found {
  readonly entry: unknown;
  /** Of the store, and of each group in order. */
  readonly versions: readonly string[];
  /** Whether the store has had the time to be believed. */
  readonly isTrusted: boolean;
}

/**
 * The version of each group, and of the store itself. One is replaced when its group is forgotten, so that whatever
 * was remembered under the last one has ended, on every instance, at once. No id is ever written twice.
 */
@Injectable()
export class GroupVersions {
  private readonly clock = new VersionClock();
  private readonly latest = new BoundedMap<string>(KNOWN);

  constructor(
    private readonly store: OutageSafeStore,
    @Inject(REMEMBERED_SETTINGS) private readonly settings: RememberedSettings,
  ) {}

  /**
   * Looks an entry up, in one round trip unless a version is missing. Undefined where the store does not say.
   * @param keys of groups
   */
  lookUp(entry: string, keys: readonly string[]): MaybePromise<Found | undefined> {
    const needed = [STORE, ...keys];
    const read = this.store.read((store) => store.getMany([entry, ...needed]));
    return andThen(read, (values) => {
      if (!Array.isArray(values) || values.length === 0) return undefined;
      const [remembered, ...found] = values;
      return this.areCurrent(needed, found) ? this.found(remembered, found) : this.begin(needed);
    });
  }

  /** What was remembered under a version that is gone has ended with it. */
  private async begin(needed: readonly string[]): Promise<Found | undefined> {
    const made = await this.store.read((store) => this.complete(store, needed));
    return made && this.areCurrent(needed, made) ? this.found(undefined, made) : undefined;
  }

  /**
   * Replaces the versions of groups.
   * @param limit milliseconds
   * @returns whether the store has been seen to hold others than before: Keyv keeps the errors of its stores to itself
   */
  async replace(keys: readonly string[], limit: number): Promise<boolean> {
    return (await this.store.attempt((store) => this.replaceIn(store, keys), limit)) ?? false;
  }

  private async replaceIn(store: TagStore, keys: readonly string[]): Promise<boolean> {
    const before = await store.getMany([...keys]);
    this.areCurrent(keys, before);
    const made = await this.write(store, keys);
    const after = await store.getMany([...keys]);
    this.areCurrent(keys, after);
    // Another one than before, if it is not ours, was written by somebody who forgets at the same time.
    return after.every(
      (now, at) =>
        now === made[at] || (isGroupVersion(before[at]) && isGroupVersion(now) && now !== before[at]),
    );
  }

  /** Makes the versions that are missing, unless somebody else has by now; says which there are. */
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
    if (!isGroupVersion(value)) return false;
    if (latest !== undefined && madeAt(value) < madeAt(latest)) return false;
    this.latest.set(key, value);
    this.clock.see(value);
    return true;
  }

  private found(entry: unknown, versions: readonly string[]): Found {
    const age = Math.max(0, Date.now() - madeAt(versions[0]!));
    return { entry, versions, isTrusted: this.store.isTrusted && age >= this.settings.recoveryDelay };
  }
}
