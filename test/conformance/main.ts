/**
 * `npm run conformance`: passes per section of ours; with `-- --peers` of others, too. `-- --write` writes
 * `docs/conformance.md`, which is about all of them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { titleOf } from './cases.js';
import { PAGE, pageWith, tableOf } from './page.js';
import { ourSystems, resultsOf, resultsOfAll } from './results.js';

const flag = { type: 'boolean', default: false } as const;
const { values } = parseArgs({ options: { peers: flag, write: flag } });

const all = await (values.peers || values.write ? resultsOfAll() : resultsOf(ourSystems()));
console.log(tableOf(all));
for (const { system, results } of all) {
  for (const { rule, one, verdict } of results) {
    if (verdict.outcome === 'failed')
      console.log(`✘ ${system.name}, ${rule.section}: ${titleOf(one)}: ${verdict.faults.join('; ')}`);
  }
}
if (values.write) writeFileSync(PAGE, pageWith(readFileSync(PAGE, 'utf8'), all));
const failed = all.some(
  ({ system, results }) => system.ours && results.some(({ verdict }) => verdict.outcome === 'failed'),
);
process.exit(failed ? 1 : 0);
