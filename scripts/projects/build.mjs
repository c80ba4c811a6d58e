// Builds a project with `nest build`, starts what was built, and asks it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from './run.mjs';

const STARTS_WITHIN = 60_000;

/** @param builder the name of a builder, and further options behind it */
export async function build(project, builder) {
  const entry = await nestBuild(project, builder);
  await start(project, entry, ask);
  const products = join(project, dirname(entry), 'products.main.js');
  if (existsSync(products)) await compareAndSet(products, project);
}

/** @returns the file that starts what was built */
export async function nestBuild(project, builder) {
  rmSync(join(project, 'dist'), { recursive: true, force: true });
  const nest = join('node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  await run(process.execPath, [nest, 'build', '--builder', ...builder.split(' ')], project);
  const entry = ['dist/main.js', 'dist/src/main.js'].find((file) => existsSync(join(project, file)));
  if (!entry) throw new Error(`nest build --builder ${builder} made no main.js.`);
  return entry;
}

/** An application with TypeORM and PGlite, which tells how its writes were answered. */
async function compareAndSet(program, project) {
  const said = await run(process.execPath, [program], project);
  if (!said.includes('["200 \\"2\\"","412 \\"2\\""]')) throw new Error(`${program} said ${said}`);
}

/** @param asks what is asked of the application, by its URL */
export async function start(project, entry, asks) {
  const port = await freePort();
  const server = spawn(process.execPath, [entry], {
    cwd: project,
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk) => (said += chunk));
  const ended = once(server, 'exit');
  try {
    await asks(`http://127.0.0.1:${port}`, server);
  } catch (error) {
    throw new Error(`${entry}: ${error.message}\n${said}`, { cause: error });
  } finally {
    server.kill('SIGKILL');
    await ended;
  }
}

async function ask(url, server) {
  const first = await whenItAnswers(url, server);
  const etag = first.headers.get('etag') ?? '';
  if (!/^"[\w-]{43}"$/.test(etag)) throw new Error(`GET / is ${first.status} with the tag ${etag}.`);
  const again = await fetch(url, { headers: { 'if-none-match': etag } });
  if (again.status !== 304) throw new Error(`GET / with its tag is ${again.status}.`);
  const stale = await fetch(`${url}/state`, { method: 'PUT', headers: { 'if-match': '"0"' } });
  if (stale.status !== 412) throw new Error(`PUT /state with a stale tag is ${stale.status}.`);
}

export async function whenItAnswers(url, server) {
  for (const deadline = Date.now() + STARTS_WITHIN; Date.now() < deadline; await sleep(50)) {
    if (server.exitCode !== null) throw new Error(`it ended with ${server.exitCode}.`);
    const response = await fetch(url).catch(() => undefined);
    if (response) return response;
  }
  throw new Error('it did not answer.');
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
