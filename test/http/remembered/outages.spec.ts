import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Put } from '@nestjs/common';
import { Keyv } from 'keyv';
import {
  ETag,
  EtagModule,
  ForgetsTags,
  TagMemory,
  type EtagModuleOptions,
  type TagStore,
} from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { FakeStore, ThrowingStore } from './fake-store.js';
import { Client, eventually } from './support.js';

let state = 0;
let calls = 0;

@Controller('state')
class StateController {
  @Get()
  @ETag({ remember: { groups: ['state'] } })
  read(): object {
    calls += 1;
    return { state };
  }

  @Get('other')
  @ETag({ remember: { groups: ['other'] } })
  other(): object {
    calls += 1;
    return { other: true };
  }

  @Put()
  @ForgetsTags('state')
  write(): void {
    state += 1;
  }
}

const rememberedTags = { timeout: 20, forgetTimeout: 40, recoveryDelay: 0 };

describe.each(ADAPTERS)('a store that goes wrong, on $name', (adapter) => {
  const started: RunningApp[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map(({ close }) => close()));
  });

  async function start(store: TagStore, options: EtagModuleOptions['rememberedTags'] = {}): Promise<Client> {
    const settings = { store, rememberedTags: { ...rememberedTags, ...options } };
    started.push(
      await startApp({ imports: [EtagModule.forRoot(settings)], controllers: [StateController] }, adapter),
    );
    return new Client(started.at(-1)!);
  }

  /** Whether a conditional read was answered without its handler; never with anything but the truth. */
  async function fromMemory(client: Client, path = '/state'): Promise<boolean> {
    const { headers, status, text } = await client.get(path, { 'if-none-match': '"none"' });
    expect(status).toBe(200);
    if (path === '/state') expect(text).toBe(JSON.stringify({ state }));
    const before = calls;
    expect((await client.get(path, { 'if-none-match': headers['etag'] })).status).toBe(304);
    return calls === before;
  }

  const reads = (client: Client) => eventually(() => fromMemory(client));

  it.each(['rejects', 'hangs', 'swallows'] as const)(
    'that %s lets handlers run, and what was written meanwhile is forgotten when it is back',
    async (health) => {
      const store = new FakeStore();
      const [ours, theirs] = [await start(store), await start(store)];
      await reads(ours);
      const { headers } = await theirs.get('/state');
      expect((await theirs.get('/state', { 'if-none-match': headers['etag'] })).status).toBe(304);
      store.health = health;
      expect(await fromMemory(ours)).toBe(false);
      expect((await ours.send('PUT', '/state')).status).toBe(200);
      store.health = 'well';
      // Until its own has caught up, this process says nothing.
      expect((await ours.get('/state', { 'if-none-match': headers['etag'] })).status).toBe(200);
      await reads(ours);
      await reads(theirs);
    },
  );

  it('is left alone for a while, and logged once', async () => {
    const store = new FakeStore();
    const client = await start(store, { forgetTimeout: 60_000 });
    await reads(client);
    store.health = 'rejects';
    await client.get('/state');
    const { asked } = store;
    for (let turn = 0; turn < 5; turn += 1) expect(await fromMemory(client)).toBe(false);
    expect(store.asked).toBe(asked);
    const { warnings } = started[0]!.logger;
    expect(warnings.filter((line) => line.includes('fails, and handlers run instead'))).toEqual([
      expect.stringContaining('the store is down'),
    ]);
    store.health = 'well';
    await client.send('PUT', '/state');
    await reads(client);
    expect(started[0]!.logger.logs.join()).toContain('The store of remembered tags answers again.');
  });

  it('throwing before there is a promise is no different', async () => {
    const client = await start(new ThrowingStore(1));
    expect(await fromMemory(client)).toBe(false);
    expect((await client.send('PUT', '/state')).status).toBe(200);
  });

  it('answers nothing of what is pending, and of everything where too much is', async () => {
    const store = new FakeStore();
    const client = await start(store);
    await reads(client);
    await eventually(() => fromMemory(client, '/state/other'));
    store.health = 'swallows';
    const memory = started[0]!.app.get(TagMemory);
    await memory.forget('state');
    const { size } = store.data;
    await memory.forget(...Array.from({ length: 2_000 }, (_, at) => `group ${at}`));
    store.health = 'well';
    await eventually(() => fromMemory(client, '/state/other'));
    await reads(client);
    // The version of the whole store, and not two thousand others.
    expect(store.data.size).toBeLessThan(size + 10);
  });

  it('that lost everything is given time before it is believed', async () => {
    const store = new FakeStore();
    const client = await start(store, { recoveryDelay: 60_000 });
    expect(await fromMemory(client)).toBe(false);
    expect(await fromMemory(client)).toBe(false);
  });

  /** Has a process fill the store, and lets the next one find it long in use. */
  async function filledLongAgo(store: FakeStore): Promise<void> {
    await reads(await start(store));
    store.data.set('nestjs-etag:all', aged(store.data.get('nestjs-etag:all') as string, 120_000));
  }

  it('that was away is given time before it is believed', async () => {
    const store = new FakeStore();
    await filledLongAgo(store);
    const client = await start(store, { recoveryDelay: 60_000 });
    await reads(client);
    store.health = 'rejects';
    await client.send('PUT', '/state');
    store.health = 'well';
    await eventually(() => started.at(-1)!.logger.logs.join().includes('answers again'));
    expect(await fromMemory(client)).toBe(false);
    expect(await fromMemory(client)).toBe(false);
  });

  it('that had a hiccup is believed at once, and no write is answered before it is over', async () => {
    const store = new FakeStore();
    await filledLongAgo(store);
    const client = await start(store, { forgetTimeout: 60_000, recoveryDelay: 60_000 });
    await reads(client);
    const { headers } = await client.get('/state');
    store.health = 'swallows';
    let answered = false;
    const writing = client.send('PUT', '/state').then(() => (answered = true));
    const { asked } = store;
    await eventually(() => store.asked > asked + 6);
    expect(answered).toBe(false);
    store.health = 'well';
    await writing;
    expect(await fromMemory(client)).toBe(true);
    expect((await client.get('/state', { 'if-none-match': headers['etag'] })).status).toBe(200);
  });

  it('that goes back in time is not believed, and put right', async () => {
    const store = new FakeStore();
    const client = await start(store);
    await reads(client);
    const { headers } = await client.get('/state');
    const before = store.snapshot();
    await client.send('PUT', '/state');
    await reads(client);
    store.restore(before);
    expect((await client.get('/state', { 'if-none-match': headers['etag'] })).status).toBe(200);
    await reads(client);
  });

  it.each<[string, unknown, number]>([
    ['null', null, 0],
    ['a text', 'x', 1],
    ['an object', {}, 1],
    ['an array', [], 1],
    ['without a tag', { etag: undefined }, 1],
    ['without a text for a tag', { etag: 1 }, 1],
    ['without a tag in its text', { etag: 'x\r\ny: z' }, 0],
    ['without versions', { versions: 'abc' }, 1],
    ['of other versions', { versions: [null, undefined, 1] }, 0],
    ['of no versions', { versions: [] }, 0],
  ])('with an entry that is %s lets the handler run', async (_, wrong, warnings) => {
    const store = new FakeStore();
    const client = await start(store);
    await reads(client);
    const { headers } = await client.get('/state');
    for (const [key, value] of store.data) {
      if (!key.startsWith('nestjs-etag:tag:')) continue;
      const isPart = typeof wrong === 'object' && wrong !== null && Object.keys(wrong).length > 0;
      store.data.set(key, isPart ? { ...(value as object), ...wrong } : wrong);
    }
    const before = calls;
    expect((await client.get('/state', { 'if-none-match': headers['etag'] })).status).toBe(304);
    expect(calls).toBe(before + 1);
    expect(started[0]!.logger.warnings.filter((line) => line.includes('under its key'))).toHaveLength(
      warnings,
    );
    await reads(client);
  });

  it.each([null, 42, 'x', `zzzzzzzzz.${'a'.repeat(16)}`])(
    'with the version %j makes another',
    async (wrong) => {
      const store = new FakeStore();
      const client = await start(store);
      await reads(client);
      for (const key of store.data.keys()) {
        if (key.startsWith('nestjs-etag:group:')) store.data.set(key, wrong);
      }
      const { headers } = await client.get('/state');
      const before = calls;
      expect((await client.get('/state', { 'if-none-match': headers['etag'] })).status).toBe(304);
      expect(calls).toBe(before);
      expect([...store.data.values()]).not.toContain(wrong);
    },
  );

  it('may be a Keyv', async () => {
    const client = await start(new Keyv());
    await reads(client);
    await client.send('PUT', '/state');
    await reads(client);
  });

  it('gives up catching up when the application closes', async () => {
    const store = new FakeStore();
    const client = await start(store);
    store.health = 'rejects';
    await client.send('PUT', '/state');
    await started.pop()!.close();
    await new Promise((resolve) => setTimeout(resolve, 600));
    const { asked } = store;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(store.asked).toBe(asked);
  });
});

function aged(version: string, age: number): string {
  const made = Number.parseInt(version.slice(0, 9), 36) - age;
  return made.toString(36).padStart(9, '0') + version.slice(9);
}
