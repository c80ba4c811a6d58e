// Starts the sample application the way its README says, once with every library that is installed, plays the tour on it,
// looks at its page, and stops it again.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../race/free-port.ts';
import { startMongo } from '../test/support/mongo/start.ts';

const STARTS_WITHIN = 120_000;
const STOPS_WITHIN = 10_000;

/** npm start builds the sample first. Once is enough: without its scripts of before, it starts what is there. */
function start(env, isBuilt) {
  return spawn('npm', ['start', ...(isBuilt ? ['--ignore-scripts'] : [])], {
    detached: true,
    env: { ...process.env, ...env },
    stdio: ['ignore', isBuilt ? 'ignore' : 'inherit', 'inherit'],
  });
}

async function whenItAnswers(url, sample) {
  for (const deadline = Date.now() + STARTS_WITHIN; Date.now() < deadline; await sleep(200)) {
    if (sample.exitCode !== null) throw new Error(`npm start ended with ${sample.exitCode}.`);
    const response = await fetch(url).catch(() => undefined);
    if (response) return response;
  }
  throw new Error(`npm start did not answer on ${url} within ${STARTS_WITHIN / 1000} s.`);
}

function expectToBe(what, actual, expected) {
  if (actual !== expected) throw new Error(`${what} is ${JSON.stringify(actual)}, not ${expected}.`);
}

async function checkTour(home, orm, sample) {
  const first = await whenItAnswers(`${home}/api/products/101`, sample);
  expectToBe('The status of GET /api/products/101', first.status, 200);
  const { name } = await first.json();
  expectToBe('The name of product 101', name, 'Wireless Headphones');
  // Built by now.
  const { play } = await import('../sample-app/dist/tour/play.js');
  const told = [];
  const wrong = await play(home, ({ title }, _, differences) => {
    for (const difference of differences) told.push(`${title} ${difference}`);
  });
  if (wrong > 0) throw new Error(`The tour on ORM=${orm} was answered otherwise:\n${told.join('\n')}`);
  console.log(`✔ ORM=${orm} npm start: the tour`);
}

/** The page, and each file that it names: what the build has to put in its place. */
async function checkPage(url) {
  const page = await fetch(url);
  expectToBe(`The status of GET ${url}`, page.status, 200);
  const html = await page.text();
  const files = [...html.matchAll(/(?:href|src)="(\/desk\/[^"]+)"/g)].map(([, path]) => path);
  expectToBe('The script of the page', files.includes('/desk/main.js'), true);
  for (const path of files) {
    const { status } = await fetch(new URL(path, url));
    expectToBe(`The status of GET ${path}`, status, 200);
  }
  console.log(`✔ GET ${url}: the page, with ${files.length} files`);
}

/** npm, a shell and the sample: the group, since a signal to npm alone need not reach the last of them. */
async function stop(sample) {
  if (sample.exitCode !== null || sample.signalCode !== null) return;
  const ended = once(sample, 'exit');
  process.kill(-sample.pid, 'SIGTERM');
  const inTime = await Promise.race([ended.then(() => true), sleep(STOPS_WITHIN, false, { ref: false })]);
  if (!inTime) process.kill(-sample.pid, 'SIGKILL');
}

async function check(orm, env, isBuilt) {
  const port = await freePort();
  const home = `http://127.0.0.1:${port}`;
  const sample = start({ ORM: orm, PORT: String(port), ...env }, isBuilt);
  try {
    await checkTour(home, orm, sample);
    if (!isBuilt) await checkPage(`${home}/`);
  } finally {
    await stop(sample);
  }
}

/** What cannot be started ends with one line that says why. */
async function checkRefusal(env, expected) {
  const sample = spawn('npm', ['start', '--ignore-scripts', '--silent'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  sample.stderr.on('data', (text) => (said += text));
  const [code] = await once(sample, 'close');
  expectToBe(`The exit code with ${JSON.stringify(env)}`, code, 1);
  expectToBe(`What is said with ${JSON.stringify(env)}`, said, `${expected}\n`);
  console.log(`✔ ${said.trim()}`);
}

const isInstalled = (orm) => orm !== 'prisma' || existsSync('orms/generated/sample/postgresql/client.js');

async function checkAll() {
  await check('typeorm', {}, false);
  const { ORMS } = await import('../sample-app/dist/config.js');
  const mongo = await startMongo();
  for (const orm of ORMS.slice(1).filter(isInstalled))
    await check(orm, orm === 'mongoose' ? { DATABASE_URL: mongo.uri } : {}, true);
  await mongo.close();
  if (!isInstalled('prisma'))
    await checkRefusal({ ORM: 'prisma' }, 'ORM=prisma needs Prisma. Install it by: npm run orms');
  await checkRefusal(
    { ORM: 'mongoose', DATABASE_URL: '' },
    'ORM=mongoose takes DATABASE_URL=mongodb://host:27017/database. To have such a server: docker run -p 27017:27017 mongo',
  );
}

try {
  await checkAll();
} catch (error) {
  console.error(`✘ ${error.message}`);
  process.exitCode = 1;
}
