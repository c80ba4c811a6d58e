import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { TagStore } from '../../../src/index.js';
import { LAST, STORE } from '../../../src/remembered/groups.js';
import { GroupVersions } from '../../../src/remembered/group-versions.js';
import { OutageSafeStore } from '../../../src/remembered/outage-safe-store.js';

const GROUP = 'group';
const KEYS = { entry: 'entry', groups: [GROUP] };
const LONG = 3_600_000;

/** Somebody whose every step waits until it is his turn. */
class Actor {
  done = false;
  private readonly waiting: (() => void)[] = [];

  turn(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** Lets him take one step, and waits until he stands before the next. */
  async step(): Promise<void> {
    this.waiting.shift()?.();
    await new Promise(setImmediate);
  }
}

/** One store of several processes, and one row of a database that they read and write. */
class World {
  readonly data = new Map<string, unknown>();
  private committed = 0;
  private acknowledged = 0;

  /** A process that looks a tag up, runs its handler, and remembers what that returned. */
  async reader(actor: Actor): Promise<void> {
    const { store, versions } = this.process(actor);
    const found = await versions.lookUp(KEYS);
    await actor.turn();
    const state = this.committed;
    const standing = found && (await versions.standing(store, KEYS, found));
    if (standing) await store.set(KEYS.entry, { state, versions: standing }, LONG);
    actor.done = true;
  }

  /** A process that writes, forgets, and only then answers. */
  async writer(actor: Actor): Promise<void> {
    const { versions } = this.process(actor);
    await actor.turn();
    const state = (this.committed += 1);
    while (!(await versions.replace([GROUP], LONG)));
    this.acknowledged = Math.max(this.acknowledged, state);
    actor.done = true;
  }

  /** The state that anybody could be answered from memory now, where it is older than what a writer was answered. */
  get stale(): number | undefined {
    const entry = this.data.get(KEYS.entry) as { state: number; versions: unknown[] } | undefined;
    const counts = entry && [STORE, GROUP].every((key, at) => this.data.get(key) === entry.versions[at]);
    return counts && entry.state < this.acknowledged ? entry.state : undefined;
  }

  private process(actor: Actor): { readonly store: TagStore; readonly versions: GroupVersions } {
    const store: TagStore = {
      getMany: async (keys) => {
        await actor.turn();
        return keys.map((key) => this.data.get(key));
      },
      set: async (key, value) => {
        await actor.turn();
        this.data.set(key, value);
      },
    };
    const times = { max: 1, ttl: LONG, timeout: LONG, forgetTimeout: LONG, recoveryDelay: 0 };
    const settings = { ...times, store, isShared: true };
    return { store, versions: new GroupVersions(new OutageSafeStore(settings), settings) };
  }
}

/** A step of one of those who take part, or a key that the store loses. */
type Step = number | string;

/** What went wrong, if anything did. */
async function run(
  parts: readonly ('reader' | 'writer')[],
  steps: readonly Step[],
  lost: readonly string[],
): Promise<number | undefined> {
  const world = new World();
  await finish(world, [start(world, 'reader')]);
  for (const key of lost) world.data.delete(key);
  const actors = parts.map((part) => start(world, part));
  for (const step of steps) {
    if (typeof step === 'string') world.data.delete(step);
    else await actors[step]!.step();
    if (world.stale !== undefined) return world.stale;
  }
  await finish(world, actors);
  return world.stale;
}

function start(world: World, part: 'reader' | 'writer'): Actor {
  const actor = new Actor();
  void world[part](actor);
  return actor;
}

async function finish(world: World, actors: readonly Actor[]): Promise<void> {
  for (const actor of actors) while (!actor.done && world.stale === undefined) await actor.step();
}

/** Every order of so many steps of two. */
function ordersOf(first: number, second: number): number[][] {
  if (first === 0) return [Array<number>(second).fill(1)];
  if (second === 0) return [Array<number>(first).fill(0)];
  const begin = (step: number) => (rest: number[]) => [step, ...rest];
  return [...ordersOf(first - 1, second).map(begin(0)), ...ordersOf(first, second - 1).map(begin(1))];
}

describe('nobody is answered from memory with what was there before an acknowledged write', () => {
  it.each([[[]], [[GROUP]], [[LAST]], [[LAST, STORE, GROUP]]])(
    'in any order of a read and a write, where the store has lost %j',
    async (lost) => {
      const orders = ordersOf(7, 6);
      expect(orders).toHaveLength(1_716);
      for (const order of orders) {
        expect([order, await run(['reader', 'writer'], order, lost)]).toEqual([order, undefined]);
      }
    },
  );

  it('in any order of several, whatever the store loses meanwhile', async () => {
    const parts = ['reader', 'reader', 'writer', 'writer', 'reader'] as const;
    const step = fc.oneof(
      { weight: 12, arbitrary: fc.nat(parts.length - 1) },
      { weight: 1, arbitrary: fc.constantFrom(LAST, STORE, GROUP, KEYS.entry) },
    );
    const steps = fc.array<Step>(step, { minLength: 20, maxLength: 60, size: 'max' });
    await fc.assert(
      fc.asyncProperty(steps, fc.subarray([LAST, STORE, GROUP]), async (order, lost) => {
        expect(await run(parts, order, lost)).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });
});
