import type { Workload } from '../comparisons/comparison.interface.js';
import { check } from '../load/check.js';
import { Load } from '../load/load.js';
import { scriptsFor } from '../load/workload.js';
import { Server } from '../measure/server.js';
import { median, summarise } from '../measure/summary.js';
import type { Launch } from '../servers/launch.js';
import type { Counts } from './limits.js';

/**
 * V8 compiles what runs often when it finds the time, and compiled code allocates less: what is counted must not depend on
 * how much time there is.
 */
export const INTERPRETED = ['--no-opt', '--no-maglev', '--no-sparkplug', '--no-flush-bytecode'];
/** Holds a whole round, so that nothing is collected within one. */
const YOUNG_GENERATION = ['--min-semi-space-size=64', '--max-semi-space-size=64'];

/** Until everything is loaded, and everything there that is made once. */
const WARM_UP = 50;
const ROUNDS = 7;
const REQUESTS = 40;
/** Bytes of a round at most: fewer requests make up one where each allocates much. */
const ROUND_BYTES = 8 * 1024 * 1024;
const FIRST_REQUESTS = 10;

/** What one server's requests come to, and the body it answers with. */
export interface Counted extends Counts {
  readonly body: string;
}

/**
 * Counts what requests come to, one after the other on one connection: they are the same each time, however busy the machine
 * is.
 * @throws Error where the server does not do its job
 */
export async function countRequests(launch: Launch, workload: Workload): Promise<Counted> {
  const server = await Server.start(launch, {
    core: undefined,
    flags: [...INTERPRETED, ...YOUNG_GENERATION],
  });
  try {
    const body = await check(workload, launch, server.port);
    const [client] = await scriptsFor(workload, launch, server.port);
    const load = await Load.open(server.port, [client!]);
    await load.send(WARM_UP);
    const requests = requestsIn(await allocated(server, load, FIRST_REQUESTS));
    const before = await server.usage();
    const bytes = await times(ROUNDS, () => allocated(server, load, requests));
    const after = await server.usage();
    const calls = await times(ROUNDS, () => called(server, load));
    load.close();
    return {
      body,
      calls: median(calls),
      bytes: summarise(bytes),
      statements: (after.statements - before.statements) / (requests * ROUNDS),
    };
  } finally {
    await server.stop();
  }
}

function requestsIn(bytes: number): number {
  return Math.max(FIRST_REQUESTS, Math.min(REQUESTS, Math.floor(ROUND_BYTES / bytes)));
}

/** Bytes a request allocates. What the questions allocate themselves is taken off. */
async function allocated(server: Server, load: Load, requests: number): Promise<number> {
  const grown = async (sent: number): Promise<number> => {
    await server.heap();
    const before = await server.memory();
    await load.send(sent);
    return (await server.memory()) - before;
  };
  const idle = await grown(0);
  return ((await grown(requests)) - idle) / requests;
}

/** Functions a request calls. */
async function called(server: Server, load: Load): Promise<number> {
  await server.calls();
  const idle = await server.calls();
  await load.send(REQUESTS);
  return ((await server.calls()) - idle) / REQUESTS;
}

async function times(count: number, run: () => Promise<number>): Promise<number[]> {
  const values: number[] = [];
  for (let at = 0; at < count; at += 1) values.push(await run());
  return values;
}
