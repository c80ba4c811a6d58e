import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Put } from '@nestjs/common';
import { Keyv } from 'keyv';
import { setTimeout as sleep } from 'node:timers/promises';
import { ETag, EtagModule, ForgetsTags, TagMemory, type TagStore } from '../../../src/index.js';
import { MemoryStore } from '../../../src/remembered/memory-store.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { FakeStore } from '../../http/remembered/fake-store.js';
import { Client, eventually } from '../../http/remembered/support.js';

let calls = 0;
/** What the functions of the application do. */
let act: () => unknown = () => undefined;

const groups = ['state'];

@Controller('state')
class StateController {
  @Get()
  @ETag({ remember: { groups } })
  read(): object {
    calls += 1;
    return { state: 1 };
  }

  @Get('grouped')
  @ETag({ remember: { groups: () => act() as never } })
  grouped(): object {
    return this.read();
  }

  @Get('private')
  @ETag({ remember: { groups }, rememberFor: () => act() as never })
  private(): object {
    return this.read();
  }

  @Put()
  @ForgetsTags('state')
  write(): void {
    calls += 1;
  }

  @Put('grouped')
  @ForgetsTags(() => act() as never)
  writeGroup(): void {
    calls += 1;
  }
}

const unreadable = new Proxy(
  {},
  {
    get() {
      throw Object.create(null);
    },
    ownKeys() {
      throw Object.create(null);
    },
  },
);
const circular: Record<string, unknown> = { etag: '"1"' };
circular['versions'] = [circular];

/** What may be thrown, and what may be found where something else is expected. */
const THINGS: readonly [string, unknown][] = [
  ['an object without a prototype', Object.create(null)],
  ['undefined', undefined],
  ['null', null],
  ['a symbol', Symbol('x')],
  ['a bigint', 1n],
  ['a function', () => 'x'],
  ['an object that cannot be read', unreadable],
  ['an object that contains itself', circular],
  ['an error that has no text', Object.assign(new Error('x'), { message: Symbol('x') })],
  [
    'an error whose text throws',
    Object.defineProperty(new Error('x'), 'message', { get: () => unreadable['x' as never] }),
  ],
];

/** What a function can do with such a thing. */
const WAYS: readonly [string, (thing: unknown) => unknown][] = [
  [
    'throws',
    (thing) => {
      throw thing;
    },
  ],
  ['rejects with', (thing) => Promise.reject(thing)],
  ['rejects late with', (thing) => sleep(40).then(() => Promise.reject(thing))],
  ['answers', (thing) => thing],
  ['answers late', (thing) => sleep(40).then(() => thing)],
  ['answers an array of', (thing) => Array.from({ length: 4 }, () => thing)],
  [
    'has a thenable throw',
    (thing) => ({
      // oxlint-disable-next-line unicorn/no-thenable -- that is what it is about
      then() {
        throw thing;
      },
    }),
  ],
];

/** By name: Jest looks at all that it is given, and cannot bear that either. */
const NAMES = WAYS.map(([name]) => name);

/** All that a function can do in one way. */
function actsOf(name: string): (() => unknown)[] {
  const does = WAYS.find(([each]) => each === name)![1];
  return THINGS.map(
    ([, thing]) =>
      () =>
        does(thing),
  );
}

/** In which the last attempts of an application come to an end: a rejection that nobody handles fails the test. */
const AFTERMATH = 100;

describe.each(ADAPTERS)('nothing that is thrown, rejected or answered does any harm, on $name', (adapter) => {
  let running: RunningApp;
  afterEach(async () => {
    await running.close();
    await sleep(AFTERMATH);
  });

  async function start(store?: TagStore): Promise<Client> {
    const rememberedTags = { timeout: 20, forgetTimeout: 30, recoveryDelay: 0 };
    const imports = [EtagModule.forRoot(store ? { store, rememberedTags } : {})];
    running = await startApp({ imports, controllers: [StateController] }, adapter);
    return new Client(running);
  }

  async function runs(client: Client, method: string, path: string, status = 200): Promise<void> {
    const before = calls;
    expect((await client.send(method, path)).status).toBe(status);
    expect(calls).toBe(before + (status === 200 ? 1 : 0));
  }

  const linesOf = (text: string) =>
    [...running.logger.warnings, ...running.logger.logs].filter((line) => line.includes(text));

  /** An outage is logged as it begins and as it ends, and no more often. */
  function saysOnce(): void {
    expect(running.logger.errors).toEqual([]);
    const [failed, back] = [linesOf('handlers run instead'), linesOf('answers again')];
    expect(failed.length - back.length).toBeLessThanOrEqual(1);
    expect(linesOf('could not be forgotten').length).toBeLessThanOrEqual(1 + back.length);
  }

  describe.each(['getMany', 'set'] as const)('where %s() of the store', (method) => {
    it.each(NAMES)('%s something', async (name) => {
      const store = new MemoryStore(100);
      const well = { getMany: store.getMany.bind(store), set: store.set.bind(store) };
      const client = await start({ ...well, [method]: () => act() });
      for (act of actsOf(name)) {
        for (let turn = 0; turn < 2; turn += 1) await runs(client, 'GET', '/state');
        await runs(client, 'PUT', '/state');
        await runs(client, 'GET', '/state');
      }
      await running.app.get(TagMemory).forget('state');
      saysOnce();
    });
  });

  it('where an entry is anything, and its parts are', async () => {
    const store = new FakeStore();
    const client = await start(store);
    const entryKey = () => [...store.data.keys()].find((key) => key.startsWith('nestjs-etag:tag:'));
    await client.get('/state');
    await eventually(() => entryKey() !== undefined);
    for (const [, thing] of THINGS) {
      const wrong = [thing, { etag: thing, versions: [] }, { etag: '"1"', versions: thing }];
      const parts = { etag: '"1"', versions: [thing, thing], lastModified: thing, isOwnTag: thing };
      for (const value of [...wrong, parts]) {
        store.data.set(entryKey()!, value);
        await runs(client, 'GET', '/state');
      }
    }
    expect(linesOf('under its key')).toHaveLength(1);
    expect(linesOf('handlers run instead')).toEqual([]);
    saysOnce();
  });

  describe.each([
    ['groups', '/state/grouped'],
    ['rememberFor', '/state/private'],
  ])('where %s', (_, path) => {
    it.each(NAMES)('%s something', async (name) => {
      const client = await start();
      for (act of actsOf(name)) {
        for (let turn = 0; turn < 2; turn += 1) await runs(client, 'GET', path);
      }
      expect(linesOf('is not remembered')).toHaveLength(1);
      saysOnce();
    });
  });

  it.each(NAMES)(
    'where the groups of a write are what a function %s, but nothing is written',
    async (name) => {
      const client = await start();
      for (act of actsOf(name)) await runs(client, 'PUT', '/state/grouped', 500);
    },
  );

  it('where an entry is no JSON: it is written anew', async () => {
    const data = new Map<string, unknown>();
    const client = await start(
      new Keyv({
        store: {
          get: (key: string) => data.get(key),
          getMany: (keys: string[]) => keys.map((key) => data.get(key)),
          set: (key: string, value: unknown) => data.set(key, value),
          delete: (key: string) => data.delete(key),
          clear: () => data.clear(),
        },
      }),
    );
    const again = await client.known('/state');
    const key = () => [...data.keys()].find((each) => each.includes('nestjs-etag:tag:'));
    await eventually(() => key() !== undefined);
    data.set(key()!, 'no JSON');
    for (const ran of [1, 0]) {
      const before = calls;
      expect((await again()).status).toBe(304);
      expect(calls - before).toBe(ran);
      await eventually(() => data.get(key()!) !== 'no JSON');
    }
    expect(linesOf('under its key')).toHaveLength(1);
    saysOnce();
  });
});
