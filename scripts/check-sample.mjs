// Starts the sample application the way its README says, asks it one question twice, looks at its page, and stops it again.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const STARTS_WITHIN = 120_000;
const STOPS_WITHIN = 10_000;

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
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

async function check(url, sample) {
  const first = await whenItAnswers(url, sample);
  expectToBe(`The status of GET ${url}`, first.status, 200);
  const { name } = await first.json();
  expectToBe('The name of product 101', name, 'Wireless Headphones');
  const etag = first.headers.get('etag');
  if (!etag) throw new Error('The response has no ETag.');
  const second = await fetch(url, { headers: { 'if-none-match': etag } });
  expectToBe(`The status of GET ${url} with If-None-Match: ${etag}`, second.status, 304);
  console.log(`✔ GET ${url}: 200, ETag ${etag}; with If-None-Match: 304`);
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

const port = await freePort();
const sample = spawn('npm', ['start'], {
  detached: true,
  env: { ...process.env, PORT: String(port) },
  stdio: ['ignore', 'inherit', 'inherit'],
});
try {
  await check(`http://127.0.0.1:${port}/api/products/101`, sample);
  await checkPage(`http://127.0.0.1:${port}/`);
} catch (error) {
  console.error(`✘ ${error.message}`);
  process.exitCode = 1;
} finally {
  await stop(sample);
}
