import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import KeyvRedis from '@keyv/redis';
import { Controller, Get, Put } from '@nestjs/common';
import { Keyv } from 'keyv';
import { randomBytes } from 'node:crypto';
import { ETag, EtagModule, ForgetsTags, TagMemory } from '../../../src/index.js';
import { Client, eventually } from '../../http/remembered/support.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { runs } from '../../support/runs.js';
import { accepts } from './redis-server.js';

const PORT = 6379;
const START = 'docker run -p 6379:6379 redis';

const why = (await accepts(PORT)) ? undefined : `. To run it:\n${START}`;

let calls = 0;
let state = 0;

@Controller('shared')
class SharedController {
  @Get()
  @ETag({ remember: { groups: ['shared', `long ${'x'.repeat(100)}`], ttl: 60_000 } })
  read(): object {
    calls += 1;
    return { state };
  }

  @Put()
  @ForgetsTags('shared')
  write(): void {
    state += 1;
  }
}

(runs('remembered tags in Redis', why) ? describe : describe.skip)('two instances on one Redis', () => {
  const namespace = `test-${randomBytes(6).toString('hex')}`;
  const stores: Keyv[] = [];
  let instances: RunningApp[] = [];

  beforeAll(async () => {
    instances = await Promise.all(
      ADAPTERS.map((adapter) => {
        const store = new Keyv(new KeyvRedis(`redis://127.0.0.1:${PORT}`), { namespace });
        stores.push(store);
        const imports = [EtagModule.forRoot({ store, rememberedTags: { recoveryDelay: 0 } })];
        return startApp({ imports, controllers: [SharedController] }, adapter);
      }),
    );
  });
  afterAll(async () => {
    await Promise.all(instances.map(({ close }) => close()));
    await stores[0]!.clear();
    await Promise.all(stores.map((store) => store.disconnect()));
  });

  it('answer from what the other was asked, until either of them forgets', async () => {
    const [one, two] = instances.map((each) => new Client(each)) as [Client, Client];
    const known = async (from: Client, by: Client): Promise<string> => {
      const { headers } = await from.get('/shared');
      const etag = headers['etag']!;
      await eventually(async () => {
        const before = calls;
        return (await by.get('/shared', { 'if-none-match': etag })).status === 304 && calls === before;
      });
      return etag;
    };
    const first = await known(one, two);
    await two.send('PUT', '/shared');
    expect((await one.get('/shared', { 'if-none-match': first })).status).toBe(200);
    const second = await known(two, one);
    state += 1;
    await instances[0]!.app.get(TagMemory).forget('shared');
    expect((await two.get('/shared', { 'if-none-match': second })).status).toBe(200);
  });
});
