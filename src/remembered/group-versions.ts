import { Inject, Injectable } from '@nestjs/common';
import type { TagStore } from '../options/remember-options.interface.js';
import { BoundedMap } from '../util/bounded-map.js';
import { andThen, orElse, toMaybePromise, type MaybePromise } from '../util/maybe-promise.js';
import { isEntry, type Entry } from './entry.js';
import type { EntryKeys } from './entry-key.js';
import { VersionClock, isGroupVersion, madeAt } from './group-version.js';
import { LAST, STORE } from './groups.js';
import { MemoryStore } from './memory-store.js';
import { OutageSafeStore } from './outage-safe-store.js';
import { REMEMBERED_SETTINGS, type RememberedSettings } from './remembered-settings.js';

/** For how many keys this process knows the latest version. It recognises an older one by that. */
const KNOWN = 10_000;
/** Milliseconds that a version lives at least. It has to outlive what is remembered under it. */
const OUTLIVES = 86_400_000;

/** The version under a key; undefined where there is none, or one that is known to be old. */
type Version = string | undefined;

/** What the store says of a request, before its handler runs. */
export interface Found {
  readonly entry: Entry | undefined;
  /** The store has something under the key that is no entry. */
  readonly isForeign: boolean;
  /** Of the store, and of each group in order. */
  readonly versions: readonly Version[];
  readonly last: Version;
  /** Whether the store has had the time to be believed. */
  readonly isTrusted: boolean;
}

/**
 * The versions of groups, of the store itself, and of the last invalidation. An entry counts only under the versions it was
 * made under, so that a new version of a group ends all its entries at once, on every instance. None is ever written twice.
 */
@Injectable()
export class GroupVersions {
  private readonly clock = new VersionClock();
  private readonly latest = new BoundedMap<string>(KNOWN);
  /** The version of the store that has been found old enough to be believed, which it stays. */
  private believed: Version;

  constructor(
    private readonly store: OutageSafeStore,
    @Inject(REMEMBERED_SETTINGS) private readonly settings: RememberedSettings,
  ) {}

  /** Looks an entry up, in one round trip. Undefined where the store does not say. */
  lookUp(keys: EntryKeys): MaybePromise<Found | undefined> {
    const found = this.find(keys);
    return found instanceof Promise
      ? found.then((each) => this.complete(keys, each))
      : this.complete(keys, found);
  }

  private complete(keys: EntryKeys, found: Found | undefined): MaybePromise<Found | undefined> {
    if (!found || (found.last && found.versions[0])) return found;
    const missing = missingOf([LAST, STORE], [found.last, found.versions[0]]);
    // What was remembered before the store lost its own keys has ended with them.
    return andThen(
      this.store.read((store) => this.write(store, missing)),
      () => this.find(keys),
    );
  }

  /**
   * The versions under which a response is remembered; undefined where a write may have come since its handler began.
   *
   * Missing versions are made here, and not before every handler, so that URLs of which nothing is remembered leave no
   * key. An invalidation first replaces LAST, and then the versions that it finds. Here versions are made first, and then
   * LAST is read: if it is what it was before the handler, every invalidation since will find what is made here.
   *
   * @param found what was there before the handler ran
   */
  async standing(
    store: TagStore,
    { groups }: EntryKeys,
    found: Found,
  ): Promise<readonly Version[] | undefined> {
    if (!found.versions.includes(undefined)) return found.versions;
    const keys = [STORE, ...groups];
    const present = await this.read(store, keys);
    await this.write(store, missingOf(keys, present));
    const [last, ...versions] = await this.read(store, [LAST, ...keys]);
    return last && last === found.last && !versions.includes(undefined) ? versions : undefined;
  }

  /**
   * Replaces the versions of groups, within `limit` milliseconds. A group without a version has no entry that counts.
   * @returns whether the store was seen to hold other versions than before: Keyv does not tell the errors of its stores
   */
  async replace(groups: readonly string[], limit: number): Promise<boolean> {
    return (await this.store.attempt((store) => this.replaceIn(store, groups), limit)) ?? false;
  }

  private async replaceIn(store: TagStore, groups: readonly string[]): Promise<boolean> {
    const before = await this.read(store, [LAST]);
    const made = await this.write(store, [LAST]);
    const [last, ...present] = await this.read(store, [LAST, ...groups]);
    if (!areReplaced(before, made, [last])) return false;
    const keys = groups.filter((_, at) => present[at]);
    if (keys.length === 0) return true;
    const written = await this.write(store, keys);
    return areReplaced(present.filter(Boolean), written, await this.read(store, keys));
  }

  private find({ entry, groups }: EntryKeys): MaybePromise<Found | undefined> {
    const { store: asked } = this.settings;
    // It never fails: what guards against that would cost as much as all the rest.
    if (asked instanceof MemoryStore) return this.foundInMemory(asked, entry, groups);
    const keys = [entry, LAST, STORE, ...groups];
    return this.store.read((store) =>
      orElse(
        () => andThen(toMaybePromise(store.getMany(keys)), (values) => this.foundIn(keys, values)),
        // Keyv fails where one value is no JSON. It may be that of the entry: what stands for it is none either.
        async () => this.foundIn(keys, ['unreadable', ...(await store.getMany(keys.slice(1)))]),
      ),
    );
  }

  private foundIn(keys: readonly string[], values: readonly unknown[]): Found {
    const value = values[0] ?? undefined;
    const entry = isEntry(value) ? value : undefined;
    const last = this.current(LAST, values[1]);
    const versions: Version[] = keys.slice(2);
    for (let at = 0; at < versions.length; at += 1)
      versions[at] = this.current(keys[at + 2]!, values[at + 2]);
    return { entry, isForeign: value !== entry, last, versions, isTrusted: this.isTrusted(versions[0]) };
  }

  /** Nobody else writes to the memory of this process, and nothing sets it back. */
  private foundInMemory(store: MemoryStore, key: string, groups: readonly string[]): Found {
    const now = Date.now();
    const entry = store.get(key, now) as Entry | undefined;
    const versions = [store.get(STORE, now) as Version];
    for (const group of groups) versions.push(store.get(group, now) as Version);
    const last = store.get(LAST, now) as Version;
    return { entry, isForeign: false, last, versions, isTrusted: this.isTrusted(versions[0]) };
  }

  private isTrusted(version: Version): boolean {
    if (version === undefined || !this.store.isTrusted) return false;
    if (version === this.believed) return true;
    const age = Math.max(0, Date.now() - madeAt(version));
    if (age < this.settings.recoveryDelay) return false;
    this.believed = version;
    return true;
  }

  private async read(store: TagStore, keys: readonly string[]): Promise<Version[]> {
    const values = await store.getMany([...keys]);
    return keys.map((key, at) => this.current(key, values[at]));
  }

  private async write(store: TagStore, keys: readonly string[]): Promise<string[]> {
    const made = keys.map(() => this.clock.next());
    const ttl = Math.max(OUTLIVES, 2 * this.settings.ttl);
    // A store that throws must not leave the promises of other keys to nobody.
    await Promise.all(keys.map(async (key, at) => store.set(key, made[at], ttl)));
    return made;
  }

  /** A version older than one that this process has seen comes from a store that was set back, as does what is under it. */
  private current(key: string, value: unknown): Version {
    const latest = this.latest.get(key);
    if (latest !== undefined && value === latest) return latest;
    if (!isGroupVersion(value)) return undefined;
    if (latest !== undefined && madeAt(value) < madeAt(latest)) return undefined;
    this.latest.set(key, value);
    this.clock.see(value);
    return value;
  }
}

function missingOf(keys: readonly string[], versions: readonly Version[]): string[] {
  return keys.filter((_, at) => versions[at] === undefined);
}

/** Whether each version is another than before. One that is not ours is of somebody who invalidates at the same time. */
function areReplaced(
  before: readonly Version[],
  made: readonly string[],
  after: readonly Version[],
): boolean {
  return after.every((now, at) => now && (now === made[at] || (before[at] && now !== before[at])));
}
