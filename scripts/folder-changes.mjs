// Counts the changes of folder that a request makes. One is made where a function is entered that stands in another
// top-level folder of src/ than the function entered before it; a return is none. So many times does a reader of the
// source who follows the request go to another folder. With --trail it also prints which functions these are.
import { register } from 'node:module';
import { REQUESTS, send } from './folder-changes/requests.mjs';
import { stretchesOf, trailOf } from './folder-changes/trail.mjs';

/** Before anything is counted: what the package does once, it has done by then. */
const WARM_UP = 5;

register('./folder-changes/hooks.mjs', import.meta.url);
const { applications } = await import('./folder-changes/application.ts');
const showsTrail = process.argv.includes('--trail');

async function warmUp(server) {
  for (let round = 0; round < WARM_UP; round += 1) await countAll(server);
}

async function countAll(server) {
  const counts = [];
  let etag;
  for (const { status, parts } of REQUESTS) {
    const steps = await trailOf(async () => {
      etag = await send(server, parts(etag), status);
    });
    counts.push({ functions: steps.length, stretches: stretchesOf(steps) });
  }
  return counts;
}

function printTrail(title, stretches) {
  console.log(`\n${title}`);
  for (const { folder, names } of stretches) console.log(`  ${folder.padEnd(14)} ${names.join(', ')}`);
}

const rows = [];
for await (const { adapter, app } of applications()) {
  const server = app.getHttpServer();
  await warmUp(server);
  for (const [at, { functions, stretches }] of (await countAll(server)).entries()) {
    const { name, status, atMost } = REQUESTS[at];
    if (showsTrail) printTrail(`${adapter}, ${name}: ${status}`, stretches);
    const changes = stretches.length;
    const verdict = changes <= atMost ? 'met' : 'missed';
    const folders = new Set(stretches.map(({ folder }) => folder)).size;
    rows.push({ adapter, request: name, status, functions, folders, changes, 'at most': atMost, verdict });
  }
}

console.log(
  '\n@Versioned({ current }), writes through a VersionedRepository, no interceptor around the routes:',
);
console.table(rows);
if (rows.some(({ verdict }) => verdict === 'missed')) process.exitCode = 1;
