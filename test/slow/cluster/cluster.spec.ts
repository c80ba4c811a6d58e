import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { Instance } from './instance.js';
import { runs } from '../../support/runs.js';
import { accepts, canStartRedis, RedisServer } from './redis-server.js';

const DATABASE_URL = 'postgres://postgres@127.0.0.1:5432/test';
const TABLE = `t${randomBytes(6).toString('hex')}_counter`;
/** Longer than a client of Redis takes to find back to it, which is two seconds at most. */
const RECOVERY_DELAY = 10_000;
const PHASE = 1_500;

const TO_RUN_IT =
  '. To run it: install redis-server, and\n' +
  'docker run -p 5432:5432 -e POSTGRES_HOST_AUTH_METHOD=trust -e POSTGRES_DB=test postgres';
const why = canStartRedis && (await accepts(5432)) ? undefined : TO_RUN_IT;

/** What happened while readers and writers were at it. */
interface Tally {
  writes: number;
  fromMemory: number;
  fresh: number;
  readonly violations: string[];
}

(runs('a cluster', why) ? describe : describe.skip)('four processes on one PostgreSQL and one Redis', () => {
  const database = new DataSource({ type: 'postgres', url: DATABASE_URL });
  let redis: RedisServer;
  let instances: Instance[] = [];
  /** The newest version whose write was answered: nobody may be told that an older one is current. */
  let acknowledged = 1;

  beforeAll(async () => {
    await database.initialize();
    await database.query(`CREATE TABLE ${TABLE} (version integer NOT NULL)`);
    await database.query(`INSERT INTO ${TABLE} VALUES (1)`);
    redis = await RedisServer.start();
    const env = {
      DATABASE_URL,
      TABLE,
      RECOVERY_DELAY: String(RECOVERY_DELAY),
      REDIS_URL: `redis://127.0.0.1:${redis.port}`,
    };
    const adapters = ['express', 'fastify', 'express', 'fastify'];
    instances = await Promise.all(adapters.map((ADAPTER) => Instance.start({ ...env, ADAPTER })));
  });
  afterAll(async () => {
    await Promise.all(instances.map((instance) => instance.stop()));
    await redis?.kill();
    await database.query(`DROP TABLE IF EXISTS ${TABLE}`);
    await database.destroy();
  });

  async function write(tally: Tally, going: () => boolean): Promise<void> {
    for (let turn = 0; going(); turn += 1) {
      const { status, text } = await instances[turn % instances.length]!.ask('PUT', '/counter');
      if (status !== 200) tally.violations.push(`a write was answered ${status}: ${text}`);
      acknowledged = Math.max(acknowledged, (JSON.parse(text) as { version: number }).version);
      tally.writes += 1;
      await sleep(5 + 20 * Math.random());
    }
  }

  /** Asks every instance in turn, with the tag it was given last, and knows what was acknowledged before it asked. */
  async function read(tally: Tally, start: number, going: () => boolean): Promise<void> {
    let etag: string | undefined;
    for (let turn = start; going(); turn += 1) {
      const least = acknowledged;
      const answer = await instances[turn % instances.length]!.ask('GET', '/counter', etag);
      if (answer.status === 304) tally.fromMemory += 1;
      else if (answer.status === 200) tally.fresh += 1;
      else tally.violations.push(`a read was answered ${answer.status}: ${answer.text}`);
      const version = Number(/^"(\d+)"$/.exec(answer.etag ?? '')?.[1]);
      if (!(version >= least))
        tally.violations.push(`${answer.status} with ${answer.etag} after ${least} was acknowledged`);
      etag = answer.etag;
    }
  }

  async function load(milliseconds: number): Promise<Tally & { readonly handled: number }> {
    const tally: Tally = { writes: 0, fromMemory: 0, fresh: 0, violations: [] };
    const end = Date.now() + milliseconds;
    const going = () => Date.now() < end;
    const before = await handled();
    const readers = Array.from({ length: 8 }, (_, at) => read(tally, at, going));
    await Promise.all([write(tally, going), write(tally, going), ...readers]);
    return { ...tally, handled: (await handled()) - before };
  }

  async function handled(): Promise<number> {
    const reads = await Promise.all(instances.map((instance) => instance.reads()));
    return reads.reduce((sum, each) => sum + each, 0);
  }

  /** 304 of which no handler knows, so that they can only have come from memory. */
  async function remembers(): Promise<number> {
    const { etag } = await instances[0]!.ask('GET', '/counter');
    const before = await handled();
    const answers = await Promise.all(instances.map((instance) => instance.ask('GET', '/counter', etag)));
    expect(answers.map(({ status }) => status)).toEqual([304, 304, 304, 304]);
    return answers.length - ((await handled()) - before);
  }

  async function recovered(): Promise<void> {
    for (let tries = 0; (await remembers()) < 2; tries += 1) {
      if (tries === 200) throw new Error('nothing is answered from memory');
      await sleep(200);
    }
  }

  it('tell nobody that an old state is current, also while Redis dies and comes back', async () => {
    await recovered();
    const healthy = await load(PHASE);
    expect(healthy.violations).toEqual([]);
    // Fewer handlers ran than reads were answered: the rest came from memory.
    expect(healthy.handled).toBeLessThan(healthy.fromMemory + healthy.fresh);

    const outage = load(4 * PHASE);
    await sleep(PHASE / 2);
    await redis.kill();
    await sleep(PHASE);
    await redis.start();
    const during = await outage;
    expect(during.violations).toEqual([]);
    expect(during.writes).toBeGreaterThan(0);

    await recovered();
    const after = await load(PHASE);
    expect(after.violations).toEqual([]);
    expect(after.handled).toBeLessThan(after.fromMemory + after.fresh);
    const figures = [healthy, during, after].map(({ writes, fresh, fromMemory, handled: ran }) => {
      return `${writes} writes, ${fresh} × 200, ${fromMemory} × 304, ${ran} by the handler`;
    });
    console.info(['before, during and after:', ...figures].join('\n'));
  });
});
