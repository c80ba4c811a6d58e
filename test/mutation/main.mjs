/**
 * `npm run mutation`, or `npm run mutation -- rfc9110`: mutates folders of src, and fails where fewer than 95 % of the mutants
 * are found, or one survives that `survivors.json` has no reason for. `-- --report` looks at the reports there are.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { FOLDERS } from './folders.mjs';
import { outcomeOf, LEAST_SCORE } from './outcome.mjs';

const args = process.argv.slice(2);
const reportOnly = args.includes('--report');
const folders = args.filter((name) => !name.startsWith('--'));
for (const name of folders)
  if (!FOLDERS.includes(name)) throw new Error(`${name} is none of ${FOLDERS.join(', ')}.`);

const reasons = JSON.parse(readFileSync(new URL('survivors.json', import.meta.url), 'utf8'));

for (const folder of folders.length > 0 ? folders : FOLDERS) {
  if (!reportOnly) mutate(folder);
  const path = `reports/mutation/${folder}.json`;
  if (!existsSync(path)) throw new Error(`there is no ${path}`);
  const { score, counts, unexplained, needless } = outcomeOf(JSON.parse(readFileSync(path, 'utf8')), reasons);
  console.log(
    `${folder}: ${score.toFixed(2)} % (${Object.entries(counts)
      .map(([status, count]) => `${count} ${status}`)
      .join(', ')})`,
  );
  for (const survivor of unexplained) console.log(`  ✘ ${JSON.stringify(survivor)}`);
  for (const reason of needless)
    console.log(`  ✘ a reason for what does not survive: ${JSON.stringify(reason)}`);
  if (score < LEAST_SCORE || unexplained.length + needless.length > 0) process.exitCode = 1;
}

function mutate(folder) {
  const env = { ...process.env, MUTATE: folder };
  const { status } = spawnSync('npx', ['stryker', 'run'], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`Stryker has not run on ${folder}.`);
}
