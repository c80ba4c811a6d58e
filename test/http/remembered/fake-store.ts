import type { TagStore } from '../../../src/index.js';
import { MemoryStore } from '../../../src/remembered/memory-store.js';

/** How a store can be: well, failing at once, or silent, as a client that queues what it is told. */
type Health = 'well' | 'rejects' | 'hangs' | 'swallows';

/** A store behind a network that goes wrong when told to. */
export class FakeStore implements TagStore {
  health: Health = 'well';
  /** Every text it is asked for. */
  asked = 0;
  readonly data = new Map<string, unknown>();

  getMany(keys: string[]): Promise<unknown[]> {
    return this.reply(
      () => keys.map((key) => this.data.get(key)),
      () => keys.map(() => undefined),
    );
  }

  set(key: string, value: unknown): Promise<unknown> {
    return this.reply(
      () => void this.data.set(key, value),
      () => true,
    );
  }

  /** What it holds, to be put back later. */
  snapshot(): Map<string, unknown> {
    return new Map(this.data);
  }

  restore(snapshot: ReadonlyMap<string, unknown>): void {
    this.data.clear();
    for (const [key, value] of snapshot) this.data.set(key, value);
  }

  private async reply<T>(answer: () => T, lie: () => T): Promise<T> {
    this.asked += 1;
    if (this.health === 'rejects') throw new Error('the store is down');
    if (this.health === 'hangs') return new Promise(() => undefined);
    return this.health === 'swallows' ? lie() : answer();
  }
}

/** One that throws before there is a promise. */
export class ThrowingStore extends MemoryStore {
  override getMany(): never {
    throw new Error('not connected');
  }
}
