import { LeftOut, Unavailable } from './databases/database.js';
import { readOptions, USAGE } from './options.js';
import { programme } from './programme.js';
import { runScenario, type Scenario } from './scenario.js';
import { format, type Row } from './table.js';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => interrupted.abort(new Error(`stopped by ${signal}`)));

/** A race that cannot be run is no failure, except where everything has to be there. */
const mustRun = process.env['CI'] === 'true';
const failures: string[] = [];

async function rowOf(scenario: Scenario): Promise<Row> {
  try {
    const result = await runScenario(scenario, interrupted.signal);
    failures.push(...result.problems.map((problem) => `${titleOf(scenario)}: ${problem}`));
    return { scenario, result };
  } catch (error) {
    const { message } = error as Error;
    const skipped = error instanceof Unavailable;
    if (!skipped || (mustRun && !(error instanceof LeftOut)))
      failures.push(`${titleOf(scenario)}: ${message}`);
    const what = error instanceof LeftOut ? 'left out' : skipped ? 'skipped' : 'failed';
    return { scenario, note: `${what}: ${message.split('\n', 1)[0]}` };
  }
}

function titleOf({ program, adapter, database, variant, orm, faults = [] }: Scenario): string {
  return [program, adapter, database, variant, orm, ...faults].filter((part) => part !== undefined).join(' ');
}

async function main(scenarios: readonly Scenario[]): Promise<void> {
  const rows: Row[] = [];
  for (const scenario of scenarios) {
    if (interrupted.signal.aborted) break;
    console.error(`… ${titleOf(scenario)}`);
    rows.push(await rowOf(scenario));
  }
  console.log(format(rows));
  for (const failure of failures) console.log(`✘ ${failure}`);
  if (failures.length > 0 || interrupted.signal.aborted) process.exitCode = 1;
}

try {
  await main(programme(readOptions(process.argv.slice(2))));
} catch (error) {
  console.error(`${(error as Error).message}\n\n${USAGE}`);
  process.exitCode = 1;
}
