/** One adapter under load: warmed up, soaked, looked at, and told to end in the middle of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Boaster, Dawdler, Leaver, Pipeliner } from './clients/crowd.js';
import { HeldWrite } from './clients/held.js';
import { Owner } from './clients/owner.js';
import { Contest, Racer } from './clients/racer.js';
import { Database, type Activity } from './database.js';
import { Load, type Client } from './load.js';
import type { Adapter } from './options.js';
import { Server, type State } from './server.js';
import { problemsOf } from './verdict.js';

export interface Lap {
  readonly adapter: Adapter;
  readonly steps: Readonly<Record<string, number>>;
  /** Bytes, after the warm-up and at the end. */
  readonly heap: readonly [before: number, after: number];
  readonly problems: readonly string[];
}

/** As much of the time as it takes until the heap has what it will keep. */
const WARM_UP = 0.2;
const HELD = 8;
/** That several write, and that nobody who leaves does. */
const CONTESTED = 101;

export async function runLap(adapter: Adapter, seconds: number): Promise<Lap> {
  const database = await Database.create();
  const server = await Server.start(adapter, database.url);
  try {
    return await runOn(adapter, server, database, seconds);
  } finally {
    if (!server.ended) server.kill();
    await database.drop();
  }
}

async function runOn(adapter: Adapter, server: Server, database: Database, seconds: number): Promise<Lap> {
  const { port } = server;
  const contest = await Contest.over(port, CONTESTED);
  const warmUp = await loadFor(port, contest, seconds * WARM_UP * 1_000);
  const before = await atRest(server, database);
  const load = await loadFor(port, contest, seconds * (1 - WARM_UP) * 1_000);
  const after = await atRest(server, database, before.state);
  const problems = [
    ...warmUp.problems,
    ...load.problems,
    ...(await contest.problems(port)),
    ...problemsOf(before, after),
    ...(await terminated(server, contest)),
  ];
  return { adapter, steps: load.steps, heap: [before.state.heap, after.state.heap], problems };
}

function clients(contest: Contest): Client[] {
  return [
    ...several(8, () => new Owner()),
    ...several(4, () => new Racer(contest)),
    ...several(2, () => new Leaver()),
    ...several(2, () => new Pipeliner()),
    ...several(2, () => new Dawdler()),
    new Boaster(),
  ];
}

function several(count: number, make: () => Client): Client[] {
  return Array.from({ length: count }, make);
}

async function loadFor(port: number, contest: Contest, milliseconds: number): Promise<Load> {
  const load = new Load(port, clients(contest));
  await sleep(milliseconds);
  await load.stop();
  return load;
}

/** What the process holds when nobody wants anything of it, and its database. */
async function atRest(
  server: Server,
  database: Database,
  before?: State,
): Promise<{ state: State; activity: Activity }> {
  const most = before?.sockets ?? Infinity;
  const state = await server.stateWhen(({ connections, sockets }) => connections === 0 && sockets <= most);
  return { state, activity: await database.activity() };
}

/** SIGTERM under load: what was begun is answered, and the process ends. */
async function terminated(server: Server, contest: Contest): Promise<string[]> {
  const load = new Load(server.port, clients(contest));
  const held = await Promise.all(Array.from({ length: HELD }, () => HeldWrite.begin(server.port)));
  load.expectEnd();
  server.terminate();
  await server.refusesConnections();
  const finished = await Promise.allSettled(held.map((write) => write.finish()));
  await load.stop();
  const unanswered = finished.flatMap((each) =>
    each.status === 'rejected' ? [`begun before SIGTERM: ${String(each.reason)}`] : [],
  );
  const ending = await server.endsWell();
  return [...load.problems, ...unanswered, ...(ending === undefined ? [] : [ending])];
}
