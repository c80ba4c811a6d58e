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
const BYTES = { rounds: 7, requests: 40 };
/** Bytes of a round at most: fewer requests make up one where each allocates much. */
const ROUND_BYTES = 8 * 1024 * 1024;
const FIRST = { rounds: 1, requests: 10 };
/** Statements, too: both are exact, so that few requests do. */
const CALLS = { rounds: 3, requests: 20 };

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
  const flags = [...INTERPRETED, ...YOUNG_GENERATION];
  const server = await Server.start(launch, { core: undefined, flags });
  try {
    const body = await check(workload, launch, server.port);
    const [client] = await scriptsFor(workload, launch, server.port);
    const load = await Load.open(server.port, [client!], { staysAwake: false });
    await load.send(WARM_UP);
    const counts = await countsOf(server, load);
    load.close();
    return { ...counts, body };
  } finally {
    await server.stop();
  }
}

async function countsOf(server: Server, load: Load): Promise<Counts> {
  const grown: Count = async (requests) => {
    await server.heap();
    const before = await server.memory();
    await load.send(requests);
    return (await server.memory()) - before;
  };
  const sent: Count = async (requests) => {
    const before = await server.usage();
    await load.send(requests);
    return (await server.usage()).statements - before.statements;
  };
  const called: Count = async (requests) => {
    await server.calls();
    await load.send(requests);
    return server.calls();
  };
  const [first] = await perRequest(grown, FIRST);
  const bytes = await perRequest(grown, { ...BYTES, requests: requestsIn(first!) });
  const statements = await perRequest(sent, CALLS);
  // Counting calls begins here, and changes what is allocated from here on.
  await server.calls();
  const calls = await perRequest(called, CALLS);
  return { bytes: summarise(bytes), statements: median(statements), calls: median(calls) };
}

/** What is counted while that many requests are sent. */
type Count = (requests: number) => Promise<number>;

/** What a request comes to in each round. What a round without requests comes to is taken off. */
async function perRequest(count: Count, { rounds, requests }: typeof BYTES): Promise<number[]> {
  const idle = await count(0);
  const values: number[] = [];
  for (let at = 0; at < rounds; at += 1) values.push(((await count(requests)) - idle) / requests);
  return values;
}

function requestsIn(bytes: number): number {
  return Math.max(FIRST.requests, Math.min(BYTES.requests, Math.floor(ROUND_BYTES / bytes)));
}
