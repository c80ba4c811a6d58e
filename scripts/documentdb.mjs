// Starts DocumentDB on a PostgreSQL 18 of its own, behind a gateway that speaks MongoDB's protocol: `npm run documentdb`
// says its MONGODB_URL and waits for Ctrl+C, `npm run documentdb -- npm run race` runs a command with it. Nothing is
// installed, and nothing is left. Where it cannot be had, the script says why, and its exit code is 77.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGateway } from '../test/support/mongo/documentdb/gateway.ts';
import { Unavailable, unpackDocumentdb } from '../test/support/mongo/documentdb/packages.mjs';
import { startPostgres } from '../test/support/mongo/documentdb/postgres.mjs';

const SKIPPED = 77;

const [command, ...args] = process.argv.slice(2);
const stopped = Promise.race(['SIGINT', 'SIGTERM'].map((signal) => once(process, signal)));

async function withDocumentdb(work) {
  const folder = await mkdtemp(join(tmpdir(), 'documentdb-'));
  try {
    await unpackDocumentdb(folder);
    const postgres = await startPostgres(folder);
    try {
      const gateway = await startGateway(postgres.url);
      const { documentdb, postgresql } = postgres.version;
      console.log(`DocumentDB ${documentdb} on PostgreSQL ${postgresql}: MONGODB_URL=${gateway.uri}`);
      return await work(gateway.uri).finally(gateway.close);
    } finally {
      await postgres.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function use(uri) {
  if (!command) return await stopped;
  const env = { ...process.env, MONGODB_URL: uri };
  const child = spawn(command, args, { env, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
  // With all that it has started, and before the server: a shell that ends leaves its own children.
  void stopped.then(() => child.exitCode === null && process.kill(-child.pid, 'SIGTERM'));
  const [code, signal] = await once(child, 'exit');
  process.exitCode = code ?? 128 + constants.signals[signal];
}

try {
  await withDocumentdb(use);
} catch (error) {
  if (!(error instanceof Unavailable)) throw error;
  console.log(`DocumentDB cannot be started here: ${error.message}.`);
  process.exitCode = SKIPPED;
}
