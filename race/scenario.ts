import { createDatabase } from './databases/create.js';
import { Unavailable, type Database, type DatabaseName } from './databases/database.js';
import { Faults, type Fault } from './faults.js';
import { Fleet } from './fleet.js';
import { Ledger } from './ledger.js';
import type { OrmName } from './orms.js';
import { race } from './race.js';
import { PROGRAMS } from './root.js';
import type { Launch } from './server.js';
import type { Variant } from './variants.js';
import { lostUpdates, problemsOf } from './verdict.js';

export type Adapter = 'express' | 'fastify' | 'node';
type FaultName = 'kill' | 'cut' | 'restart';

/** One race: who, on what, and how much of it. */
export interface Scenario {
  readonly program: 'sample' | 'fixture';
  /** How its application, or its database, is set up. Default: as the sample is. */
  readonly variant?: Variant;
  /** The library whose adapter writes, in an application of its own. Default: TypeORM, in the sample. */
  readonly orm?: OrmName;
  readonly adapter: Adapter;
  readonly database: DatabaseName;
  readonly processes: number;
  readonly clients: number;
  /** Decrements that have to succeed. */
  readonly writes: number;
  readonly faults?: readonly FaultName[];
  /** How often each fault strikes; the race goes on until all have. */
  readonly strikes?: number;
}

/** What came of it. */
export interface Result {
  readonly scenario: Scenario;
  readonly seconds: number;
  readonly attempts: number;
  readonly refused: number;
  readonly successes: number;
  readonly recovered: number;
  readonly errors: number;
  readonly lost: number;
  readonly faults: string;
  /** Empty where the run shows what it has to show. */
  readonly problems: readonly string[];
}

/** Longer than any race takes, in milliseconds. */
const TIME_LIMIT = 600_000;

/**
 * Runs one race on a database of its own, and leaves nothing behind.
 * @throws Unavailable where it cannot be run here
 */
export async function runScenario(scenario: Scenario, signal: AbortSignal): Promise<Result> {
  const database = await createDatabase(scenario.database, scenario.variant);
  try {
    if (scenario.orm) await database.createProducts?.();
    const fleet = await Fleet.start(launchOf(scenario, database), scenario.processes);
    try {
      return await run(scenario, database, fleet, AbortSignal.any([signal, AbortSignal.timeout(TIME_LIMIT)]));
    } finally {
      await fleet.stop();
    }
  } finally {
    await database.drop();
  }
}

async function run(
  scenario: Scenario,
  database: Database,
  fleet: Fleet,
  signal: AbortSignal,
): Promise<Result> {
  const started = performance.now();
  const faults = new Faults((scenario.faults ?? []).map(faultsOf(database, fleet)), scenario.strikes ?? 0);
  const ledger = new Ledger(scenario.writes, () => faults.pending);
  const account = await race({ ...scenario, database, fleet, faults, ledger, signal });
  const lost = lostUpdates(account);
  const inconsistent = problemsOf(account);
  const unexpected = [...ledger.surprises, ...fleet.deaths, ...errorsOf(scenario, ledger)];
  return {
    scenario,
    seconds: (performance.now() - started) / 1000,
    attempts: ledger.attempts,
    refused: ledger.refused,
    successes: ledger.writes.length,
    recovered: ledger.recovered,
    errors: ledger.errors,
    lost,
    faults: String(faults),
    problems:
      scenario.program === 'fixture' ? [...unexpected, ...mustLose(lost)] : [...unexpected, ...inconsistent],
  };
}

/** Without a fault nothing may fail; and faults that nobody notices show nothing. */
function errorsOf({ faults }: Scenario, { errors, serverErrors, connectionErrors }: Ledger): string[] {
  if (faults) return errors > 0 ? [] : ['no client noticed any of the faults'];
  if (errors === 0) return [];
  return [`${serverErrors} answers were 5xx, and ${connectionErrors} requests were not answered`];
}

/** A harness that finds nothing where something is lost would find nothing anywhere. */
function mustLose(lost: number): string[] {
  return lost > 0 ? [] : ['the application that only checks lost nothing: this race cannot fail'];
}

function faultsOf(database: Database, fleet: Fleet): (name: FaultName) => Fault {
  const strikes = { kill: fleet.killOne, cut: database.cutConnections, restart: database.restart };
  const names = { kill: 'SIGKILL', cut: 'connections cut', restart: 'database restarted' };
  return (name) => {
    const strike = strikes[name];
    if (!strike) throw new Unavailable(`this database does not know the fault "${name}"`);
    return { name: names[name], strike };
  };
}

function launchOf({ program, adapter, variant, orm }: Scenario, { url, replicaUrl }: Database): Launch {
  const env = {
    ADAPTER: adapter,
    PORT: '0',
    NO_COLOR: '1',
    ...(url && { DATABASE_URL: url }),
    ...(replicaUrl && { REPLICA_URL: replicaUrl }),
  };
  const checkOnly = program === 'fixture' && { CHECK_ONLY: '1' };
  if (orm) return { program: PROGRAMS.orms, env: { ...env, ORM: orm, ...checkOnly } };
  if (!variant) return { program: PROGRAMS[program], env };
  return { program: PROGRAMS.variants, env: { ...env, VARIANT: variant, ...checkOnly } };
}
