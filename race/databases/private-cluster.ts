import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../free-port.js';
import { Unavailable, type Database } from './database.js';
import { createOnPostgres } from './postgres.js';
import { query } from './sql.js';

const COMES_UP_WITHIN = 60_000;

/** PostgreSQL refuses to run as root. */
interface User {
  readonly uid?: number;
  readonly gid?: number;
}

/** A PostgreSQL server of one's own, as a child process, with its files in a temporary folder. */
class Cluster {
  private server: ChildProcess | undefined;

  constructor(
    private readonly binaries: string,
    private readonly user: User,
    private readonly folder: string,
    private readonly port: number,
  ) {
    if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
    // Only the making of the cluster need not survive a crash; what it commits later must.
    const options = ['--no-sync', '--auth=trust', '--username=postgres', `--pgdata=${folder}`];
    execFileSync(join(binaries, 'initdb'), options, { ...user, cwd: folder, stdio: 'ignore' });
  }

  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=100'];
    this.server = spawn(
      join(this.binaries, 'postgres'),
      ['-D', this.folder, '-p', String(this.port), ...settings.flatMap((setting) => ['-c', setting])],
      { ...this.user, cwd: this.folder, stdio: 'ignore' },
    );
    process.once('exit', this.quit);
    for (const deadline = Date.now() + COMES_UP_WITHIN; ; await sleep(50)) {
      if (await answers(`${this.url}/postgres`)) return;
      if (this.server.exitCode !== null || Date.now() > deadline)
        throw new Unavailable('the private PostgreSQL cluster does not start');
    }
  }

  /** As `pg_ctl stop -m immediate` does: without a checkpoint, so that the next start recovers from the log. */
  async stop(): Promise<void> {
    process.off('exit', this.quit);
    if (!this.server || this.server.exitCode !== null || this.server.signalCode !== null) return;
    const ended = once(this.server, 'exit');
    this.quit();
    await ended;
  }

  private readonly quit = (): void => {
    this.server?.kill('SIGQUIT');
  };
}

/** A database on a server of its own, which can be restarted at will. */
export async function createOnPrivateCluster(): Promise<Database> {
  const [binaries, user] = [postgresBinaries(), unprivileged()];
  const folder = mkdtempSync(join(tmpdir(), 'etag-race-'));
  let cluster: Cluster | undefined;
  const remove = async (): Promise<void> => {
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const started = new Cluster(binaries, user, folder, await freePort());
    cluster = started;
    await started.start();
    return {
      ...(await createOnPostgres(started.url)),
      async restart() {
        await started.stop();
        await started.start();
      },
      drop: remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Debian keeps them out of the way, one folder for each version. */
function postgresBinaries(): string {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const newestFirst = versions.toSorted((a, b) => Number(b) - Number(a)).map((v) => join(debian, v, 'bin'));
  const folders = [...newestFirst, ...(process.env['PATH'] ?? '').split(delimiter)];
  const found = folders.find((folder) => existsSync(join(folder, 'initdb')));
  if (!found) throw new Unavailable('there is no initdb to make a private PostgreSQL cluster with');
  return found;
}

function unprivileged(): User {
  if (process.getuid?.() !== 0) return {};
  try {
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch (error) {
    throw new Unavailable('PostgreSQL does not run as root, and there is no user "postgres"', {
      cause: error,
    });
  }
}

function idOf(option: '-u' | '-g'): number {
  return Number(execFileSync('id', [option, 'postgres'], { stdio: 'pipe' }));
}

async function answers(url: string): Promise<boolean> {
  return query(url, 'SELECT 1').then(
    () => true,
    () => false,
  );
}
