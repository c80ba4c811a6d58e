import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { freePort } from '../../../../race/free-port.ts';

const run = promisify(execFile);
const STARTS_WITHIN = 60_000;
const BIN = '/usr/lib/postgresql/18/bin';

/** PostgreSQL refuses to run as root: this is `nobody` of Debian's. */
const NOBODY = 65_534;

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_preload_libraries: 'pg_cron,pg_documentdb_core,pg_documentdb',
  max_connections: '300',
  timezone: 'GMT',
  // It is there for the tests alone, and deleted after them.
  fsync: 'off',
};

/**
 * Starts the PostgreSQL that has been unpacked into the folder, as if that were the whole system.
 * @returns where it is, with the extension in its database, and how to stop it
 */
export async function startPostgres(root) {
  await configurePackages(root);
  const inside = ['--userspec', `${NOBODY}:${NOBODY}`, root];
  await run('chroot', [
    ...inside,
    `${BIN}/initdb`,
    ...'-D /data -U postgres -A trust --no-locale -E UTF8 -N'.split(' '),
  ]);
  const port = await freePort();
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const args = [...inside, `${BIN}/postgres`, '-D', '/data', '-p', String(port), ...settings];
  // In a session of its own Ctrl+C does not reach it: it is stopped last.
  const server = spawn('chroot', args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  const exited = once(server, 'exit');
  let log = '';
  server.stderr.on('data', (data) => (log = `${log}${data}`.slice(-4_000)));
  const stop = () => {
    // A fast shutdown: whoever is connected is disconnected.
    server.kill('SIGINT');
    return exited;
  };
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  try {
    return { url, stop, version: await createExtension(url, server) };
  } catch (error) {
    await stop();
    throw new Error(`PostgreSQL did not start: ${error.message}\n${log}`, { cause: error });
  }
}

/** What the scripts of the packages would have done, and what a system has besides packages. */
async function configurePackages(root) {
  const at = (...path) => join(root, ...path);
  for (const name of ['bin', 'lib', 'lib64']) await symlink(`usr/${name}`, at(name));
  await Promise.all(['dev', 'tmp', 'data'].map((name) => mkdir(at(name))));
  await run('mknod', ['--mode=666', at('dev/null'), 'c', '1', '3']);
  await chmod(at('tmp'), 0o1777);
  await chown(at('data'), NOBODY, NOBODY);
  await writeFile(at('etc/passwd'), `postgres:x:${NOBODY}:${NOBODY}::/:/bin/sh\n`);
  // DocumentDB connects to itself by this name.
  await writeFile(at('etc/hosts'), '127.0.0.1 localhost\n');
  const libraries = (await readdir(at('usr/lib'))).find((name) => name.endsWith('-linux-gnu'));
  for (const name of ['blas', 'lapack'])
    await symlink(`${name}/lib${name}.so.3`, at('usr/lib', libraries, `lib${name}.so.3`));
  await symlink('postgis-3.control', at('usr/share/postgresql/18/extension/postgis.control'));
}

async function createExtension(url, server) {
  const client = await connect(url, server);
  try {
    await client.query('CREATE EXTENSION documentdb CASCADE');
    const { rows } = await client.query(
      `SELECT current_setting('server_version') AS postgresql, extversion AS documentdb
       FROM pg_extension WHERE extname = 'documentdb'`,
    );
    return rows[0];
  } finally {
    await client.end();
  }
}

async function connect(url, server) {
  for (const deadline = Date.now() + STARTS_WITHIN; ;) {
    const client = new Client(url);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (server.exitCode !== null || Date.now() > deadline) throw error;
      await sleep(100);
    }
  }
}
