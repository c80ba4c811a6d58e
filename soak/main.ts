/** `npm run soak`: the sample under every kind of client, for as long as it takes to see what grows. */
import { runLap, type Lap } from './lap.js';
import { readOptions, USAGE, type Options } from './options.js';
import { inMebibytes } from './verdict.js';

function print({ adapter, steps, heap, problems }: Lap): void {
  const all = Object.entries(steps).map(([name, count]) => `${count} × ${name}`);
  console.log(`${problems.length === 0 ? '✔' : '✘'} ${adapter}: ${all.join(', ')}`);
  console.log(`  heap ${heap.map(inMebibytes).join(' → ')}`);
  for (const problem of problems) console.log(`  ✘ ${problem}`);
}

async function main({ minutes, adapters }: Options): Promise<void> {
  for (const adapter of adapters) {
    const lap = await runLap(adapter, (minutes * 60) / adapters.length);
    print(lap);
    if (lap.problems.length > 0) process.exitCode = 1;
  }
}

let options: Options | undefined;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  console.error(`${(error as Error).message}\n\n${USAGE}`);
  process.exitCode = 1;
}
if (options) await main(options);
